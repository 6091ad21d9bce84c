import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const NARROW = { viewport: { width: 390, height: 844 } };
const pane = (widget) => widget.page.locator('.madang-thread');
const pill = (widget, text) => widget.row(text).first().locator('.madang-message__thread');
const field = (widget) => pane(widget).locator('textarea');
const said = (widget) => pane(widget).locator('.madang-block .madang-message__text').allInnerTexts();
const says = (widget, texts) => until(async () => JSON.stringify(await said(widget)) === JSON.stringify(texts), `the thread to say ${texts}`);
const focused = (widget) => widget.page.evaluate(() => {
  const at = document.activeElement.shadowRoot?.activeElement;
  return `${at?.closest('.madang-thread') ? 'thread ' : ''}${at?.className}`;
});
/** Makes its window wide enough for a thread beside the channel. */
const widen = (widget) => widget.page.evaluate(() => document.documentElement.style.setProperty('--madang-panel-width', '900px'));
/** Replies by the open thread's composer. */
async function reply(widget, text) {
  await field(widget).fill(text);
  await field(widget).press('Enter');
}

test('two talk in a thread by keys: the pill, the pane, unread, edit, react, delete, and back', { timeout: 180_000 }, async (t) => {
  const { it, peer, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  await peer.send(id, 'who brings what on Saturday?');
  for (const widget of [mina, jun]) await enter(widget);
  await widen(jun);
  await jun.sees('who brings what');
  // By keys: up to the row, T opens the thread, its field has the focus.
  await jun.input.focus();
  await jun.page.keyboard.press('Shift+Tab');
  await jun.timeline.focus();
  await jun.page.keyboard.press('ArrowUp');
  await jun.page.keyboard.press('t');
  await until(async () => (await focused(jun)).startsWith('thread madang-composer__input'), 'the field of the thread');
  assert.equal(await pane(jun).locator('.madang-thread__root .madang-message__text').innerText(), 'who brings what on Saturday?');
  await jun.page.keyboard.type('I bring bread');
  await jun.page.keyboard.press('Enter');
  await says(jun, ['I bring bread']);
  await pane(jun).getByRole('button', { name: 'Unfollow' }).waitFor();
  // Her channel says so at once: a pill with a face, and a mark, since it is her message.
  await pill(mina, 'who brings what').waitFor();
  assert.match(await pill(mina, 'who brings what').innerText(), /1 reply/);
  await until(async () => (await pill(mina, 'who brings what').getAttribute('data-unread')) === '', 'the mark');
  assert.deepEqual(await violations(mina), []);
  await pill(mina, 'who brings what').focus();
  await mina.page.keyboard.press('Enter');
  await says(mina, ['I bring bread']);
  assert.equal(await jun.page.locator('.madang-panel__body').evaluate((node) => getComputedStyle(node).visibility), 'visible');
  await until(async () => (await pill(mina, 'who brings what').first().getAttribute('data-unread')) === null, 'it to be read');
  await reply(mina, 'and I the salad');
  await says(jun, ['I bring bread', 'and I the salad']);
  await until(async () => /2 replies/.test((await mina.page.locator('[data-channel] .madang-message__thread').first().textContent()) ?? ''), 'two replies');
  await jun.page.screenshot({ path: it.screenshotPath('thread-wide') });
  assert.deepEqual(await violations(jun), []);
  // Edited, reacted to, deleted: everybody in it sees it.
  await pane(jun).locator('.madang-message', { hasText: 'I bring bread' }).first().focus();
  await jun.page.keyboard.press('Enter');
  await jun.page.getByRole('menuitem', { name: 'Edit' }).click();
  await reply(jun, 'I bring two breads');
  await says(mina, ['I bring two breads', 'and I the salad']);
  await peer.ask('react', { channel_id: `${id}.1`, seq: 1, emoji: '🎉', on: true });
  await pane(jun).locator('.madang-reaction').first().waitFor();
  await pane(mina).locator('.madang-message', { hasText: 'and I the salad' }).first().focus();
  await mina.page.keyboard.press('Enter');
  await mina.page.getByRole('menuitem', { name: 'Delete' }).click();
  await until(async () => /1 reply/.test(await jun.page.locator('[data-channel] .madang-message__thread').first().innerText()), 'one reply');
  // Said in the channel as well, once.
  await pane(jun).getByRole('checkbox').check();
  await reply(jun, 'found the big table');
  await mina.page.locator('[data-channel] .madang-message', { hasText: 'found the big table' }).first().waitFor({ state: 'attached' });
  await pane(mina).locator('.madang-message', { hasText: 'found the big table' }).first().waitFor();
  assert.equal(await pane(jun).getByRole('checkbox').isChecked(), false);
  // Escape closes it, and the focus is at the root.
  await field(jun).focus();
  await jun.page.keyboard.press('Escape');
  await pane(jun).waitFor({ state: 'detached' });
  await until(async () => (await focused(jun)) === 'madang-message', 'the root to have the focus');
  // The root goes, the thread stays.
  await mina.page.getByRole('button', { name: 'Back' }).click();
  await pane(mina).waitFor({ state: 'detached' });
  await peer.ask('delete', { channel_id: id, seq: 1 });
  await until(async () => (await mina.page.locator('.madang-message[data-seq="1"] .madang-message__text').innerText()).includes('deleted'), 'the tombstone');
  await mina.page.locator('.madang-message[data-seq="1"] .madang-message__thread').click();
  await pane(mina).locator('.madang-message', { hasText: 'I bring two breads' }).first().waitFor();
});

test('what one follows is listed, unread first, and leads to the thread; following ends', { timeout: 180_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], NARROW);
  for (const text of ['the kiln', 'the garden', 'the well']) await peer.send(id, text);
  const mate = await it.peer('jun');
  await mate.send(`${id}.1`, 'it is warm');
  await mate.send(`${id}.2`, 'the beans are in');
  await peer.send(`${id}.1`, 'how warm?');
  const way = jun.page.getByRole('button', { name: /Threads/ });
  await until(async () => /1 with new/.test((await way.getAttribute('aria-label')) ?? ''), 'one with news');
  await jun.page.screenshot({ path: it.screenshotPath('thread-badge') });
  await way.focus();
  await jun.page.keyboard.press('Enter');
  const list = jun.page.getByRole('dialog', { name: 'Threads' });
  await until(async () => (await list.getByRole('listitem').count()) === 2, 'two threads');
  assert.match(await list.getByRole('listitem').first().innerText(), /the kiln[^]*how warm\?/);
  await jun.page.screenshot({ path: it.screenshotPath('thread-list') });
  assert.deepEqual(await violations(jun), []);
  await jun.page.keyboard.press('Tab');
  await jun.page.keyboard.press('Enter');
  await says(jun, ['it is warm', 'how warm?']);
  await until(async () => (await focused(jun)).startsWith('thread'), 'the focus in the thread');
  await jun.page.screenshot({ path: it.screenshotPath('thread-narrow') });
  assert.deepEqual(await violations(jun), []);
  assert.equal(await jun.page.locator('.madang-panel__body').evaluate((node) => getComputedStyle(node).visibility), 'hidden');
  await jun.page.getByRole('button', { name: 'Unfollow' }).click();
  await jun.page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
  await jun.page.getByRole('button', { name: 'Back' }).click();
  await pane(jun).waitFor({ state: 'detached' });
  await peer.send(`${id}.1`, 'hello?');
  await until(async () => /3 replies/.test(await pill(jun, 'the kiln').innerText()), 'three replies');
  assert.equal(await pill(jun, 'the kiln').getAttribute('data-unread'), null);
});

