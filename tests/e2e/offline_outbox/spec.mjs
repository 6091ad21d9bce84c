import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

test('what is sent offline survives a reload and lands once', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.send('before the tunnel');
  await mina.state('before the tunnel', 'sent', 'delivered', 'read');

  // The chat server is out of reach; the site itself still answers, so that the page can be reloaded.
  await it.server.kill();
  await until(() => mina.banner.isVisible(), 'the banner to say so');
  await mina.send('inside the tunnel');
  await mina.send('still inside');
  await mina.state('inside the tunnel', 'pending');
  await mina.state('still inside', 'pending');
  await mina.page.waitForTimeout(300);

  // Reloaded with the server still away: the files come from the browser's cache, the messages from the device.
  await mina.page.reload();
  await mina.launcher.click();
  await mina.state('inside the tunnel', 'pending');
  await mina.state('still inside', 'pending');

  await it.server.start();
  await mina.sees('still inside');
  await mina.state('inside the tunnel', 'sent', 'delivered', 'read');
  await mina.state('still inside', 'sent', 'delivered', 'read');
  const stored = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual(stored.map((message) => message.text), ['before the tunnel', 'inside the tunnel', 'still inside']);
  assert.equal(await mina.row('inside the tunnel').count(), 1);
});

test('a browser that goes offline and comes back sends what waited, without a reload', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const [mina, jun] = [await it.visit({ user: 'mina' }), await it.visit({ user: 'jun' })];
  await mina.open();
  await jun.open();
  await mina.page.context().setOffline(true);
  await until(() => mina.banner.isVisible(), 'the banner to say so');
  await mina.send('from under the bridge');
  await mina.state('from under the bridge', 'pending');
  await jun.send('are you there?');
  await mina.page.context().setOffline(false);
  await jun.sees('from under the bridge');
  await mina.sees('are you there?');
  await mina.connected();
  assert.equal(await jun.row('from under the bridge').count(), 1);
});

test('what is written before the server was ever heard is shown, kept over a reload, and lands once', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const mina = await it.visit({ user: 'mina' });
  let away = true;
  await mina.page.routeWebSocket(/\/ws/, (socket) => (away ? socket.close() : socket.connectToServer()));
  await mina.launcher.click();
  await mina.send('the first words');
  await mina.state('the first words', 'pending');
  assert.equal(await mina.page.getByText('This is where the conversation begins').count(), 0, 'nobody knows yet where it begins');
  await mina.page.waitForTimeout(300);
  await mina.page.reload();
  await mina.launcher.click();
  await mina.state('the first words', 'pending');
  away = false;
  await mina.state('the first words', 'sent', 'delivered', 'read');
  const stored = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual(stored.map((message) => message.text), ['the first words']);
});

test('the last conversation is painted from the cache while the server is away', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.send('kept on the device');
  await mina.state('kept on the device', 'sent', 'delivered', 'read');
  await mina.page.waitForTimeout(800);
  await mina.page.reload();
  // The files come, the socket does not.
  await mina.page.routeWebSocket(/\/ws/, (socket) => socket.close());
  await mina.launcher.click();
  await mina.sees('kept on the device');
});
