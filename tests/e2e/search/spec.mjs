import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { choose, jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

/** The search surface of a page, by the names that a person would use. */
class Surface {
  constructor(widget) {
    this.page = widget.page;
    this.widget = widget;
    this.opener = widget.page.getByRole('button', { name: 'Search', exact: true });
    this.field = widget.page.getByRole('combobox');
    this.hits = widget.page.getByRole('option');
    this.status = widget.page.locator('.madang-search__status');
  }

  async open() {
    await this.opener.click();
    await this.field.waitFor();
    return this;
  }

  chip(name) {
    return this.page.getByRole('group', { name: 'Filters' }).getByRole('button', { name });
  }

  /** Types, and gives the texts of what is found once there are so many. */
  async finds(query, count) {
    await this.field.fill(query);
    return this.shows(count);
  }

  async shows(count) {
    await until(async () => (await this.hits.count()) === count && (await this.page.locator('.madang-search__list').getAttribute('aria-busy')) === 'false', `${count} results`);
    return this.page.locator('.madang-hit__text').allInnerTexts();
  }

  marks() {
    return this.page.locator('mark').allInnerTexts();
  }
}

/** Whether a row is wholly on screen. */
async function onScreen(widget, text) {
  const [view, box] = [await widget.timeline.boundingBox(), await widget.row(text).first().boundingBox({ timeout: 300 }).catch(() => null)];
  return box && box.y >= view.y - 1 && box.y + box.height <= view.y + view.height + 1;
}

const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') || at?.className || at?.tagName;
  });

