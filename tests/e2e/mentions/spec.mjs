import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter, group as kiln } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const NAMES = { mina: 'Mina Park', jun: '김준호', jiwoo: '김지우', noor: 'Noor van Dijk', zoe: 'Zoë' };

/** The group of all. */
const group = (t, ...people) => kiln(t, people, {}, NAMES);
const list = (widget) => widget.page.getByRole('listbox', { name: 'People to mention' });
const names = (widget) => list(widget).locator('.madang-mentions__name').allTextContents();
const active = (widget) => list(widget).locator('[aria-selected="true"] .madang-mentions__name').textContent();

/** Waits until exactly these are offered. */
const offered = (widget, ...wanted) =>
  until(async () => JSON.stringify(await names(widget)) === JSON.stringify(wanted), `to be offered ${wanted.join(', ')}`).catch(async (failure) => {
    throw new Error(`${failure.message}, but they are ${(await names(widget)).join(', ')}`);
  });

test('@ offers people by the beginning of their names; keys choose; the named one sees it', { timeout: 120_000 }, async (t) => {
  const { widgets: [mina, jun] } = await group(t, 'mina', 'jun');
  await enter(mina);
  await mina.input.pressSequentially('hello @');
  await offered(mina, 'Noor van Dijk', 'Zoë', '김준호', '김지우', '@channel', '@here');
  assert.equal(await mina.input.getAttribute('aria-controls'), await list(mina).getAttribute('id'));
  assert.equal(await active(mina), 'Noor van Dijk');
  await mina.input.press('ArrowDown');
  assert.equal(await active(mina), 'Zoë');
  await mina.input.press('ArrowUp');
  await mina.input.press('ArrowUp');
  assert.equal(await active(mina), '@here');
  const pointed = await mina.input.evaluate((field) => field.getRootNode().getElementById(field.getAttribute('aria-activedescendant'))?.textContent);
  assert.match(pointed, /@here/);
  await mina.input.press('Escape');
  await list(mina).waitFor({ state: 'hidden' });
  assert.equal(await mina.panel.isVisible(), true, 'Escape closes the list only');
  await mina.input.fill('');
  await mina.input.pressSequentially('hello @zO');
  await offered(mina, 'Zoë');
  await mina.input.press('Tab');
  assert.equal(await mina.input.inputValue(), 'hello @Zoë ');
  await mina.input.pressSequentially('and @noor v');
  await offered(mina, 'Noor van Dijk');
  await mina.input.press('Enter');
  assert.equal(await mina.input.inputValue(), 'hello @Zoë and @Noor van Dijk ');
  await mina.input.pressSequentially('and @김');
  await offered(mina, '김준호', '김지우');
  await list(mina).getByText('김준호').click();
  assert.equal(await mina.input.inputValue(), 'hello @Zoë and @Noor van Dijk and @김준호 ');

  // The list of jun's conversations says that he is named, and the page hears it.
  const heard = await jun.listen('message-received');
  await mina.input.pressSequentially('!');
  await mina.input.press('Enter');
  await mina.sees('hello @Zoë and @Noor van Dijk and @김준호 !');
  await mina.state('hello', 'sent', 'delivered', 'read');
  assert.deepEqual(await mina.row('hello').first().locator('.madang-mention').allTextContents(), ['@Zoë', '@Noor van Dijk', '@김준호']);
  const badge = jun.page.locator('.madang-channels__mentions');
  await until(async () => /^@1/.test((await badge.textContent().catch(() => '')) ?? ''), 'the badge');
  assert.match(await badge.textContent(), /1 mention of you/);
  assert.deepEqual((await heard()).map(({ mentioned }) => mentioned), [true]);
  await enter(jun);
  await jun.sees('hello @Zoë');
  const row = jun.row('hello').first();
  assert.notEqual(await row.getAttribute('data-mentioned'), null);
  assert.equal(await row.locator('.madang-mention[data-me]').textContent(), '@김준호');
  await jun.page.waitForTimeout(500);
  await jun.page.getByRole('button', { name: 'Back' }).click();
  await jun.page.locator('.madang-channels__row', { hasText: 'Kiln' }).waitFor();
  await until(async () => (await badge.count()) === 0, 'the badge to go when it was read');
});

test('a Korean name is offered while its syllables are being composed, and Enter chooses instead of sending', { timeout: 90_000 }, async (t) => {
  const { widgets: [mina] } = await group(t, 'mina');
  await enter(mina);
  const cdp = await mina.page.context().newCDPSession(mina.page);
  const compose = (text) => cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await mina.input.focus();
  await mina.page.keyboard.type('@');
  for (const step of ['ㄱ', '기', '김']) {
    await compose(step);
    await offered(mina, '김준호', '김지우');
  }
  await cdp.send('Input.insertText', { text: '김' });
  for (const step of ['ㅈ', '지']) await compose(step);
  await offered(mina, '김지우');
  // Enter in the middle of a syllable: first the composition ends, then somebody is chosen.
  const taken = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...taken });
  await cdp.send('Input.insertText', { text: '지' });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 });
  await until(async () => (await mina.input.inputValue()) === '@김지우 ', 'the whole name');
  assert.equal(await mina.messages.count(), 0, 'nothing was sent');
  await mina.input.press('Enter');
  await mina.sees('@김지우');
  // The server says which part of it is a name.
  await mina.row('@김지우').first().locator('.madang-mention', { hasText: '@김지우' }).waitFor();
});

test('@channel calls everybody when an operator writes it, and is a word when others do; names survive an edit', { timeout: 120_000 }, async (t) => {
  const { peer, id, widgets: [mina, jun] } = await group(t, 'mina', 'jun');
  await enter(mina);
  await enter(jun);
  await jun.input.pressSequentially('@');
  await offered(jun, 'Mina Park', 'Noor van Dijk', 'Zoë', '김지우');
  await jun.input.fill('@channel hello');
  await jun.input.press('Enter');
  await mina.sees('@channel hello');
  assert.equal(await mina.row('@channel hello').first().locator('.madang-mention').count(), 0);
  await mina.input.pressSequentially('@cha');
  await offered(mina, '@channel');
  await mina.input.press('Enter');
  await mina.input.pressSequentially('the kiln is open, @Zoë');
  await offered(mina, 'Zoë');
  await mina.input.press('Escape');
  await mina.input.press('Enter');
  await jun.sees('the kiln is open');
  const row = () => jun.row('the kiln').first();
  assert.deepEqual(await row().locator('.madang-mention').allTextContents(), ['@channel', '@Zoë'], 'a name typed by hand is a name');
  assert.equal(await row().locator('.madang-mention[data-me]').textContent(), '@channel');
  await mina.act('the kiln is open', 'Edit');
  await until(async () => (await mina.input.inputValue()) === '@channel the kiln is open, @Zoë', 'the text in the field');
  await mina.input.press('End');
  await mina.input.pressSequentially(' **now**');
  await mina.input.press('Enter');
  await jun.sees('open, @Zoë now');
  assert.deepEqual(await row().locator('.madang-mention').allTextContents(), ['@channel', '@Zoë']);
  const stored = (await peer.history(id)).at(-1);
  assert.deepEqual(stored.ranges.map(({ style, user_id }) => user_id ?? style), ['mention_channel', 'zoe', 'bold']);
});
