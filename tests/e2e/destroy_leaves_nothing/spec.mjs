import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { world } from '../harness/world.mjs';

const MOUNTS = 20;

/** Counts, from before the page's first script: listeners on what outlives a widget, timers that repeat, observers. */
function count() {
  const live = (window.live = { listeners: new Map(), intervals: new Set(), observers: 0 });
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  const lasting = (target) =>
    target === window || target === document || target === document.documentElement || target === document.body ||
    target === window.visualViewport || target === navigator.connection || target instanceof MediaQueryList;
  const name = (target, type, listener, options) => {
    listener.number ??= Math.random();
    return `${target.constructor.name} ${type} ${listener.number} ${!!(options?.capture ?? options)}`;
  };
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (listener && lasting(this ?? window) && !options?.once) {
      const key = name(this ?? window, type, listener, options);
      live.listeners.set(key, (live.listeners.get(key) ?? 0) + 1);
      options?.signal?.addEventListener('abort', () => live.listeners.delete(key));
    }
    return add.call(this ?? window, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (listener && lasting(this ?? window)) live.listeners.delete(name(this ?? window, type, listener, options));
    return remove.call(this ?? window, type, listener, options);
  };
  const { setInterval: begin, clearInterval: end } = window;
  window.setInterval = (...rest) => {
    const id = begin(...rest);
    live.intervals.add(id);
    return id;
  };
  window.clearInterval = (id) => {
    live.intervals.delete(id);
    end(id);
  };
}

test(`after ${MOUNTS} times mounted, used and destroyed nothing is left`, { timeout: 180_000 }, async (t) => {
  const it = await world(t);
  const profile = await it.browser.newContext({ viewport: { width: 1000, height: 800 } });
  await profile.addInitScript(count);
  const sockets = new Set();
  let opened = 0;
  profile.on('page', (page) =>
    page.on('websocket', (socket) => {
      opened++;
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }),
  );
  const mina = await it.newPage(profile, { user: 'mina' });
  const { page } = mina;
  const cdp = await profile.newCDPSession(page);
  await mina.open();
  await mina.send('the first life');
  await mina.state('the first life', 'sent', 'delivered', 'read');
  const settings = await page.evaluate(() => Object.fromEntries(['app-id', 'channel-id', 'user-id'].map((name) => [name, document.querySelector('madang-chat').getAttribute(name)])));
  await page.evaluate(() => window.madang.destroy());
  assert.equal(await page.evaluate(() => 'madang' in window), false);
  assert.equal(await page.locator('madang-chat').count(), 0);

  const life = async (number) => {
    await page.evaluate((attributes) => {
      const chat = document.createElement('madang-chat');
      for (const [name, value] of Object.entries(attributes)) value && chat.setAttribute(name, value);
      chat.tokenFetcher = async () => (await (await fetch('/token?user=mina')).json()).token;
      document.body.append(chat);
      window.chat = chat;
      chat.open();
    }, settings);
    await mina.input.waitFor();
    await mina.sees('the first life');
    await mina.connected();
    if (number % 2) await page.evaluate(() => window.chat.destroy());
    else await page.evaluate(() => window.chat.remove()); // as a framework unmounts it
    await page.evaluate(() => delete window.chat);
    await until(() => sockets.size === 0, 'the socket to close');
  };
  const measure = async () => {
    await page.waitForTimeout(400);
    for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const metric = (name) => metrics.find((one) => one.name === name).value;
    const { listeners, intervals } = await page.evaluate(() => ({ listeners: [...window.live.listeners.keys()].sort(), intervals: window.live.intervals.size }));
    return { listeners, intervals, nodes: metric('Nodes'), jsListeners: metric('JSEventListeners'), heap: metric('JSHeapUsedSize') };
  };
  await cdp.send('Performance.enable');
  for (let number = 0; number < 3; number++) await life(number);
  const before = await measure();
  for (let number = 0; number < MOUNTS; number++) await life(number);
  // What is unreachable is collected when the browser likes: it may take a while, a leak takes for ever.
  let after = await measure();
  for (let round = 0; round < 20 && after.jsListeners > before.jsListeners + 5; round++) after = await measure();
  t.diagnostic(`nodes ${before.nodes} → ${after.nodes}, listeners ${before.jsListeners} → ${after.jsListeners}, heap ${(before.heap / 1e6).toFixed(1)} → ${(after.heap / 1e6).toFixed(1)} MB`);
  assert.equal(opened, 1 + 3 + MOUNTS, 'one socket a life');
  assert.equal(sockets.size, 0);
  assert.deepEqual(after.listeners, [], 'no listener on window, document, body or media queries');
  assert.equal(after.intervals, 0);
  assert.equal(await page.locator('madang-chat').count(), 0);
  assert.ok(after.nodes <= before.nodes + 20, `nodes grew from ${before.nodes} to ${after.nodes}`);
  assert.ok(after.jsListeners <= before.jsListeners + 5, `listeners grew from ${before.jsListeners} to ${after.jsListeners}`);
});
