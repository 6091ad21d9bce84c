import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const here = import.meta.dirname;
const picker = (widget, name = 'Emojis') => widget.page.getByRole('dialog', { name });
const cells = (widget) => widget.page.locator('.madang-picker__cell');
const shown = async (widget) => (await cells(widget).allInnerTexts()).slice(0, 8);

async function openFromComposer(widget, label = 'Insert an emoji', name = 'Emojis') {
  await widget.page.getByRole('button', { name: label }).click();
  await picker(widget, name).waitFor();
  await cells(widget).first().waitFor();
}

const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') || active?.tagName || '';
  });

test('it is fetched when first opened, searched, and writes where the caret is', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  const fetched = [];
  mina.page.on('request', (request) => /\/(picker|emoji)-/.test(request.url()) && fetched.push(new URL(request.url()).pathname));
  await mina.open();
  await mina.send('a first line');
  await mina.state('a first line', 'sent', 'delivered', 'read');
  assert.deepEqual(fetched, []);
  await mina.input.fill('good  morning');
  await mina.input.evaluate((input) => input.setSelectionRange(5, 5));
  await openFromComposer(mina);
  assert.equal(fetched.length, 2);
  assert.match(fetched[1], /emoji-en-/);
  assert.equal(await focused(mina.page), 'Search emojis');
  await mina.page.keyboard.type('rocket');
  await until(async () => (await shown(mina))[0] === '🚀', 'the rocket to be first');
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('picker-search') });
  await mina.page.keyboard.press('Enter');
  await picker(mina).waitFor({ state: 'detached' });
  assert.equal(await mina.input.inputValue(), 'good 🚀 morning');
  assert.equal(await focused(mina.page), 'Message');
  assert.equal(await mina.input.evaluate((input) => input.selectionStart), 7);
  await mina.page.keyboard.press('Enter');
  await mina.sees('good 🚀 morning');

  // What was used last comes first, also after a reload, since the visitor acted.
  await openFromComposer(mina);
  assert.equal((await shown(mina))[0], '🚀');
  assert.deepEqual(await violations(mina), []);
  await mina.page.keyboard.press('Escape');
  assert.equal(await mina.panel.isVisible(), true);
  await mina.page.waitForTimeout(300);
  await mina.page.reload();
  await mina.open();
  await openFromComposer(mina);
  assert.equal((await shown(mina))[0], '🚀');
  await mina.page.keyboard.type('no such emoji');
  await picker(mina).getByText('No emoji found.').waitFor();
});

test('by keys through the grid, and a skin tone that stays', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.send('clap for this');
  await mina.state('clap for this', 'sent', 'delivered', 'read');
  const press = (key) => mina.page.keyboard.press(key);
  await mina.timeline.focus();
  await press('ArrowUp');
  await press('Enter');
  await until(async () => (await focused(mina.page)) === 'React with 👍', 'the menu');
  await press('ArrowLeft');
  await press('Enter');
  await picker(mina).waitFor();
  await cells(mina).first().waitFor();
  await until(async () => (await focused(mina.page)) === 'Search emojis', 'the search to have the focus');
  await press('ArrowDown');
  assert.equal(await focused(mina.page), 'grinning face');
  await press('ArrowRight');
  assert.equal(await focused(mina.page), 'grinning face with big eyes');
  await press('End');
  const end = await focused(mina.page);
  await press('Home');
  assert.equal(await focused(mina.page), 'grinning face');
  await press('ArrowDown');
  await press('ArrowUp');
  assert.equal(await focused(mina.page), 'grinning face');
  assert.notEqual(end, 'grinning face');
  await press('PageDown');
  await press('PageDown');
  assert.notEqual(await focused(mina.page), 'grinning face');
  await press('Control+End');
  assert.equal(await focused(mina.page), 'flag: Wales');
  await press('Control+Home');
  await press('ArrowUp');
  assert.equal(await focused(mina.page), 'Search emojis');
  // Tab goes round within: tabs, grid, tones.
  await press('Tab');
  assert.equal(await focused(mina.page), 'smileys & emotion');
  await press('ArrowRight');
  await press('Enter');
  await until(async () => (await mina.page.locator('.madang-picker__tab[aria-pressed="true"]').getAttribute('aria-label')) === 'people & body', 'the section of people');
  await press('Tab');
  await press('Tab');
  assert.match(await focused(mina.page), /Skin tone 1|waving hand/);
  await mina.page.getByRole('radio', { name: 'Skin tone 4' }).click();
  await press('Shift+Tab');
  assert.equal(await focused(mina.page), 'waving hand');
  await mina.page.screenshot({ path: it.screenshotPath('picker-people') });
  await press('Enter');
  await mina.row('clap for this').first().locator('.madang-reaction[data-emoji="👋🏽"], .madang-reaction[data-emoji="👋🏾"]').first().waitFor();
  assert.match(await mina.row('clap for this').first().locator('.madang-reaction').first().getAttribute('data-emoji'), /👋🏽/u);
  const [message] = await (await it.peer('judge')).history(CHANNEL);
  assert.equal(message.reactions[0].emoji, '👋🏽');
  await openFromComposer(mina);
  assert.equal(await mina.page.getByRole('radio', { name: 'Skin tone 4' }).getAttribute('aria-checked'), 'true');
  await mina.page.keyboard.type('thumbs up');
  await until(async () => (await shown(mina))[0] === '👍🏽', 'the tone on what is found');
});