test('a thread survives a lost network, and what was written meanwhile is there once', { timeout: 180_000 }, async (t) => {
  const { peer, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  await peer.send(id, 'shall we?');
  for (const widget of [mina, jun]) {
    await enter(widget);
    await widget.whole();
    await widget.act('shall we?', 'Reply in thread');
    await field(widget).waitFor();
  }
  await reply(jun, 'yes');
  await says(mina, ['yes']);
  await jun.page.context().setOffline(true);
  await reply(mina, 'when?');
  await reply(jun, 'at eight');
  await says(mina, ['yes', 'when?']);
  await jun.page.context().setOffline(false);
  await says(jun, ['yes', 'when?', 'at eight']);
  await says(mina, ['yes', 'when?', 'at eight']);
});

test('right to left, in Korean, with long words', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], { ...NARROW, query: { locale: 'ko' } });
  await peer.send(id, '토요일에 무엇을 가져올까요?');
  await peer.send(`${id}.1`, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2));
  await enter(jun);
  await pill(jun, '토요일').waitFor();
  assert.match(await pill(jun, '토요일').innerText(), /답장 1개/);
  await jun.page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await jun.page.screenshot({ path: it.screenshotPath('thread-pill-rtl-ko') });
  await pill(jun, '토요일').click();
  await field(jun).waitFor();
  await jun.page.screenshot({ path: it.screenshotPath('thread-rtl-ko') });
  assert.deepEqual(await violations(jun), []);
  assert.equal(await pane(jun).evaluate((node) => node.scrollWidth <= node.clientWidth), true);
});
