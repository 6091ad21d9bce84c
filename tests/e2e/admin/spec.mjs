import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { come, enter, group, row } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const NAMES = { mina: 'Mina', jun: 'Jun', ara: 'Ara' };

/** The lines that tell what happened. @param {import('../harness/widget.mjs').Widget} widget */
const lines = (widget) => widget.page.locator('.madang-admin__line');

async function says(widget, expected) {
  let found = [];
  await until(async () => `${(found = await lines(widget).allInnerTexts())}` === `${expected}`, 'the lines').catch(() => assert.deepEqual(found, expected));
}

test('what happens is told in the log, and leads to what it tells of', { timeout: 180_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], {}, NAMES);
  for (let at = 1; at <= 40; at++) await peer.send(id, `line ${at}`);
  await enter(jun);
  for (const user of ['hana', 'ben', 'eve', 'lee']) await it.server.api('PUT', `users/${user}`, { nickname: user === 'hana' ? 'Hana' : user });
  await peer.ask('pin', { channel_id: id, seq: 3, on: true });
  await peer.ask('update_channel', { channel_id: id, name: 'Kiln club', slow_mode_seconds: 30 });
  await peer.ask('update_channel', { channel_id: id, slow_mode_seconds: 0, frozen: true });
  await peer.ask('update_channel', { channel_id: id, frozen: false });
  await peer.ask('invite', { channel_id: id, user_ids: ['hana'] });
  await peer.ask('invite', { channel_id: id, user_ids: ['ben', 'eve', 'lee'] });
  await peer.ask('kick', { channel_id: id, user_id: 'ben' });
  const hana = await it.peer('hana');
  await hana.ask('leave', { channel_id: id });
  await it.server.api('POST', `channels/${id}/messages`, { kind: 'admin', text: 'The kiln is warm.' });
  await jun.page.locator('.madang-pill').click();
  await says(jun, [
    'Mina pinned a message',
    'Mina named the conversation “Kiln club”',
    'Mina turned slow mode on: one message every 30 seconds',
    'Mina let only operators write',
    'Mina turned slow mode off',
    'Mina let everybody write again',
    'Mina added Hana, ben and 2 others',
    'Mina removed ben',
    'Hana left',
    'The kiln is warm.',
  ]);
  assert.deepEqual(await violations(jun), []);
  await jun.page.screenshot({ path: it.screenshotPath('admin-light') });
  // By keys: from the newest message up, Enter goes to the pinned one.
  await jun.page.locator('.madang-timeline').focus();
  for (let up = 0; up < 12; up++) {
    await jun.page.keyboard.press('ArrowUp');
    if (await jun.page.evaluate(() => document.querySelector('madang-chat')?.shadowRoot?.activeElement?.textContent === 'Mina pinned a message')) break;
  }
  await jun.page.keyboard.press('Enter');
  await jun.row('line 3').first().waitFor();
  await until(async () => (await jun.row('line 3').first().isVisible()), 'the pinned message');
  // The list shows what was said, and nothing is unread.
  await jun.page.getByRole('button', { name: 'Back' }).first().click();
  const inList = jun.page.locator('.madang-channels__row', { hasText: 'Kiln club' });
  await until(async () => /line 40/.test(await inList.innerText()), 'the last line');
  assert.equal(await inList.getAttribute('data-unread'), null);
});

for (const [theme, dir] of [['light', 'ltr'], ['dark', 'rtl']]) {
  test(`narrow and in Korean, ${theme}, ${dir}`, { timeout: 120_000 }, async (t) => {
    const narrow = { viewport: { width: 360, height: 640 }, query: { theme, locale: 'ko' } };
    const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], narrow, { mina: '민아', jun: '준', ara: '아라' });
    await enter(jun);
    await peer.send(id, '안녕하세요');
    await peer.ask('pin', { channel_id: id, seq: 1, on: true });
    await peer.ask('update_channel', { channel_id: id, name: '아주 긴 이름을 가진 대화방이라서 한 줄에 다 들어가지 않을지도 몰라요' });
    for (const user of ['hana', 'ben', 'eve', 'lee']) await it.server.api('PUT', `users/${user}`, { nickname: `${user} 하나` });
    await peer.ask('invite', { channel_id: id, user_ids: ['hana', 'ben', 'eve', 'lee'] });
    await says(jun, [
      '민아 님이 메시지를 고정했어요',
      '민아 님이 대화 이름을 ‘아주 긴 이름을 가진 대화방이라서 한 줄에 다 들어가지 않을지도 몰라요’(으)로 바꿨어요',
      '민아 님이 hana 하나 님, ben 하나 님 외 2명을 초대했어요',
    ]);
    await jun.page.evaluate((value) => (document.documentElement.dir = value), dir);
    await jun.page.screenshot({ path: it.screenshotPath(`admin-ko-${theme}`) });
    assert.deepEqual(await violations(jun), []);
  });
}

test('who is shadow muted learns nothing, operators see it marked, and others see nothing at all', { timeout: 180_000 }, async (t) => {
  const { it, widgets: [mina, jun, ara] } = await group(t, ['mina', 'jun', 'ara'], {}, NAMES);
  for (const widget of [mina, jun, ara]) await enter(widget);
  await jun.send('one');
  await mina.sees('one');
  const details = new Details(mina);
  await mina.act('one', 'Moderate');
  await details.decide('Until lifted', /^Shadow mute/);
  await details.person.getByText('Shadow muted').waitFor();
  await mina.page.screenshot({ path: it.screenshotPath('shadow-person') });
  assert.deepEqual(await violations(mina), []);
  await details.back();
  await details.open('Shadow muted');
  await details.row('Jun').waitFor();
  await details.close();
  await jun.send('the secret');
  await jun.state('the secret', 'sent', 'delivered', 'read');
  await mina.sees('the secret');
  await mina.row('the secret').getByText('Only operators and the author see this').waitFor();
  await mina.page.screenshot({ path: it.screenshotPath('shadow-operator') });
  assert.equal(await jun.page.getByText('Only operators and the author see this').count(), 0);
  assert.equal(await jun.input.isVisible(), true);
  await mina.send('after it');
  await ara.sees('after it');
  assert.equal(await ara.page.getByText('the secret').count(), 0);
  assert.deepEqual(await ara.page.locator('.madang-message').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-seq'))), ['1', '3']);
  // A new device of theirs, and of others.
  const again = await come(it, 'jun');
  await enter(again);
  await again.sees('the secret');
  const later = await come(it, 'ara');
  assert.match(await row(later).innerText(), /after it/);
  await enter(later);
  await later.sees('after it');
  assert.equal(await later.page.getByText('the secret').count(), 0);
  // Lifted: what is written now is there for all, what was hidden stays so.
  await mina.act('one', 'Moderate');
  await details.decide('Lift the shadow mute');
  await details.person.getByRole('group', { name: /^Shadow mute/ }).waitFor();
  await details.back();
  await jun.send('back again');
  await ara.sees('back again');
  assert.equal(await ara.page.getByText('the secret').count(), 0);
});
