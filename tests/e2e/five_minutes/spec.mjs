import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

test('two people use it for a while, and everything that can be done is done', { timeout: 180_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  // A group of two, so that there are ticks, typing and presence.
  await it.server.api('PUT', 'users/mina', { nickname: 'Mina' });
  await it.server.api('PUT', 'users/jun', { nickname: 'Jun' });
  const asMina = await it.peer('mina');
  const { channel } = await asMina.ask('create_channel', { client_id: 'five-minutes-1', user_ids: ['jun'], distinct: true });
  const [mina, jun] = [await it.visit({ user: 'mina', query: { channel: channel.channel_id } }), await it.visit({ user: 'jun', query: { channel: channel.channel_id } })];
  for (const someone of [mina, jun]) {
    await someone.page.evaluate((id) => document.querySelector('madang-chat').setAttribute('channel-id', id), channel.channel_id);
    await someone.open();
  }

  // Typing shows, and goes when the message comes.
  await jun.input.pressSequentially('On my way', { delay: 30 });
  await until(async () => (await mina.typing.count()) > 0 && /Jun is typing/.test(await mina.typing.innerText()), 'Jun to be seen typing');
  await jun.input.press('Enter');
  await mina.sees('On my way');
  await until(async () => !/typing/.test((await mina.typing.allInnerTexts()).join('')), 'the typing to end');

  // Sent, delivered, read.
  await mina.send('Good, the kettle is on');
  await jun.sees('Good, the kettle is on');
  await mina.state('Good, the kettle is on', 'read');
  await jun.page.evaluate(() => window.madang.close());
  await mina.send('Are you near?');
  await mina.state('Are you near?', 'delivered');
  await until(async () => /1/.test(await jun.launcher.innerText()), 'the badge');
  assert.equal(await jun.page.evaluate(() => window.madang.unread()), 1);
  await jun.launcher.click();
  await mina.state('Are you near?', 'read');
  await until(async () => (await jun.page.evaluate(() => window.madang.unread())) === 0, 'unread to be none');

  // Edit and delete, seen by both.
  await mina.act('Are you near?', 'Edit');
  await mina.input.fill('Are you near the gate?');
  await mina.input.press('Enter');
  await jun.sees('Are you near the gate?');
  await until(async () => /edited/.test(await jun.row('Are you near the gate?').innerText()), 'the mark of an edit');
  await mina.act('Good, the kettle is on', 'Delete');
  await until(async () => (await jun.row('Good, the kettle is on').count()) === 0, 'the text to go');
  await jun.sees('This message was deleted');
  const menu = async (someone, text) => {
    await someone.row(text).hover();
    await someone.row(text).getByRole('button', { name: 'Message actions' }).click();
    const items = await someone.page.getByRole('menuitem').allInnerTexts();
    await someone.page.keyboard.press('Escape');
    return items.map((item) => item.trim());
  };
  assert.deepEqual(await menu(mina, 'On my way'), ['Reply', 'Reply in thread', 'Mark as unread', 'Copy', 'Forward', 'Copy link', 'Pin', 'Report or block'], 'both may pin, and nobody is above the other, whoever began it');
  assert.deepEqual(await menu(jun, 'On my way'), ['Reply', 'Reply in thread', 'Mark as unread', 'Edit', 'Copy', 'Forward', 'Copy link', 'Pin', 'Delete']);

  // A draft waits through close and reload.
  await mina.input.fill('not yet sent');
  await mina.page.waitForTimeout(600);
  await mina.launcher.click();
  await mina.panel.waitFor({ state: 'hidden' });
  await mina.launcher.click();
  await until(async () => (await mina.input.inputValue()) === 'not yet sent', 'the draft');
  await mina.input.fill('');

  // Smaller, larger, and back, without losing the place.
  for (const [width, height] of [[390, 844], [360, 640], [1000, 420], [1280, 800]]) {
    await mina.page.setViewportSize({ width, height });
    await mina.page.waitForTimeout(200);
    const box = await mina.panel.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, `the panel at ${width}×${height}: ${JSON.stringify(box)}`);
    assert.ok(await mina.input.isVisible(), `the composer at ${width}×${height}`);
    if (width < 480) assert.deepEqual([box.width, box.height], [width, height]);
  }

  // Offline and back, both ways.
  await jun.page.context().setOffline(true);
  await until(() => jun.banner.isVisible(), 'the banner');
  await mina.send('One for the road');
  await jun.send('In the tunnel');
  await jun.state('In the tunnel', 'pending');
  await jun.page.context().setOffline(false);
  await jun.sees('One for the road');
  await mina.sees('In the tunnel');
  await jun.connected();

  // Theme and language change in place.
  await mina.page.evaluate(() => window.madang.setTheme('dark'));
  const dark = await mina.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor);
  await mina.page.evaluate(() => window.madang.setTheme('light'));
  await until(async () => (await mina.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor)) !== dark, 'the theme to change');
  await mina.page.evaluate(() => window.madang.setLocale('ko'));
  await mina.page.getByRole('button', { name: '닫기' }).waitFor();
  await mina.page.evaluate(() => window.madang.setLocale('en'));
  await mina.page.getByRole('button', { name: 'Close', exact: true }).waitFor();

  // Prefill and send by the page.
  await mina.page.evaluate(() => window.madang.prefill('About the moon jar: '));
  await until(async () => (await mina.input.inputValue()) === 'About the moon jar: ', 'the prefill');
  await mina.input.fill('');
  await mina.page.evaluate(() => window.madang.send('sent by the page'));
  await jun.sees('sent by the page');

  // Nothing of the sort reached the other channel, and the order is one.
  assert.deepEqual(await asMina.history(CHANNEL), []);
  const stored = await asMina.history(channel.channel_id);
  const shown = (rows) => rows.map((row) => row.seq);
  assert.deepEqual(shown(await mina.everything()), stored.map((message) => message.seq));
  assert.deepEqual(shown(await jun.everything()), stored.map((message) => message.seq));

  // Sign out: the conversation is gone from the page.
  await mina.page.evaluate(() => window.madang.logout());
  await until(async () => (await mina.row('sent by the page').count()) === 0, 'the conversation to go');
});

