import assert from 'node:assert/strict';
import { test } from 'node:test';
import { come, enter, group, row } from '../harness/group.mjs';
import { OFFLINE_NOISE } from '../harness/world.mjs';
import { until } from '../harness/widget.mjs';

/** Every open socket of a profile's pages, however it is held. */
function sockets(profile) {
  const open = new Set();
  profile.on('page', (page) =>
    page.on('websocket', (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      page.on('close', () => open.delete(socket));
    }),
  );
  return () => open.size;
}

/** A tab of this profile on the list, or on its conversation. */
async function tab(it, profile, user = 'mina') {
  const widget = await it.newPage(profile, { user, at: '/list.html' });
  await widget.launcher.click();
  await row(widget).waitFor();
  return widget;
}

async function people(t) {
  const { it, id } = await group(t, []);
  it.expected.push(OFFLINE_NOISE);
  const profile = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  return { it, id, profile, open: sockets(profile), jun: await it.peer('jun') };
}

const badge = (widget) => row(widget).locator('.madang-channels__badge');

test('two tabs of a user have one socket, and what happens in one is there in the other', { timeout: 90_000 }, async (t) => {
  const { it, id, profile, open, jun } = await people(t);
  const [one, other] = [await tab(it, profile), await tab(it, profile)];
  assert.equal(open(), 1, 'one socket');
  await jun.send(id, 'Is the kiln hot?');
  for (const widget of [one, other]) await badge(widget).waitFor();
  await enter(one);
  await one.sees('Is the kiln hot?');
  await one.page.bringToFront();
  await badge(other).waitFor({ state: 'detached' });
  await enter(other);
  await one.send('Since noon');
  await other.sees('Since noon');
  await other.send('도자기도 준비됐어요');
  await one.sees('도자기도 준비됐어요');
  for (const widget of [one, other]) {
    assert.equal(await widget.messages.count(), 3);
    await widget.state('도자기도 준비됐어요', 'sent', 'delivered', 'read');
  }
  await other.page.evaluate(() => {
    const chat = document.querySelector('madang-chat');
    const another = Object.assign(chat.cloneNode(), { tokenFetcher: chat.tokenFetcher });
    document.body.append(another);
    another.setAttribute('open', '');
  });
  await other.page.locator('madang-chat').nth(1).locator('.madang-message, .madang-channels__row').first().waitFor();
  assert.equal(open(), 1, 'still one, with a second widget on a page');

  await other.page.close();
  await jun.send(id, 'After a tab was closed');
  await one.sees('After a tab was closed');
});

test('when the tab with the socket goes, the next takes over, and nothing is lost or doubled', { timeout: 90_000 }, async (t) => {
  const { it, id, profile, open, jun } = await people(t);
  const tabs = [];
  for (let count = 0; count < 3; count++) tabs.push(await tab(it, profile));
  for (const widget of tabs) await enter(widget);
  assert.equal(open(), 1);
  const [first, second, third] = tabs;
  await first.send('From the first');
  await second.sees('From the first');
  const closing = first.page.close();
  await second.send('While it closes');
  await jun.send(id, 'Heard by all');
  await closing;
  for (const widget of [second, third]) {
    await widget.sees('While it closes');
    await widget.sees('Heard by all');
    await widget.state('While it closes', 'sent', 'delivered', 'read');
  }
  await until(() => open() === 1, 'one socket again');
  await third.send('And on');
  await second.sees('And on');
  for (const widget of [second, third]) {
    const texts = (await widget.everything()).map(({ text }) => text);
    assert.deepEqual([...texts].sort(), ['And on', 'From the first', 'Heard by all', 'While it closes']);
  }
});

test('a tab whose leader is suspended takes its place, and the leader comes back as a follower', { timeout: 90_000 }, async (t) => {
  const { it, id, profile, open, jun } = await people(t);
  const one = await tab(it, profile);
  await enter(one);
  // A page that stands still, as a suspended one does: nothing is answered.
  const stuck = one.page.evaluate(() => {
    const until = Date.now() + 10_000;
    while (Date.now() < until);
  });
  let stands = true;
  stuck.finally(() => (stands = false));
  const other = await tab(it, profile);
  await enter(other);
  await jun.send(id, 'Does anybody hear?');
  await other.sees('Does anybody hear?');
  assert.ok(stands, 'while the leader stood still');
  await stuck;
  await one.sees('Does anybody hear?');
  await until(() => open() === 1, 'one socket again');
  await one.send('I was away');
  await other.sees('I was away');
});

test('two users in one browser have a socket each, and so has every tab where tabs cannot talk', { timeout: 90_000 }, async (t) => {
  const { it, id, profile, open, jun } = await people(t);
  const mina = await tab(it, profile);
  const noor = await tab(it, profile, 'noor');
  for (const widget of [mina, noor]) await enter(widget);
  assert.equal(open(), 2);
  await noor.send('I am Noor');
  await mina.sees('I am Noor');
  assert.equal(await mina.row('I am Noor').getAttribute('data-own'), 'false');
  await jun.send(id, 'Hello to both');
  for (const widget of [mina, noor]) await widget.sees('Hello to both');

  const alone = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const held = sockets(alone);
  await alone.addInitScript(() => delete window.BroadcastChannel);
  const [a, b] = [await tab(it, alone), await tab(it, alone)];
  assert.equal(held(), 2);
  await enter(a);
  await enter(b);
  await a.send('Without a channel');
  await b.sees('Without a channel');
});
