import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { world } from '../harness/world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How a story is looked at; where the language is English axe is asked. With MADANG_SHOTS pictures are kept. */
const LOOKS = [
  { size: { width: 390, height: 844 }, theme: 'light' },
  { size: { width: 360, height: 640 }, theme: 'dark' },
  { size: { width: 360, height: 640 }, theme: 'dark', locale: 'ko' },
  { size: { width: 390, height: 844 }, theme: 'light', locale: 'ar', dir: 'rtl' },
];

/** The two pages: the components, light beside dark, and the parts that open on demand, one at a time. */
const PAGES = {
  components: { path: '', names: '.story__name', count: 40 },
  parts: { path: 'stories.html', names: 'nav a', count: 50 },
};

/** What of a story's frames sticks out to the side, unless it is cut off there or in a row that scrolls. */
const stickingOut = () =>
  [...document.querySelectorAll('.story__frame')].flatMap((frame) => {
    const root = frame.shadowRoot ?? frame;
    const panel = root.querySelector('.madang-panel').getBoundingClientRect();
    const cut = (node) => getComputedStyle(node.parentElement).textOverflow === 'ellipsis';
    const clipped = (node) => cut(node) || node.closest('.madang-hidden, .madang-details__tabs, .madang-picker__tabs, .madang-attachments, svg *');
    const outside = [...root.querySelectorAll('.madang-panel *')].filter((node) => {
      const { left, right, width, height } = node.getBoundingClientRect();
      return width > 1 && height > 1 && (left < panel.left - 1 || right > panel.right + 1) && !clipped(node) && getComputedStyle(node).visibility === 'visible';
    });
    const page = document.documentElement;
    return [...outside.map((node) => `sticks out: ${node.getAttribute('class')}`), ...(page.scrollWidth > page.clientWidth ? ['the page scrolls sideways'] : [])];
  });

/** Waits for what moves once. */
const settled = () => {
  const motions = [...document.querySelectorAll('.story__frame')].flatMap((frame) => frame.shadowRoot?.getAnimations() ?? frame.getAnimations({ subtree: true }));
  const once = motions.filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  return Promise.all(once.map((motion) => motion.finished.catch(() => {})));
};

/** What axe finds, in each frame for itself: two of them beside each other are nothing that a site has. */
const violated = async (rules) => {
  const found = [];
  for (const frame of document.querySelectorAll('.story__frame')) found.push(...(await window.axe.run(frame, { runOnly: rules })).violations);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
};

for (const [kind, { path, names, count }] of Object.entries(PAGES)) {
  for (const { size, ...query } of LOOKS) {
    const look = Object.values(query).join('-');
    test(`every story of the ${kind} opens, ${size.width}×${size.height}, ${look}`, { timeout: 300_000 }, async (t) => {
      const it = await world(t);
      const profile = await it.browser.newContext({ viewport: size, locale: 'en-US' });
      const page = await profile.newPage();
      const complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      const open = (story) => page.goto(`${it.server.url}/playground/${path}?${new URLSearchParams({ ...query, ...(story && { story }) })}`);
      await open();
      await page.locator(names).first().waitFor({ state: 'attached' });
      const stories = await page.locator(names).allTextContents();
      assert.ok(stories.length > count, `${stories.length} stories`);
      const faults = [];
      for (const story of stories) {
        complaints.length = 0;
        await open(story);
        await page.locator('.story__frame:is([data-ready], [data-effects])').first().waitFor({ timeout: 10_000 }).catch(() => faults.push(`${story}: does not open`));
        await page.locator('.story__frame').first().scrollIntoViewIfNeeded();
        await page.evaluate(settled);
        const found = await page.evaluate(stickingOut);
        if (!query.locale) {
          await page.evaluate(axe);
          found.push(...await page.evaluate(violated, RULES));
        }
        faults.push(...[...found, ...complaints].map((fault) => `${story}: ${fault}`));
        if (process.env.MADANG_SHOTS) await page.locator('.story__pair').screenshot({ path: it.screenshotPath(`gallery-${look}-${story}`) });
      }
      assert.deepEqual(faults, []);
    });
  }
}
