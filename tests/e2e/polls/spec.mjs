import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const card = (widget, question) => widget.row(question).first().locator('.madang-poll');
const option = (widget, question, text) => card(widget, question).locator('.madang-poll__option', { hasText: text });
const says = (widget, question, text) => until(async () => (await card(widget, question).innerText()).includes(text), `the card to say ${text}`);
const chosen = (widget, question) =>
  card(widget, question).locator('.madang-poll__option').evaluateAll((rows) => rows.filter((row) => row.querySelector('input').checked).map((row) => row.querySelector('.madang-poll__text').textContent));
const ask = (peer, id, text, options, more = {}) => peer.ask('send_poll', { channel_id: id, client_id: `poll-${text.length}-${options.length}-0`, text, options, ...more });

test('a poll is asked, voted in by two, changed, taken back, told who, and closed', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  for (const widget of [mina, jun]) await enter(widget);
  await mina.page.getByRole('button', { name: 'Add', exact: true }).click();
  await mina.page.getByRole('menuitem', { name: 'Poll' }).click();
  const form = mina.page.getByRole('dialog', { name: 'New poll' });
  await form.getByRole('button', { name: 'Send poll' }).click();
  await form.getByText('at least two different answers').waitFor();
  await form.getByRole('textbox', { name: 'Question' }).fill('When is the raid?');
  await form.getByRole('textbox', { name: 'Answer 1' }).fill('Eight');
  await form.getByRole('textbox', { name: 'Answer 1' }).press('Enter');
  await mina.page.keyboard.type('Nine');
  await mina.page.keyboard.press('Enter');
  await mina.page.keyboard.type('Ten, but only if everybody has had dinner and the kiln has cooled down');
  await mina.page.screenshot({ path: it.screenshotPath('polls-create') });
  assert.deepEqual(await violations(mina), []);
  await form.getByRole('button', { name: 'Send poll' }).click();
  await form.waitFor({ state: 'detached' });
  for (const someone of [mina, jun]) await option(someone, 'When is the raid?', 'Eight').waitFor();

  await option(jun, 'When is the raid?', 'Nine').click();
  assert.deepEqual(await chosen(jun, 'When is the raid?'), ['Nine']);
  await says(mina, 'When is the raid?', '1 vote');
  assert.deepEqual(await chosen(mina, 'When is the raid?'), []);
  await option(mina, 'When is the raid?', 'Eight').click();
  await says(jun, 'When is the raid?', '2 votes');
  assert.deepEqual(await chosen(jun, 'When is the raid?'), ['Nine'], 'what another one chose changes nothing here');
  assert.match(await option(jun, 'When is the raid?', 'Eight').innerText(), /50/);
  // Changed, by keys; the focus stays.
  await option(jun, 'When is the raid?', 'Nine').locator('input').focus();
  await jun.page.keyboard.press('ArrowUp');
  assert.deepEqual(await chosen(jun, 'When is the raid?'), ['Eight']);
  await until(async () => (await option(mina, 'When is the raid?', 'Eight').innerText()).includes('100'), 'all for eight');
  assert.equal(await jun.page.evaluate(() => document.activeElement.shadowRoot.activeElement?.value), '0');
  await mina.page.screenshot({ path: it.screenshotPath('polls-1280') });
  // Taken back.
  await card(mina, 'When is the raid?').getByRole('button', { name: 'Undo vote' }).click();
  await says(jun, 'When is the raid?', '1 vote');
  assert.deepEqual(await chosen(mina, 'When is the raid?'), []);
  // Who.
  await card(mina, 'When is the raid?').getByRole('button', { name: 'Who voted' }).click();
  const who = mina.page.getByRole('dialog', { name: 'Votes' });
  await who.getByText('김준호').waitFor();
  assert.deepEqual(await who.locator('.madang-sheet__sub').allInnerTexts(), ['Eight']);
  assert.deepEqual(await violations(mina), []);
  await mina.page.keyboard.press('Escape');
  // Known again after a reload.
  await jun.page.reload();
  await jun.launcher.click();
  await jun.input.waitFor();
  await until(async () => (await chosen(jun, 'When is the raid?')).join() === 'Eight', 'the own vote after a reload');
  // Closed: by whom it may be, for all.
  assert.equal(await card(jun, 'When is the raid?').getByRole('button', { name: 'End poll' }).count(), 0);
  await card(mina, 'When is the raid?').getByRole('button', { name: 'End poll', exact: true }).click();
  await card(mina, 'When is the raid?').getByRole('button', { name: 'End this poll?' }).click();
  for (const someone of [mina, jun]) await says(someone, 'When is the raid?', 'Closed');
  assert.equal(await option(jun, 'When is the raid?', 'Nine').locator('input').isDisabled(), true);
  const [message] = (await peer.history(id)).slice(-1);
  assert.deepEqual([message.poll.options.map(({ count }) => count), message.poll.voters], [[1, 0, 0], 1]);
  await mina.act('When is the raid?', 'Delete');
  await until(async () => (await jun.page.locator('.madang-poll').count()) === 0, 'the card to go');
});

