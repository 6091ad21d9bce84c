import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

/** The pill of an emoji under the message of a text. */
const pill = (widget, text, emoji) => widget.row(text).first().locator(`.madang-reaction[data-emoji="${emoji}"]`);
const pressed = async (locator, value) => until(async () => (await locator.getAttribute('aria-pressed')) === value, `the pill to be ${value}`);

/** The name of what has the focus, looked up through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') || active?.textContent?.trim() || '';
  });

test('two people react, take it back, see who, and the store agrees', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  const jun = await it.visit({ user: 'jun' });
  for (const someone of [mina, jun]) await someone.open();
  await mina.send('The moon jar is out of the kiln');
  await jun.sees('The moon jar is out of the kiln');

  // From the bar that comes with the pointer.
  const row = jun.row('moon jar').first();
  await row.hover();
  await row.getByRole('button', { name: 'React with 🎉' }).click();
  await pressed(pill(jun, 'moon jar', '🎉'), 'true');
  const hers = pill(mina, 'moon jar', '🎉');
  await hers.waitFor();
  assert.equal(await hers.getAttribute('aria-pressed'), 'false');
  assert.equal(await hers.getAttribute('aria-label'), '1, Jun reacted with 🎉');
  await hers.click();
  await pressed(hers, 'true');
  assert.equal(await hers.getAttribute('aria-label'), '2, You and Jun reacted with 🎉');
  await until(async () => (await pill(jun, 'moon jar', '🎉').innerText()).includes('2'), 'the count at the other one');
  const ara = await it.peer('ara');
  await ara.ask('react', { channel_id: CHANNEL, seq: 1, emoji: '🎉', on: true });
  await until(async () => (await hers.getAttribute('aria-label')) === '3, You and 2 others reacted with 🎉', 'the label of three');
  await mina.page.screenshot({ path: it.screenshotPath('reactions-1280') });

  // Who, from the menu.
  await mina.act('moon jar', 'Reactions');
  const dialog = mina.page.getByRole('dialog', { name: 'Reactions' });
  await until(async () => (await dialog.locator('.madang-who__person').count()) === 3, 'three people');
  assert.deepEqual(await dialog.locator('.madang-sheet__name').allInnerTexts(), ['Jun', 'Mina', 'Ara']);
  assert.equal(await focused(mina.page), 'Back');
  await mina.page.screenshot({ path: it.screenshotPath('reactions-who') });
  await mina.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await mina.panel.isVisible(), true);

  await hers.click();
  await pressed(hers, 'false');
  await until(async () => (await pill(jun, 'moon jar', '🎉').innerText()).includes('2'), 'two are left');
  const [message] = await ara.history(CHANNEL);
  assert.deepEqual(message.reactions, [{ emoji: '🎉', count: 2, user_ids: ['jun', 'ara'] }]);
  // The last one takes the pill away.
  await ara.ask('react', { channel_id: CHANNEL, seq: 1, emoji: '🎉', on: false });
  await pill(jun, 'moon jar', '🎉').click();
  await pill(jun, 'moon jar', '🎉').waitFor({ state: 'detached' });
  await hers.waitFor({ state: 'detached' });
});

test('by keys: the menu begins with the reactions, and a pill keeps the focus', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.send('to be liked');
  await mina.state('to be liked', 'sent', 'delivered', 'read');
  const press = (key) => mina.page.keyboard.press(key);
  await mina.timeline.focus();
  await press('ArrowUp');
  await press('Enter');
  await until(async () => (await focused(mina.page)) === 'React with 👍', 'the first reaction to have the focus');
  await press('ArrowRight');
  assert.equal(await focused(mina.page), 'React with ❤️');
  await press('ArrowLeft');
  await press('ArrowLeft');
  assert.equal(await focused(mina.page), 'Add a reaction');
  await press('ArrowRight');
  await press('ArrowDown');
  assert.equal(await focused(mina.page), 'Reply');
  await press('ArrowUp');
  assert.equal(await focused(mina.page), 'React with 👍');
  await press('ArrowRight');
  await press('Enter');
  await pressed(pill(mina, 'to be liked', '❤️'), 'true');
  // From the row on to its pill; pressing it again takes it away, and the focus is not lost meanwhile.
  await mina.row('to be liked').first().getByRole('button', { name: '1, You reacted with ❤️' }).focus();
  await press('Enter');
  await pill(mina, 'to be liked', '❤️').waitFor({ state: 'detached' });
  assert.equal(await mina.row('to be liked').first().locator('.madang-reaction').count(), 0);
});

test('a reaction made without a line is there at once and arrives after it; a refused one goes again', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const mina = await it.visit({ user: 'mina' });
  const jun = await it.visit({ user: 'jun' });
  for (const someone of [mina, jun]) await someone.open();
  await jun.send('before the storm');
  await mina.sees('before the storm');
  await mina.page.context().setOffline(true);
  await mina.banner.waitFor();
  await mina.row('before the storm').first().hover();
  await mina.row('before the storm').first().getByRole('button', { name: 'React with 🙏' }).click();
  await pressed(pill(mina, 'before the storm', '🙏'), 'true');
  assert.equal(await pill(jun, 'before the storm', '🙏').count(), 0);
  await mina.page.context().setOffline(false);
  await pill(jun, 'before the storm', '🙏').waitFor();
  await mina.connected();
  await pressed(pill(mina, 'before the storm', '🙏'), 'true');
  // The server is killed with the next one on its way.
  await it.server.kill();
  await mina.row('before the storm').first().hover();
  await mina.row('before the storm').first().getByRole('button', { name: 'React with 👍' }).click();
  await it.server.start();
  await until(async () => (await pill(jun, 'before the storm', '👍').count()) === 1, 'the reaction after the restart', 30_000);
  await mina.connected();
  const [message] = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual(message.reactions.map(({ emoji, user_ids }) => [emoji, ...user_ids]), [['🙏', 'mina'], ['👍', 'mina']]);
});

test('what is refused is taken back and said', { timeout: 60_000 }, async (t) => {
  const it = await world(t, { limits: { reaction_kinds: 1, sends_per_second: 500, send_burst: 1000 } });
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.send('room for one');
  await mina.state('room for one', 'sent', 'delivered', 'read');
  const row = mina.row('room for one').first();
  await row.hover();
  await row.getByRole('button', { name: 'React with 👍' }).click();
  await pressed(pill(mina, 'room for one', '👍'), 'true');
  await row.getByRole('button', { name: 'React with 🎉' }).click();
  await mina.page.locator('.madang-toast', { hasText: 'as many different reactions' }).waitFor();
  assert.equal(await pill(mina, 'room for one', '🎉').count(), 0);
});

test('pills that come above do not move what is read', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const jun = await it.peer('jun');
  for (let number = 1; number <= 60; number++) await jun.send(CHANNEL, `line ${number}`);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.sees('line 60');
  await mina.still();
  await mina.wheel(-700);
  /** Where a row stands; at first the one that is some way below the top. */
  const place = (seq) =>
    mina.timeline.evaluate((node, seq) => {
      const view = node.getBoundingClientRect();
      const rows = [...node.querySelectorAll('.madang-message')];
      const row = rows.find((one) => (seq ? one.dataset.seq === seq : one.getBoundingClientRect().top > view.top + 100));
      return [row.dataset.seq, row.getBoundingClientRect().top - view.top];
    }, seq);
  const before = await place();
  const above = Number(before[0]) - 12;
  for (const emoji of ['👍', '🎉']) await jun.ask('react', { channel_id: CHANNEL, seq: above, emoji, on: true });
  // One after another, so that some come between a scroll that made up for the one before and its being heard.
  for (let more = 1; more <= 6; more++) await jun.ask('react', { channel_id: CHANNEL, seq: above - more, emoji: '👍', on: true });
  await mina.page.locator(`.madang-message[data-seq="${above - 6}"] .madang-reaction`).first().waitFor({ state: 'attached' });
  await mina.still();
  const after = await place(before[0]);
  assert.ok(Math.abs(after[1] - before[1]) <= 1, `${before} became ${after}`);
  // At the end it sticks.
  await mina.wheel(Infinity);
  await jun.ask('react', { channel_id: CHANNEL, seq: 60, emoji: '👍', on: true });
  await mina.page.locator('.madang-message[data-seq="60"] .madang-reaction').first().waitFor();
  await until(() => mina.timeline.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight <= 1), 'the end to stick');
});

test('the bar that comes with the pointer keeps clear of the edges', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  const jun = await it.visit({ user: 'jun' });
  for (const someone of [mina, jun]) await someone.open();
  await mina.send('The moon jar is out of the kiln, and it did not crack');
  await mina.send('Come and see');
  await jun.sees('Come and see');
  for (const [someone, viewport] of [mina, jun].flatMap((one) => [[one, { width: 1280, height: 800 }], [one, { width: 360, height: 640 }]])) {
    await someone.page.setViewportSize(viewport);
    const row = someone.row('moon jar').first();
    const bar = row.locator('.madang-message__bar');
    await row.hover();
    // The times of day that take most room.
    for (const time of ['12:44 PM', '오후 12:44']) {
      await bar.locator('.madang-message__time').evaluate((node, text) => (node.textContent = text), time);
      const [{ x, width }, list] = [await bar.boundingBox(), await someone.page.locator('.madang-timeline').boundingBox()];
      const gaps = [x - list.x, list.x + list.width - x - width];
      assert.ok(Math.min(...gaps) >= 8, `at ${viewport.width}, ${time}, the bar keeps ${gaps} px`);
    }
  }
});