test('what two people wrote is found inside words, marked, filtered, and led to', { timeout: 150_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const peer = await it.peer('jun');
  for (const text of ['달항아리가 왔어요', '明日の会議は三時から', 'The courtyard is open', '밥 먹자']) await peer.send(CHANNEL, text);
  for (let number = 1; number <= 130; number++) await peer.send(CHANNEL, `Line ${String(number).padStart(3, '0')}`);
  const mina = await (await it.visit({ user: 'mina' })).open();
  const jun = await (await it.visit({ user: 'jun' })).open();
  await mina.send('A courtyard of my own');
  await mina.state('A courtyard of my own', 'sent', 'delivered', 'read');

  // Korean in the middle of a word, Japanese, one syllable; English by the beginning of words; newest first.
  const search = await new Surface(mina).open();
  assert.deepEqual(await search.finds('항아', 1), ['달항아리가 왔어요']);
  assert.deepEqual(await search.marks(), ['항아']);
  assert.match(await search.hits.first().innerText(), /^J\s*Jun/);
  assert.deepEqual(await search.finds('会議', 1), ['明日の会議は三時から']);
  assert.deepEqual(await search.finds('밥', 1), ['밥 먹자']);
  assert.deepEqual(await search.finds('court', 2), ['A courtyard of my own', 'The courtyard is open']);
  assert.deepEqual(await search.marks(), ['court', 'court']);
  await until(async () => (await search.status.innerText()) === '2 messages', 'the count');
  await search.finds('yard', 0);
  await until(async () => (await search.status.innerText()) === 'Nothing was found.', 'that nothing was found');

  // An edit is found by its new words and shows at once; what is deleted is not found.
  await search.finds('court', 2);
  await peer.ask('edit', { channel_id: CHANNEL, seq: 3, text: 'The garden is open' });
  assert.deepEqual(await search.shows(1), ['A courtyard of my own']);
  assert.deepEqual(await search.finds('garden', 1), ['The garden is open']);
  await peer.ask('delete', { channel_id: CHANNEL, seq: 3 });
  await search.shows(0);

  // By author, and by file.
  await search.finds('line', 20);
  await until(async () => (await search.status.innerText()) === '20+ messages', 'that there are more');
  await search.chip('From').click();
  await mina.page.getByRole('searchbox', { name: 'Name' }).fill('mi');
  await mina.page.getByRole('button', { name: 'Mina' }).click();
  await search.shows(0);
  await search.field.fill('');
  assert.deepEqual(await search.shows(1), ['A courtyard of my own']);
  await search.chip('From: Mina').click();
  await choose(jun, ['달항아리.jpg', 'image/jpeg', await jpeg(jun.page, 60, 40)]);
  await jun.page.locator('.madang-attachment[data-state=done]').waitFor();
  await jun.send('Look at this');
  await jun.state('Look at this', 'sent', 'delivered', 'read');
  await search.chip('Has file').click();
  assert.deepEqual(await search.shows(1), ['Look at this']);
  await search.finds('항아리', 1);
  await search.chip('Has file').click();
  await search.finds('항아리', 2);

  // Since today, until yesterday.
  await search.chip('Until').click();
  const grid = mina.page.getByRole('grid');
  await grid.waitFor();
  await mina.page.keyboard.press('ArrowLeft');
  await mina.page.keyboard.press('Enter');
  await search.shows(0);
  await search.chip(/^Until ./).click();
  await search.shows(2);

  // Along the list by arrows; Enter leads to the message with what lies around it.
  await search.finds('line 00', 9);
  await search.field.press('ArrowDown');
  await search.field.press('ArrowDown');
  await search.field.press('ArrowUp');
  assert.equal(await search.field.getAttribute('aria-activedescendant'), await search.hits.first().getAttribute('id'));
  assert.equal(await search.hits.first().getAttribute('aria-selected'), 'true');
  await search.field.press('Enter');
  await search.field.waitFor({ state: 'hidden' });
  await mina.sees('Line 009');
  await until(async () => (await mina.row('Line 009').first().getAttribute('data-sought')) === '', 'the message to stand out');
  await until(() => onScreen(mina, 'Line 009'), 'the message to be on screen');
  await mina.sees('Line 010');
  assert.match(await focused(mina.page), /madang-timeline|Messages|madang-message/);

  // Escape gives the focus back.
  await search.opener.focus();
  await mina.page.keyboard.press('Enter');
  await search.field.waitFor();
  await until(async () => (await focused(mina.page)) === 'Search this conversation', 'the field to have the focus');
  await mina.page.keyboard.press('Escape');
  await search.field.waitFor({ state: 'hidden' });
  assert.equal(await focused(mina.page), 'Search');

  // To the ends, and to a day.
  await search.open();
  await mina.page.getByRole('button', { name: 'First message' }).click();
  await mina.sees('달항아리가 왔어요');
  await until(() => onScreen(mina, '달항아리가'), 'the first message');
  await search.open();
  await mina.page.getByRole('button', { name: 'Latest message' }).click();
  await until(() => onScreen(mina, 'Look at this'), 'the latest message');
  await search.open();
  await mina.page.getByRole('button', { name: 'Jump to date' }).click();
  await grid.waitFor();
  await mina.page.keyboard.press('PageUp');
  await mina.page.keyboard.press('Enter');
  await until(() => onScreen(mina, '달항아리가'), 'the first message of a day');
  await mina.page.getByRole('button', { name: 'Today' }).first().click();
  await grid.waitFor();
  assert.equal(await grid.locator('[aria-current=date][aria-selected=true]').count(), 1);
  assert.equal(await grid.locator('[aria-current=date] ~ td:not([aria-disabled]):not(:empty)').count(), 0);
  await mina.page.keyboard.press('Escape');
  await grid.waitFor({ state: 'hidden' });

  // Offline it says so, and works again afterwards.
  await search.open();
  await mina.page.context().setOffline(true);
  await until(() => mina.banner.isVisible(), 'the banner');
  await search.field.fill('line 001');
  await until(async () => /You are offline/.test(await search.status.innerText()), 'that it is offline');
  await mina.page.context().setOffline(false);
  await mina.connected();
  await mina.page.getByRole('button', { name: 'Try again' }).click();
  await search.shows(1);
});