test('several answers, anonymous, two devices of one person, and a vote without a line', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [jun, phone] } = await group(t, ['jun', 'jun']);
  it.expected.push(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|WebSocket connection to .* failed/);
  for (const widget of [jun, phone]) await enter(widget);
  await ask(peer, id, 'What do we bring?', ['Clay', 'Glaze', 'Tea'], { multiple: true, anonymous: true });
  await option(jun, 'What do we bring?', 'Clay').click();
  await option(jun, 'What do we bring?', 'Tea').click();
  await until(async () => (await chosen(phone, 'What do we bring?')).join() === 'Clay,Tea', 'the other device to know');
  await peer.ask('vote', { channel_id: id, seq: 1, options: [2] });
  await says(phone, 'What do we bring?', '2 votes');
  assert.deepEqual(await chosen(phone, 'What do we bring?'), ['Clay', 'Tea']);
  assert.equal(await card(jun, 'What do we bring?').getByRole('button', { name: 'Who voted' }).count(), 0);
  // Refused for want of a line: said, and taken back.
  await jun.page.context().setOffline(true);
  await jun.banner.waitFor();
  await option(jun, 'What do we bring?', 'Glaze').click();
  await jun.page.getByRole('alert').filter({ hasText: 'Your vote was not saved' }).waitFor();
  assert.deepEqual(await chosen(jun, 'What do we bring?'), ['Clay', 'Tea']);
  await jun.page.context().setOffline(false);
  await jun.connected();
  await option(jun, 'What do we bring?', 'Glaze').click();
  await until(async () => (await chosen(phone, 'What do we bring?')).join() === 'Clay,Glaze,Tea', 'all three');
  // One that ends by the clock.
  await ask(peer, id, 'Quickly now?', ['Yes', 'No'], { closes_at: Date.now() + 1_500 });
  await option(jun, 'Quickly now?', 'Yes').click();
  await says(jun, 'Quickly now?', 'Closed');
  assert.deepEqual(await chosen(phone, 'Quickly now?'), ['Yes']);
});

for (const theme of ['light', 'dark']) {
  test(`narrow, in Korean, from right to left, ${theme}`, { timeout: 120_000 }, async (t) => {
    const narrow = { viewport: { width: 360, height: 640 }, query: { theme, locale: 'ko' } };
    const { it, peer, id, widgets: [mina] } = await group(t, ['mina'], narrow);
    const jun = await it.peer('jun');
    await ask(jun, id, '이번 주 모임은 언제가 좋을까요?', ['토요일 저녁 여덟 시', '일요일 아침', 'Donaudampfschifffahrtsgesellschaftskapitän'], { closes_at: Date.now() + 86_400_000 });
    await ask(peer, id, '무엇을 가져올까요?', ['차', '떡'], { multiple: true, anonymous: true });
    for (const one of [jun, peer]) await one.ask('vote', { channel_id: id, seq: 1, options: [0] });
    await enter(mina);
    await option(mina, '무엇을', '떡').click();
    await mina.page.screenshot({ path: it.screenshotPath(`polls-ko-${theme}`) });
    assert.deepEqual(await violations(mina), []);
    await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mina.page.screenshot({ path: it.screenshotPath(`polls-rtl-${theme}`) });
    await mina.page.getByRole('button', { name: '추가' }).click();
    await mina.page.getByRole('menuitem', { name: '투표' }).waitFor();
    await mina.page.screenshot({ path: it.screenshotPath(`polls-menu-${theme}`) });
    assert.deepEqual(await violations(mina), []);
    await mina.page.getByRole('menuitem', { name: '투표' }).click();
    await mina.page.getByRole('dialog', { name: '새 투표' }).waitFor();
    await mina.page.screenshot({ path: it.screenshotPath(`polls-create-${theme}`) });
    assert.deepEqual(await violations(mina), []);
  });
}
