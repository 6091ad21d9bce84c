import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { enter, group, row } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const divider = (widget) => widget.page.locator('.madang-unread');
const back = (widget) => widget.page.getByRole('button', { name: 'Back' });
/** What the list says of the group. */
const count = async (widget, text) => until(async () => {
  const badge = row(widget).locator('.madang-channels__badge [aria-hidden]');
  return text ? (await badge.innerText()) === text : (await badge.count()) === 0;
}, `the list to say ${text || 'nothing'}`);

test('a message is marked as unread, on all devices, until the conversation is opened again; no receipt goes back', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [desk, phone] } = await group(t, ['jun', 'jun']);
  for (let number = 1; number <= 5; number++) await peer.send(id, `line ${number}`);
  await count(phone, '5');
  await enter(desk);
  await count(phone, '');
  await desk.act('line 3', 'Mark as unread');
  await desk.page.getByText('Marked as unread').waitFor();
  await divider(desk).waitFor();
  assert.equal(await desk.page.evaluate(() => {
    const node = document.querySelector('madang-chat').shadowRoot.querySelector('.madang-unread');
    return node.nextElementSibling.querySelector('.madang-message__text').textContent;
  }), 'line 3');
  await desk.page.screenshot({ path: it.screenshotPath('mark-unread-1280') });
  await count(phone, '3');
  // Who looks at it reads nothing, not even what is new.
  await peer.send(id, 'line 6');
  await desk.sees('line 6');
  await count(phone, '4');
  const { cursors } = await peer.ask('history', { channel_id: id });
  assert.equal(cursors.find(({ user_id }) => user_id === 'jun').read_seq, 5);
  await back(desk).click();
  await count(desk, '4');
  await desk.page.screenshot({ path: it.screenshotPath('mark-unread-list') });
  // Opened on the other device, with the line where it was; read on both.
  await enter(phone);
  await divider(phone).waitFor();
  await count(desk, '');
  await back(phone).click();
  await count(phone, '');
});

test('a conversation is marked in its details, by keys; everything is read at once', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun']);
  await peer.send(id, 'hello');
  await enter(jun);
  await jun.sees('hello');
  const details = await new Details(jun).open();
  const mark = details.view.getByRole('switch', { name: 'Unread' });
  await mark.focus();
  await jun.page.keyboard.press('Space');
  await until(async () => (await mark.getAttribute('aria-checked')) === 'true', 'the switch to be on');
  assert.deepEqual(await violations(jun), []);
  await details.close();
  await back(jun).click();
  await count(jun, '1');
  await jun.page.getByRole('button', { name: 'Notifications', exact: true }).click();
  const sheet = jun.page.getByRole('dialog', { name: 'Notifications' });
  await sheet.getByRole('button', { name: 'Mark all as read' }).click();
  await sheet.getByText('Everything is read.').waitFor();
  await jun.page.screenshot({ path: it.screenshotPath('mark-all-read') });
  assert.deepEqual(await violations(jun), []);
  await jun.page.keyboard.press('Escape');
  await count(jun, '');
});

test('on a narrow touch screen, in Korean, from right to left', { timeout: 120_000 }, async (t) => {
  const narrow = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, query: { theme: 'dark', locale: 'ko' } };
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], narrow);
  for (const text of ['가마에 불을 넣었어요', '내일 아침에 열어요']) await peer.send(id, text);
  await enter(jun);
  const message = jun.row('내일 아침에 열어요').first();
  await message.dispatchEvent('contextmenu');
  const item = jun.page.getByRole('menuitem', { name: '안 읽음으로 표시' });
  await item.waitFor();
  await jun.page.screenshot({ path: it.screenshotPath('mark-unread-ko-menu') });
  await item.tap();
  await divider(jun).waitFor();
  await jun.page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await jun.page.screenshot({ path: it.screenshotPath('mark-unread-ko-rtl') });
  assert.deepEqual(await violations(jun), []);
});