test('in Korean: names, tags, and the first consonants', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.page.evaluate(() => window.madang.setLocale('ko'));
  await mina.launcher.click();
  await mina.input.waitFor();
  await openFromComposer(mina, '이모지 넣기', '이모지');
  const search = mina.page.getByRole('searchbox', { name: '이모지 검색' });
  for (const [query, emoji] of [['로켓', '🚀'], ['ㄹㅋ', '🚀'], ['로케', '🚀'], ['좋아요', '👍']]) {
    await search.fill(query);
    await until(async () => (await shown(mina)).includes(emoji), `${query} to find ${emoji}`);
  }
  await search.fill('');
  await until(async () => (await cells(mina).count()) > 20, 'the sections again');
  await mina.page.screenshot({ path: it.screenshotPath('picker-ko') });
});

test('within a strict policy nothing is refused; without storage it remembers in memory; narrow it is a sheet', { timeout: 90_000 }, async (t) => {
  const it = await world(t, { folder: here });
  const { url } = it.server;
  it.site.headers = {
    'content-security-policy': ["default-src 'none'", "base-uri 'none'", "style-src 'self'", `script-src 'self' ${url} 'wasm-unsafe-eval'`, `connect-src 'self' ${url} ${url.replace('http', 'ws')}`].join('; '),
  };
  const mina = await it.visit({ user: 'mina', at: '/policy.html', viewport: { width: 320, height: 640 } });
  await mina.page.evaluate(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
    window.madang.setAttribute('storage', 'none');
  });
  await mina.open();
  const begun = Date.now();
  await openFromComposer(mina);
  t.diagnostic(`open with its data after ${Date.now() - begun} ms`);
  await mina.page.waitForTimeout(250);
  const [box, panel] = [await picker(mina).boundingBox(), await mina.panel.boundingBox()];
  assert.equal(Math.round(box.width), Math.round(panel.width));
  assert.equal(Math.round(box.y + box.height), Math.round(panel.y + panel.height));
  await mina.page.screenshot({ path: it.screenshotPath('picker-320') });
  await cells(mina).nth(4).click();
  await openFromComposer(mina);
  assert.equal((await shown(mina))[0], await mina.input.inputValue());
  assert.deepEqual(await mina.page.evaluate(() => window.refused), []);
  assert.deepEqual(await mina.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
});

test('on a slow machine it is open in time', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  // Fetched before: what is measured is the opening.
  await openFromComposer(mina);
  await mina.page.keyboard.press('Escape');
  const session = await mina.page.context().newCDPSession(mina.page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const took = await mina.page.evaluate(async () => {
    const root = document.querySelector('madang-chat').shadowRoot;
    const begun = performance.now();
    root.querySelector('.madang-composer__emoji').click();
    while (!root.querySelector('.madang-picker__cell')) await new Promise((next) => queueMicrotask(() => setTimeout(next)));
    return performance.now() - begun;
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  t.diagnostic(`${Math.round(took)} ms to its cells at 4 × throttle`);
  assert.ok(took < 400, `${took} ms, and 100 ms on a machine of its own`);
});
