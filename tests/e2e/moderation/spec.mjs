import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Details } from '../harness/details.mjs';
import { come, enter, group, row } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const NAMES = { mina: 'Mina', jun: 'Jun', ara: 'Ara' };

test('an operator mutes, freezes, slows down, removes and bans, and everybody sees why they cannot write', { timeout: 180_000 }, async (t) => {
  const { it, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun'], {}, NAMES);
  await enter(mina);
  await enter(jun);
  const details = new Details(mina);
  const notice = jun.page.locator('.madang-composer__closed');
  const says = (pattern) => until(async () => pattern.test(await notice.textContent()), `jun to be told ${pattern}`);
  const opens = () => jun.input.waitFor({ state: 'visible' });

  await jun.send('I was here first');
  await mina.sees('I was here first');

  // Muted from the menu of a message, until a time; what was typed stays.
  await jun.input.fill('half a sentence');
  await mina.act('I was here first', 'Moderate');
  await details.decide('10 minutes', 'Mute');
  await details.person.getByText('Muted until').waitFor();
  await says(/^You are muted until \d/);
  assert.equal(await jun.input.isVisible(), false);
  await details.back();
  assert.equal(await mina.input.isVisible(), true);
  await details.open('Muted');
  await details.row('Jun').getByText('Muted until').waitFor();
  await details.act('Jun', 'Let write again');
  await opens();
  assert.equal(await jun.input.inputValue(), 'half a sentence');
  await jun.input.fill('');
  await details.view.getByText('There is nobody here.').waitFor();

  // A timed mute ends by itself.
  await it.server.api('POST', `channels/${id}/members/jun`, { measure: 'mute', seconds: 3 });
  await says(/^You are muted until/);
  await opens();
  await jun.send('and still am');
  await mina.sees('and still am');

  // Frozen: members read, and react to nothing.
  const frozen = details.view.getByRole('switch', { name: 'Only operators can write' });
  await frozen.click();
  await says(/^Only operators can write here now$/);
  await until(async () => (await frozen.getAttribute('aria-checked')) === 'true', 'the switch to be on');
  await details.close();
  await mina.send('A moment, please');
  await jun.sees('A moment, please');
  await details.open();
  await frozen.click();
  await opens();

  // Slow mode counts down, and a message that is typed meanwhile waits in the field.
  const slow = details.view.getByRole('combobox', { name: 'Slow mode' });
  await slow.selectOption('5');
  await until(async () => {
    await jun.send('one');
    return /^Slow mode/.test(await notice.textContent());
  }, 'the countdown');
  await jun.input.fill('two');
  await jun.input.press('Enter');
  assert.equal(await jun.input.inputValue(), 'two');
  assert.equal(await jun.sendButton.isDisabled(), true);
  const first = await notice.textContent();
  await until(async () => (await notice.textContent()) !== first, 'the countdown to count');
  await until(async () => (await notice.textContent()) === '', 'the countdown to end');
  await jun.input.press('Enter');
  await jun.state('two', 'sent', 'delivered', 'read');
  await slow.selectOption('0');

  // A report waits for the operator.
  await jun.act('A moment, please', 'Report or block');
  const his = new Details(jun);
  await his.decide('Harassment', 'Report this message');
  await his.person.getByText('Thank you. The operators will look at it.').waitFor();
  await his.back();
  await details.open('Reports');
  await details.row('A moment, please').getByText('Jun reported this').waitFor();
  await details.view.getByRole('button', { name: 'Resolve' }).click();
  await details.view.getByText('There is nothing to look at.').waitFor();

  // Removed, invited again, banned.
  await details.open('Members');
  await details.act('Jun', 'Remove from conversation');
  await jun.page.locator('.madang-conversation').waitFor({ state: 'detached' });
  await details.row('Jun').waitFor({ state: 'detached' });
  const invite = details.view.getByRole('combobox', { name: 'Invite by name or ID' });
  await invite.fill('jun');
  await invite.press('Enter');
  await row(jun).waitFor();
  await details.act('Jun', 'Until lifted', 'Ban');
  await row(jun).waitFor({ state: 'detached' });
  await invite.fill('jun');
  await invite.press('Enter');
  await details.view.getByText('This person is banned here. Lift that first.').waitFor();
  await details.open('Banned');
  await details.act('Jun', 'Lift the ban');
  await details.view.getByText('There is nobody here.').waitFor();

  // What a message says goes, by an operator, from the same page.
  await details.close();
  await mina.act('I was here first', 'Moderate');
  await details.decide('Delete this message');
  await details.person.getByText('The message is deleted.').waitFor();
  await details.back();
  await until(async () => (await mina.row('I was here first').count()) === 0, 'the text to be gone');
});

test('whoever is blocked is folded for the one who blocks, and never knows', { timeout: 90_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun'], {}, NAMES);
  await enter(jun);
  await peer.send(id, 'Something unkind');
  const details = new Details(jun);
  await jun.act('Something unkind', 'Report or block');
  await details.person.getByRole('button', { name: 'Block' }).click();
  await details.person.getByRole('button', { name: 'Show what they write again' }).waitFor();
  await details.back();
  await jun.sees('A message of somebody you blocked');
  await peer.send(id, 'And more of it');
  await until(async () => (await jun.row('A message of somebody you blocked').count()) === 2, 'both to be folded');
  assert.equal(peer.pushed.some(({ kind }) => kind === 'blocked'), false);
  // It is so for one's other devices as well.
  const again = await come(it, 'jun');
  await enter(again);
  await until(async () => (await again.row('A message of somebody you blocked').count()) === 2, 'both to be folded again');
  await again.act('A message of somebody you blocked', 'Report or block');
  await new Details(again).decide('Show what they write again');
  await again.page.keyboard.press('Escape');
  await again.sees('And more of it');
});
