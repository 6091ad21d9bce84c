import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../harness/server.mjs';
import { until } from '../harness/widget.mjs';
import { world } from '../harness/world.mjs';

const MANY = 10_000;

/** The page that `cargo xtask bench --page` serves, with this many messages loaded. */
async function loaded(t, count) {
  const it = await world(t, { folder: path.join(ROOT, 'tests/bench') });
  const { page } = await it.visit({ at: '/' });
  await page.evaluate(() => window.__bench.ready);
  const ms = await page.evaluate(async (count) => {
    const at = Date.UTC(2026, 0, 5);
    window.made = (i) => ({ id: `id-${i}`, text: `m${i}: ${'word '.repeat(1 + (i % 40))}`, author: i % 3 ? 'agent' : 'me', at: at + i * 37_000 });
    const messages = Array.from({ length: count }, (_, i) => window.made(i));
    const began = performance.now();
    window.__bench.load(messages);
    const has = () => window.__bench.list()?.textContent.includes(`m${count - 1}:`);
    while (!has()) await new Promise((frame) => requestAnimationFrame(frame));
    return performance.now() - began;
  }, count);
  const seen = (text) =>
    page.evaluate((text) => {
      const list = window.__bench.list();
      const box = list.getBoundingClientRect();
      return [...list.querySelectorAll('.madang-message')].some((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return row.textContent.includes(text) && bottom > box.top && top < box.bottom;
      });
    }, text);
  return { it, page, ms, seen };
}

test('ten thousand messages are held, a few hundred drawn, and any of them is a scroll away', { timeout: 60_000 }, async (t) => {
  const { page, ms, seen } = await loaded(t, MANY);
  t.diagnostic(`ten thousand messages on screen after ${Math.round(ms)} ms`);
  await until(() => seen(`m${MANY - 1}:`), 'the last one to be in view');
  const rows = () => page.evaluate(() => window.__bench.list().querySelectorAll('.madang-message').length);
  assert.ok((await rows()) <= 400, `${await rows()} rows are drawn`);
  await page.evaluate((i) => window.__bench.append(window.made(i)), MANY);
  await until(() => seen(`m${MANY}:`), 'a new message to be seen at the end');
  for (const part of [0, 0.5, 1]) {
    const scroll = () =>
      page.evaluate((part) => {
        const list = window.__bench.list();
        list.scrollTop = part * (list.scrollHeight - list.clientHeight);
      }, part);
    await scroll();
    const wanted = part === 0 ? 'm0:' : part === 1 ? `m${MANY}:` : undefined;
    // No hand turned it: where a layout comes in between, the view keeps to the end, and is asked again.
    if (wanted) await until(async () => (await seen(wanted)) || (await scroll()), `${wanted} to be in view`);
    else await until(() => page.evaluate(() => window.__bench.list().querySelectorAll('.madang-message').length > 5), 'rows in the middle');
    assert.ok((await rows()) <= 400, `${await rows()} rows are drawn at ${part}`);
  }
});

test('typing costs the same beside ten thousand messages as beside none', { timeout: 60_000 }, async (t) => {
  const { page } = await loaded(t, MANY);
  /** From a key to the next frame, the middle of forty. */
  const typing = async () => {
    await page.evaluate(() => {
      window.waits = [];
      const field = window.__bench.composer();
      field.focus();
      field.onkeydown = (event) => requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - event.timeStamp)));
    });
    await page.keyboard.type('a line that is typed while so much is there', { delay: 25 });
    const waits = (await page.evaluate(() => window.waits)).sort((a, b) => a - b);
    assert.ok(waits.length >= 40);
    return waits[20];
  };
  const many = await typing();
  await page.evaluate(() => window.__bench.load([]));
  await page.evaluate(() => window.__bench.ready);
  await until(() => page.evaluate(() => window.__bench.composer() && !window.__bench.list()), 'an empty conversation');
  const none = await typing();
  t.diagnostic(`a key reaches the screen after ${many.toFixed(1)} ms beside ten thousand, ${none.toFixed(1)} ms beside none`);
  assert.ok(many < none * 2 + 17, `${many} ms against ${none} ms`);
});

test('twenty visits of a long conversation leave the heap as it was after the first ones', { timeout: 60_000 }, async (t) => {
  const { page } = await loaded(t, 1_000);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    return usedSize;
  };
  const visit = async (round) => {
    await page.evaluate((round) => window.__bench.load(Array.from({ length: 1_000 }, (_, i) => window.made(round * 1_000 + i))), round);
    await until(() => page.evaluate((last) => window.__bench.list()?.textContent.includes(`m${last}:`), round * 1_000 + 999), 'the conversation');
  };
  const sizes = [];
  for (let round = 1; round <= 24; round++) {
    await visit(round);
    if (round % 4 === 0) sizes.push(await heap());
  }
  t.diagnostic(`heap after each four visits, MB: ${sizes.map((size) => (size / 1e6).toFixed(1)).join(', ')}`);
  assert.ok(sizes[5] < sizes[1] * 1.2 + 500_000, sizes.join());
});

test('inline, it is as tall as the page says', { timeout: 60_000 }, async (t) => {
  const { page } = await loaded(t, 10);
  const { height } = await page.locator('.madang-panel').boundingBox();
  assert.equal(height, page.viewportSize().height);
});