test('from the list all conversations are searched, foreign ones never', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const [jun, ara] = [await it.peer('jun'), await it.peer('ara')];
  await it.peer('mina');
  const group = async (peer, name, user_ids) =>
    (await peer.ask('create_channel', { client_id: `create-${name}`, name, user_ids })).channel.channel_id;
  const raid = await group(jun, 'Raid', ['mina']);
  const secret = await group(jun, 'Secret', ['ara']);
  await jun.send(raid, 'the treasure is ours');
  await ara.send(secret, 'the treasure is theirs');
  await jun.send(CHANNEL, 'which treasure?');
  const mina = await it.visit({ user: 'mina', at: '/list.html' });
  await mina.launcher.click();
  await mina.page.locator('.madang-channels__row').first().waitFor();
  const search = await new Surface(mina).open();
  assert.deepEqual(await search.finds('treasure', 2), ['which treasure?', 'the treasure is ours']);
  assert.deepEqual(await mina.page.locator('.madang-hit__place').allInnerTexts(), ['Courtyard', 'Raid']);
  await search.hits.nth(1).click();
  await mina.sees('the treasure is ours');
  await mina.page.getByRole('heading', { name: 'Raid' }).waitFor();
  // Here only this conversation, unless one wants all.
  await search.open();
  await search.finds('treasure', 1);
  await search.chip('All conversations').click();
  await search.shows(2);

  // To what was not read when the conversation was opened.
  await mina.page.context().close();
  for (let number = 1; number <= 40; number++) await jun.send(raid, `Wave ${number}`);
  const later = await it.visit({ user: 'mina', at: '/list.html' });
  await later.launcher.click();
  await later.page.locator('.madang-channels__row', { hasText: 'Raid' }).click();
  await until(() => later.pill.isVisible().then((shown) => shown || onScreen(later, 'Wave 40')), 'the conversation');
  const again = await new Surface(later).open();
  await later.page.getByRole('button', { name: 'Latest message' }).click();
  await until(() => onScreen(later, 'Wave 40'), 'the latest message');
  await again.open();
  await later.page.getByRole('button', { name: 'First unread message' }).click();
  await until(() => onScreen(later, 'Wave 1'), 'the first unread message');
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing on the search surface and the calendar, ${theme}; they are looked at`, { timeout: 150_000 }, async (t) => {
    const it = await world(t);
    const peer = await it.peer('jun');
    for (const text of ['달항아리가 왔어요. 오늘 저녁에 마당에서 볼까요?', 'The courtyard is open until nine, and there is tea for whoever comes by. Bring a cup; the courtyard has none left.', 'Court'.repeat(60), 'صباح الخير، كيف courtyard نساعدك؟']) await peer.send(CHANNEL, text);
    const looks = [
      ['desk', { viewport: { width: 1280, height: 800 } }, {}],
      ['phone', { viewport: { width: 390, height: 844 } }, { locale: 'ko' }],
      ['small', { viewport: { width: 360, height: 640 } }, { locale: 'ar', dir: 'rtl' }],
    ];
    for (const [name, context, query] of looks) {
      const widget = await it.visit({ user: 'mina', query: { theme, ...query }, ...context });
      await widget.launcher.click();
      await widget.input.waitFor();
      const shoot = async (what) => {
        assert.deepEqual(await violations(widget), [], `${what}, ${name}, ${theme}`);
        await widget.page.screenshot({ path: it.screenshotPath(`search-${what}-${name}-${theme}`) });
      };
      await widget.page.locator('.madang-panel__header > .madang-icon-button').first().click();
      const field = widget.page.getByRole('combobox');
      await field.waitFor();
      await shoot('begin');
      await field.fill('court');
      await until(async () => (await widget.page.getByRole('option').count()) === 3, 'results');
      await field.press('ArrowDown');
      await shoot('results');
      await widget.page.locator('[data-key=since]').click();
      await widget.page.getByRole('grid').waitFor();
      await shoot('calendar');
      await widget.page.keyboard.press('Escape');
      await widget.page.locator('[data-key=from]').click();
      await widget.page.locator('.madang-search-people .madang-sheet__row').nth(1).waitFor();
      await shoot('people');
      await widget.page.context().close();
    }
    if (theme === 'light') {
      const widget = await it.visit({ user: 'mina', forcedColors: 'active' });
      await widget.open();
      await new Surface(widget).open();
      await widget.page.getByRole('combobox').fill('court');
      await widget.page.getByRole('option').first().waitFor();
      await widget.page.getByRole('combobox').press('ArrowDown');
      await widget.page.screenshot({ path: it.screenshotPath('search-forced-colours') });
    }
  });
}
