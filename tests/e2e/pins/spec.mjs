import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';
import { violations } from '../harness/axe.mjs';

const bar = (widget) => widget.page.getByRole('region', { name: 'Pinned messages' });
const shows = (widget, text) => until(async () => (await bar(widget).innerText()).includes(text), `the bar to show ${text}`);

/** A group of mina, its operator, and jun, with many messages; both are in it. */
async function talk(t, options) {
  const made = await group(t, ['mina', 'jun'], options);
  const { peer, id, widgets } = made;
  for (let number = 1; number <= 70; number++) await peer.send(id, `line ${number}`);
  for (const widget of widgets) {
    await enter(widget);
    await widget.wheel(Infinity);
  }
  return made;
}

test('an operator pins, everybody sees the bar, it leads to each pin in turn, and is closed for oneself', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [mina, jun] } = await talk(t);
  assert.equal(await bar(mina).count(), 0);
  await mina.sees('line 69');
  await mina.act('line 69', 'Pin');
  for (const someone of [mina, jun]) await shows(someone, 'line 69');
  // Who may not does not find it.
  await jun.row('line 69').first().hover();
  await jun.row('line 69').first().getByRole('button', { name: 'Message actions' }).click();
  await jun.page.getByRole('menu').waitFor();
  assert.equal(await jun.page.getByRole('menuitem', { name: 'Pin' }).count(), 0);
  await jun.page.keyboard.press('Escape');
  // One from long ago, pinned elsewhere.
  await peer.ask('pin', { channel_id: id, seq: 3, on: true });
  await shows(jun, 'line 3');
  assert.match(await bar(jun).innerText(), /Pinned message 1 of 2/);
  await jun.page.screenshot({ path: it.screenshotPath('pins-1280') });
  await bar(jun).getByRole('button', { name: /line 3/ }).click();
  await jun.row('line 3').first().waitFor();
  await shows(jun, 'line 69');
  await bar(jun).getByRole('button', { name: /line 69/ }).click();
  await jun.row('line 69').first().waitFor();
  await shows(jun, 'line 3');
  // Closed by one, and there for the other; a newer pin brings it back.
  await bar(jun).getByRole('button', { name: 'Hide pinned messages' }).click();
  await bar(jun).waitFor({ state: 'hidden' });
  assert.equal(await bar(mina).isVisible(), true);
  await peer.ask('pin', { channel_id: id, seq: 68, on: true });
  await shows(jun, 'line 68');
  // Unpinned, edited, deleted: the bar follows.
  await mina.act('line 69', 'Unpin');
  await peer.ask('edit', { channel_id: id, seq: 68, text: 'line sixty-eight' });
  await shows(jun, 'line sixty-eight');
  await peer.ask('delete', { channel_id: id, seq: 68 });
  await shows(mina, 'line 3');
  // What he closed stays closed.
  await bar(jun).waitFor({ state: 'hidden' });
  await peer.ask('pin', { channel_id: id, seq: 3, on: false });
  for (const someone of [mina, jun]) await bar(someone).waitFor({ state: 'hidden' });
});

test('the list of all pins leads to each, unpins, and is used by keys', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [mina] } = await talk(t);
  for (const seq of [2, 30, 65]) await peer.ask('pin', { channel_id: id, seq, on: true });
  await shows(mina, 'line 65');
  await bar(mina).getByRole('button', { name: 'All pinned messages' }).focus();
  await mina.page.keyboard.press('Enter');
  const list = mina.page.getByRole('dialog', { name: 'Pinned messages' });
  await until(async () => (await list.getByRole('listitem').count()) === 3, 'three pins');
  assert.deepEqual((await list.locator('.madang-pins__body').allInnerTexts()), ['line 65', 'line 30', 'line 2']);
  await mina.page.screenshot({ path: it.screenshotPath('pins-list') });
  assert.deepEqual(await violations(mina), []);
  await list.getByRole('button', { name: 'Unpin' }).first().click();
  await until(async () => (await list.getByRole('listitem').count()) === 2, 'two pins');
  await mina.page.keyboard.press('Tab');
  await mina.page.keyboard.press('Enter');
  await list.waitFor({ state: 'detached' });
  await mina.row('line 30').first().waitFor();
  // Escape closes the list only, and the focus comes back.
  await bar(mina).getByRole('button', { name: 'All pinned messages' }).click();
  await list.waitFor();
  await mina.page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  assert.equal(await mina.panel.isVisible(), true);
  // Whoever comes back without a line finds the bar again after it.
  await it.server.kill();
  it.expected.push(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to .* failed/);
  await it.server.start();
  await mina.connected();
  const again = await it.peer('mina');
  await again.ask('pin', { channel_id: id, seq: 66, on: true });
  await shows(mina, 'line 66');
});

for (const theme of ['light', 'dark']) {
  test(`narrow, in Korean, from right to left: the bar and the list, ${theme}`, { timeout: 120_000 }, async (t) => {
    const narrow = { viewport: { width: 360, height: 640 }, query: { theme, locale: 'ko' } };
    const { it, peer, id, widgets: [mina] } = await group(t, ['mina'], narrow);
    await peer.send(id, '오늘 저녁 여덟 시에 마당에서 모여요. 늦는 사람은 미리 말해 주세요, 안내문은 https://shop.example/raid 에 있어요.');
    await peer.ask('pin', { channel_id: id, seq: 1, on: true });
    await enter(mina);
    const region = mina.page.getByRole('region', { name: '고정된 메시지 목록' });
    await region.waitFor();
    await mina.page.screenshot({ path: it.screenshotPath(`pins-ko-${theme}`) });
    assert.deepEqual(await violations(mina), []);
    await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mina.page.screenshot({ path: it.screenshotPath(`pins-rtl-${theme}`) });
    await region.getByRole('button', { name: '고정된 메시지 모두 보기' }).click();
    await mina.page.getByRole('dialog', { name: '고정된 메시지 목록' }).waitFor();
    await mina.page.locator('.madang-pins__body').waitFor();
    await mina.page.screenshot({ path: it.screenshotPath(`pins-list-rtl-${theme}`) });
    assert.deepEqual(await violations(mina), []);
  });
}
