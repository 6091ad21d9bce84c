import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const OFFLINE = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to .* failed/;
const sheet = (widget, name = 'Schedule a message') => widget.page.getByRole('dialog', { name });
const items = (widget) => sheet(widget).getByRole('listitem');

async function later(widget) {
  await widget.page.getByRole('button', { name: 'Add', exact: true }).click();
  await widget.page.getByRole('menuitem', { name: 'Send later' }).click();
  await sheet(widget).waitFor();
}

test('what is written is scheduled, changed, sent now, cancelled; the other one sees only what is sent', { timeout: 120_000 }, async (t) => {
  const { it, peer, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  for (const widget of [mina, jun]) await enter(widget);
  await mina.input.fill('The kiln is open, **come over**');
  await mina.sendButton.click({ button: 'right' });
  await sheet(mina).waitFor();
  const text = sheet(mina).getByRole('textbox', { name: 'Message' });
  assert.equal(await text.inputValue(), 'The kiln is open, **come over**');
  await sheet(mina).getByRole('button', { name: /^Tomorrow/ }).click();
  await sheet(mina).getByRole('button', { name: 'Schedule' }).click();
  await until(async () => (await items(mina).count()) === 1, 'one to wait');
  await mina.page.screenshot({ path: it.screenshotPath('scheduled-1280') });
  assert.deepEqual(await violations(mina), []);
  await mina.page.keyboard.press('Escape');
  assert.equal(await mina.input.inputValue(), '', 'what was scheduled is not written any longer');
  assert.equal(await jun.messages.count(), 0);
  const [{ send_at }] = (await peer.ask('list_scheduled', {})).scheduled;
  assert.equal(new Date(send_at).getHours(), 9);

  await later(mina);
  await items(mina).getByRole('button', { name: 'Change' }).click();
  await text.fill('The kiln is shut');
  await sheet(mina).getByRole('button', { name: 'Save' }).click();
  await items(mina).getByText('The kiln is shut').waitFor();
  await text.fill('');
  await sheet(mina).getByRole('button', { name: 'Schedule', exact: true }).click();
  await sheet(mina).getByText('Write something').waitFor();
  await text.fill('never sent');
  await sheet(mina).getByRole('button', { name: 'Schedule', exact: true }).click();
  await until(async () => (await items(mina).count()) === 2, 'two to wait');
  await items(mina).filter({ hasText: 'never sent' }).getByRole('button', { name: 'Cancel' }).click();
  await until(async () => (await items(mina).count()) === 1, 'one to be left');
  await items(mina).getByRole('button', { name: 'Send now' }).click();
  await sheet(mina).getByText('Nothing is scheduled here.').waitFor();
  await mina.page.keyboard.press('Escape');
  for (const someone of [mina, jun]) await someone.sees('The kiln is shut');
  assert.equal(await jun.row('never sent').count(), 0);
});

test('sent at its time, though the server was down then; who left finds it failed', { timeout: 120_000 }, async (t) => {
  const { it, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  it.expected.push(OFFLINE);
  for (const widget of [mina, jun]) await enter(widget);
  const noor = await it.peer('noor');
  await noor.ask('schedule', { channel_id: id, client_id: 'later-0001', text: 'on time', send_at: Date.now() + 1_500 });
  await jun.sees('on time');
  await noor.ask('schedule', { channel_id: id, client_id: 'later-0002', text: 'after the night', send_at: Date.now() + 1_500 });
  await it.server.kill();
  await new Promise((done) => setTimeout(done, 2_000));
  await it.server.start();
  for (const someone of [mina, jun]) await someone.sees('after the night');
  assert.equal(await jun.row('after the night').count(), 1);
  const again = await it.peer('mina');
  await again.ask('schedule', { channel_id: id, client_id: 'later-0003', text: 'too late', send_at: Date.now() + 1_000 });
  await again.ask('leave', { channel_id: id });
  await until(async () => (await again.ask('list_scheduled', {})).scheduled[0]?.failed === 'not_found', 'the failure');
  const messages = await (await it.peer('jun')).history(id);
  assert.deepEqual(messages.filter(({ admin }) => !admin).map(({ text }) => text), ['on time', 'after the night']);
});

for (const theme of ['light', 'dark']) {
  test(`narrow, in Korean, from right to left, ${theme}`, { timeout: 120_000 }, async (t) => {
    const narrow = { viewport: { width: 360, height: 640 }, query: { theme, locale: 'ko' } };
    const { it, peer, id, widgets: [mina] } = await group(t, ['mina'], narrow);
    await peer.ask('schedule', { channel_id: id, client_id: 'later-0001', text: '내일 아침 아홉 시에 마당에서 만나요. 늦지 마세요!', send_at: Date.now() + 3_600_000 });
    await enter(mina);
    await mina.page.getByRole('button', { name: '추가' }).click();
    await mina.page.getByRole('menuitem', { name: '나중에 보내기' }).click();
    await sheet(mina, '메시지 예약').getByRole('listitem').waitFor();
    assert.deepEqual(await violations(mina), []);
    await mina.page.screenshot({ path: it.screenshotPath(`scheduled-ko-${theme}`) });
    await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mina.page.waitForTimeout(300);
    await mina.page.screenshot({ path: it.screenshotPath(`scheduled-rtl-${theme}`) });
    assert.deepEqual(await violations(mina), []);
  });
}