test('who signs out leaves nothing on the device, of the visitor they were before neither', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  const device = await it.visit();
  await device.open();
  await device.send('written as a visitor');
  await device.state('written as a visitor', 'sent', 'delivered', 'read');
  await until(async () => (await kept(device.page)) > 0, 'the visitor to be remembered');
  await device.page.evaluate((token) => window.madang.identify(token), it.server.token('mina'));
  await device.send('written as Mina');
  await device.state('written as Mina', 'sent', 'delivered', 'read');
  await device.page.evaluate(() => window.madang.logout());
  await until(async () => (await kept(device.page)) === 0, 'the device to forget');
});

/** How many records the page keeps in IndexedDB. */
const kept = (page) =>
  page.evaluate(async () => {
    const done = (request) => new Promise((yes, no) => ([request.onsuccess, request.onerror] = [() => yes(request.result), no]));
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) count += await done(database.transaction(store).objectStore(store).count());
      database.close();
    }
    return count;
  });

test('a token that expires is refreshed on the live socket', { timeout: 60_000 }, async (t) => {
  const it = await world(t, { folder: import.meta.dirname });
  const profile = await it.browser.newContext();
  let sockets = 0;
  profile.on('page', (page) => page.on('websocket', () => sockets++));
  const tokens = [];
  profile.on('request', (request) => request.url().includes('/token') && tokens.push(request.url()));
  const mina = await it.newPage(profile, { user: 'mina', at: '/brief.html' });
  await mina.open();
  await until(() => tokens.length >= 2, 'a second token', 40_000);
  await mina.send('still signed in');
  await mina.state('still signed in', 'sent', 'delivered', 'read');
  assert.equal(sockets, 1);
});
