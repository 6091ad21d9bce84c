import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { OFFLINE_NOISE, world } from '../harness/world.mjs';

const here = import.meta.dirname;

/** What the page itself looks like. */
const pageLook = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, p, form, label, input, body > button')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return [element.tagName, x, y, width, height, style.color, style.font, style.display, style.backgroundColor, style.boxSizing].join(' ');
    }),
  );

/** What the panel looks like, where a page's sheet could have reached in. */
const widgetLook = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('madang-chat').shadowRoot;
    return ['.madang-panel', '.madang-panel__header', '.madang-composer__input', '.madang-message__text', '.madang-message__bubble'].map((selector) => {
      const element = root.querySelector(selector);
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return [selector, Math.round(width), Math.round(height), style.color, style.font, style.display, style.backgroundColor, style.boxSizing, style.padding, style.letterSpacing, style.textTransform, style.lineHeight].join(' ');
    });
  });

async function converse(it, at) {
  const mina = await it.visit({ user: 'mina', at });
  const before = await pageLook(mina.page);
  const box = await mina.launcher.boundingBox();
  assert.deepEqual([box.width, box.height], [56, 56], `the launcher on ${at}`);
  const view = await mina.page.evaluate(() => [document.documentElement.clientWidth, innerHeight]);
  assert.deepEqual([Math.round(view[0] - box.x - box.width), Math.round(view[1] - box.y - box.height)], [20, 20], `the launcher's corner on ${at}`);
  await mina.open();
  await mina.send('Still here');
  await mina.state('Still here', 'sent', 'delivered', 'read');
  await mina.page.waitForTimeout(250); // it has grown to its size
  const panel = await mina.panel.boundingBox();
  assert.deepEqual([panel.width, panel.height], [400, 640], `the panel on ${at}`);
  await mina.page.mouse.move(5, 5);
  await mina.page.waitForTimeout(300);
  assert.deepEqual(await pageLook(mina.page), before, `${at} looks as it did`);
  await mina.page.screenshot({ path: it.screenshotPath(`hostile-${at.slice(1).replace('.html', '')}`) });
  return widgetLook(mina.page);
}

test('a page that unsets everything, Bootstrap and the Tailwind preflight change nothing inside, and we nothing outside', { timeout: 120_000 }, async (t) => {
  const it = await world(t, { folder: here });
  const plain = await converse(it, '/plain.html');
  for (const at of ['/unset.html', '/bootstrap.html', '/preflight.html', '/shouting.html']) {
    assert.deepEqual(await converse(it, at), plain, `the panel on ${at} looks as on a plain page`);
  }
});

const policy = (server, ...more) =>
  ["default-src 'none'", "base-uri 'none'", "style-src 'self'", `script-src 'self' ${server} ${more[0] ?? ''}`, `connect-src 'self' ${server} ${server.replace('http', 'ws')}`, `frame-src ${server}`].join('; ');

test("under a strict policy with 'wasm-unsafe-eval' the chat runs in the page, and nothing is refused", { timeout: 60_000 }, async (t) => {
  const it = await world(t, { folder: here });
  it.site.headers = { 'content-security-policy': policy(it.server.url, "'wasm-unsafe-eval'") };
  const mina = await it.visit({ user: 'mina', at: '/policy.html' });
  await mina.page.evaluate(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await mina.open();
  await mina.send('within the policy');
  await mina.state('within the policy', 'sent', 'delivered', 'read');
  assert.deepEqual(await mina.page.evaluate(() => window.refused), []);
  assert.equal(await mina.page.locator('iframe').count(), 0);
});

test("under a strict policy without 'wasm-unsafe-eval' the chat runs in a frame of its own origin", { timeout: 90_000 }, async (t) => {
  const it = await world(t, { folder: here });
  it.expected.push(/Content Security Policy|wasm-eval|unsafe-eval/, OFFLINE_NOISE);
  it.site.headers = { 'content-security-policy': policy(it.server.url) };
  const mina = await it.visit({ user: 'mina', at: '/policy.html' });
  const opens = await mina.listen('open');
  const sents = await mina.listen('message-sent');
  await mina.launcher.click();
  const frame = mina.page.frameLocator('.madang-frame');
  const input = frame.locator('textarea.madang-composer__input');
  await input.waitFor();
  await frame.locator('.madang-banner').waitFor({ state: 'hidden' });
  await input.fill('out of a frame');
  await input.press('Enter');
  const row = frame.locator('.madang-message', { hasText: 'out of a frame' });
  await until(async () => ['sent', 'delivered', 'read'].includes(await row.first().getAttribute('data-state')), 'the message to be sent');
  assert.equal(await row.first().getAttribute('data-own'), 'true');
  await mina.page.screenshot({ path: it.screenshotPath('hostile-frame') });

  // Calls and events pass through, with the user's token.
  await mina.page.evaluate(() => window.madang.send('through the frame'));
  await frame.locator('.madang-message', { hasText: 'through the frame' }).first().waitFor();
  await until(async () => (await sents()).length >= 2, 'the events');
  assert.equal((await opens()).length, 1);
  const [message] = await (await it.peer('judge')).history('courtyard');
  assert.equal(message.user_id, 'mina');
  await mina.page.evaluate(() => window.madang.close());
  await mina.page.locator('.madang-frame').waitFor({ state: 'hidden' });
  // On a phone the frame covers the launcher: its own button closes it.
  await mina.page.setViewportSize({ width: 390, height: 844 });
  await mina.launcher.click();
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
  await mina.page.locator('.madang-frame').waitFor({ state: 'hidden' });
  assert.equal(await mina.launcher.getAttribute('aria-expanded'), 'false');
  await mina.launcher.click();
  await frame.locator('.madang-message', { hasText: 'through the frame' }).first().waitFor();
  await mina.page.evaluate(() => window.madang.destroy());
  assert.equal(await mina.page.locator('madang-chat, iframe').count(), 0);
});

test('a page of another site may not frame the chat, nor open its socket', { timeout: 60_000 }, async (t) => {
  const it = await world(t, { folder: here });
  it.expected.push(/./);
  const answer = await fetch(`${it.server.url}/frame?app_id=${it.server.app.app_id}`);
  assert.match(answer.headers.get('content-security-policy'), new RegExp(`frame-ancestors [^;]*${it.site.url}`));
  const page = await (await it.browser.newContext()).newPage();
  await page.goto(`${it.site.url.replace('127.0.0.1', 'localhost')}/plain.html`);
  const outcome = await page.evaluate(
    ([url]) => new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    }),
    [`${it.server.url.replace('http', 'ws')}/ws?app_id=${it.server.app.app_id}`],
  );
  assert.equal(outcome, 'refused');
});

test('when the files cannot be had the launcher stays, an error is told, and the next click tries again', { timeout: 60_000 }, async (t) => {
  const it = await world(t, { folder: here });
  it.expected.push(/./);
  const mina = await it.visit({ user: 'mina', at: '/plain.html' });
  const errors = await mina.listen('error');
  await mina.page.route('**/assets/**', (route) => route.abort());
  await mina.launcher.click();
  await until(async () => (await errors()).length === 1, 'the error');
  assert.equal((await errors())[0].fatal, true);
  assert.equal(await mina.launcher.getAttribute('aria-expanded'), 'false');
  assert.equal(await mina.launcher.getAttribute('aria-busy'), 'false');
  await mina.page.unroute('**/assets/**');
  await mina.open();
  await mina.send('second try');
  await mina.state('second try', 'sent', 'delivered', 'read');
});
