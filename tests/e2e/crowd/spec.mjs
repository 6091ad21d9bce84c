/** Very many: a thousand conversations in the list, ten thousand people in one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Details } from '../harness/details.mjs';
import { until } from '../harness/widget.mjs';
import { ROOMY, world } from '../harness/world.mjs';

const CHANNELS = 1_000;
const PEOPLE = 10_000;

/** Does something so many times, a few at once. */
async function each(count, run) {
  let next = 0;
  const work = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: 24 }, work));
}

/** Frames that came late, and tasks over 50 ms, from now until `ended`. */
async function watch(page) {
  await page.evaluate(() => {
    const seen = (window.seen = { gaps: [], tasks: [] });
    let last = performance.now();
    const frame = (now) => {
      seen.gaps.push(now - last);
      last = now;
      seen.frame = requestAnimationFrame(frame);
    };
    seen.frame = requestAnimationFrame(frame);
    seen.observer = new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))));
    seen.observer.observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => {
    cancelAnimationFrame(window.seen.frame);
    window.seen.observer.disconnect();
    const gaps = window.seen.gaps.toSorted((a, b) => a - b);
    return { tasks: window.seen.tasks, late: gaps.filter((gap) => gap > 34).length / gaps.length, longest: gaps.at(-1) };
  });
}

/** Turns the wheel over a list until this is on screen. */
async function wheelTo(page, list, row) {
  await list.hover();
  for (let turn = 0; turn < 600 && !(await row.isVisible()); turn++) {
    await page.mouse.wheel(0, 1_200);
    await page.waitForTimeout(40);
  }
  await row.scrollIntoViewIfNeeded();
}

test('a thousand conversations: the list comes by pages, scrolls smoothly to the last, and a new message costs nothing', { timeout: 240_000 }, async (t) => {
  const it = await world(t, { limits: ROOMY });
  const jun = await it.peer('jun');
  await it.peer('mina');
  const ids = [];
  for (let n = 0; n < CHANNELS; n++) {
    const { channel_id } = await it.server.api('POST', 'channels', { type: 'group', name: `Room ${n}`, user_ids: ['mina', 'jun'] });
    ids.push(channel_id);
    await jun.send(channel_id, `hello of ${n}`);
  }
  const mina = await it.visit({ user: 'mina', at: '/list.html' });
  await mina.launcher.click();
  const list = mina.page.locator('.madang-channels');
  const rows = list.locator('.madang-channels__row');
  const saying = (text) => rows.filter({ has: mina.page.locator('.madang-channels__last', { hasText: new RegExp(`${text}$`) }) });
  await saying('hello of 999').waitFor();
  t.diagnostic(`${await rows.count()} rows at first`);
  const end = await watch(mina.page);
  await wheelTo(mina.page, list, saying('hello of 0'));
  const scrolled = await end();
  t.diagnostic(`scrolled: ${JSON.stringify(scrolled)}; ${await rows.count()} rows`);

  const quick = await watch(mina.page);
  for (const n of [0, 500, 3, 700]) {
    await jun.send(ids[n], `news of ${n}`);
    await until(async () => (await rows.first().textContent())?.includes(`news of ${n}`), 'the conversation to come to the top');
  }
  const told = await quick();
  t.diagnostic(`told: ${JSON.stringify(told)}`);
  assert.ok(scrolled.late < 0.15, `${scrolled.late} of the frames came late`);
  assert.deepEqual(told.tasks.filter((ms) => ms > 100), [], 'a message held up the page');
});

test('ten thousand people in a group: who is in it comes by pages, and anybody is found by name', { timeout: 240_000 }, async (t) => {
  const it = await world(t, { limits: { ...ROOMY, group_members: PEOPLE } });
  const name = (n) => `Person ${String(n).padStart(4, '0')}`;
  const began = Date.now();
  await each(PEOPLE - 1, (n) => it.server.api('PUT', `users/p-${n}`, { nickname: name(n) }));
  const mina = await it.peer('mina');
  const user_ids = ['mina', ...Array.from({ length: PEOPLE - 1 }, (_, n) => `p-${n}`)];
  const { channel_id } = await it.server.api('POST', 'channels', { type: 'group', name: 'Stadium', user_ids });
  await mina.send(channel_id, 'is anybody here?');
  t.diagnostic(`made in ${Date.now() - began} ms`);
  const widget = await it.visit({ user: 'mina', at: '/list.html' });
  await widget.launcher.click();
  await widget.page.locator('.madang-channels__row', { hasText: 'Stadium' }).click();
  await widget.sees('is anybody here?');
  const details = await new Details(widget).open();
  const rows = details.view.getByRole('listitem');
  await rows.first().waitFor();
  t.diagnostic(`${await rows.count()} rows at first`);
  const end = await watch(widget.page);
  await wheelTo(widget.page, details.view.locator('.madang-details__list'), rows.filter({ hasText: name(1_000) }));
  const scrolled = await end();
  t.diagnostic(`scrolled: ${JSON.stringify(scrolled)}; ${await rows.count()} rows`);
  assert.ok(scrolled.late < 0.15, `${scrolled.late} of the frames came late`);
  await details.view.getByRole('searchbox').fill(name(9_876));
  await until(async () => (await rows.count()) === 1 && (await rows.first().textContent())?.includes(name(9_876)), 'the one found');
});
