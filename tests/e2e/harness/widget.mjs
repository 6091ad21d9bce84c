/** A page with a chat in it, by the names that a person would use. */
import assert from 'node:assert/strict';

export class Widget {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.host = page.locator('madang-chat').first();
    this.launcher = page.locator('.madang-launcher').first();
    this.panel = page.locator('.madang-panel').first();
    this.input = page.locator('textarea.madang-composer__input').first();
    this.sendButton = page.getByRole('button', { name: 'Send', exact: true });
    this.timeline = page.locator('.madang-timeline').first();
    this.messages = page.locator('.madang-message');
    this.banner = page.locator('.madang-banner');
    this.pill = page.locator('button.madang-pill');
    this.typing = page.locator('.madang-typing');
  }

  /** Opens the panel by its launcher, and waits for the conversation. */
  async open() {
    await this.launcher.click();
    await this.input.waitFor();
    await this.connected();
    return this;
  }

  async connected() {
    await this.banner.waitFor({ state: 'hidden' });
  }

  /** Waits for the rest of the module: without it nothing can be done once the network is gone. */
  async whole() {
    await this.page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/madang-rest-')));
    return this;
  }

  /** Types a text and presses Enter. */
  async send(text) {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** The row of a text. */
  row(text) {
    return this.messages.filter({ has: this.page.locator('.madang-message__text', { hasText: text }) });
  }

  /** Waits until the text is shown. */
  async sees(text) {
    await this.row(text).first().waitFor();
  }

  /** Waits until the text's row has one of these states. */
  async state(text, ...states) {
    const row = this.row(text).first();
    await until(async () => states.includes(await row.getAttribute('data-state')), `${text} to be ${states.join(' or ')}`);
  }

  /** Chooses from the menu of a message. */
  async act(text, item) {
    const row = this.row(text).first();
    const actions = row.getByRole('button', { name: 'Message actions' });
    // The row may move away from under the pointer, when others are written.
    await until(async () => {
      await row.hover();
      return actions.isVisible();
    }, `the actions of ${text}`);
    await actions.click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Turns the wheel over the conversation, and waits until it stands still: at an end (±Infinity), or so many pixels on. */
  async wheel(pixels) {
    await this.timeline.hover();
    do await this.page.mouse.wheel(0, Math.max(-20_000, Math.min(20_000, pixels)));
    while ((await this.still()) && pixels === Infinity && (await this.timeline.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight > 1)));
  }

  /** Waits until nothing in the conversation has moved for twenty frames. */
  async still() {
    const place = () => this.timeline.evaluate(async (node) => {
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      const places = () => [node.scrollTop, node.scrollHeight, ...[...node.querySelectorAll('.madang-message')].map((row) => row.getBoundingClientRect().top)].join();
      const before = places();
      for (let frames = 0; frames < 20; frames++) {
        await frame();
        if (places() !== before) return false;
      }
      return true;
    });
    await until(place, 'the conversation to stand still');
    return true;
  }

  /** Listens from the page's side; `heard()` gives what came so far. */
  async listen(name) {
    await this.page.evaluate((event) => {
      window.heard ??= {};
      window.heard[event] = [];
      window.madang.on(event, (detail) => window.heard[event].push(detail));
    }, name);
    return () => this.page.evaluate((event) => window.heard[event], name);
  }

  /** Goes through the whole conversation from its newest end, and gives all rows by seq. */
  async everything() {
    const rows = new Map();
    let quiet = 0;
    while (quiet < 6) {
      const seen = await this.timeline.evaluate(async (timeline) => {
        // What came on screen is there with the frame after the one that scrolled.
        for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
        const list = [...timeline.querySelectorAll('.madang-message')].map((row) => ({
          seq: Number(row.dataset.seq),
          state: row.dataset.state,
          text: row.querySelector('.madang-message__text')?.textContent,
        }));
        const before = timeline.scrollTop;
        timeline.scrollTop = Math.max(0, before - timeline.clientHeight * 0.7);
        return { list, moved: before !== timeline.scrollTop };
      });
      const size = rows.size;
      for (const row of seen.list) rows.set(row.seq || row.text, row);
      quiet = seen.moved || rows.size > size ? 0 : quiet + 1;
      if (!seen.moved) await this.page.waitForTimeout(250);
    }
    return [...rows.values()].sort((a, b) => a.seq - b.seq);
  }
}

/** Polls until the condition holds. */
export async function until(condition, what, timeout = 15_000) {
  const end = Date.now() + timeout;
  let last;
  while (Date.now() < end) {
    try {
      if (await condition()) return;
      last = undefined;
    } catch (failure) {
      last = failure;
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.fail(`waited ${timeout} ms for ${what}${last ? `: ${last.message}` : ''}`);
}
