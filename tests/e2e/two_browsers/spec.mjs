import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

const BURST = 200;

test('two people talk, the server is killed in mid-sentence, and nothing is missing, doubled or out of order', { timeout: 240_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const mina = await it.visit({ user: 'mina' });
  const jun = await it.visit({ user: 'jun' });
  assert.notEqual(new URL(it.site.url).origin, new URL(it.server.url).origin);
  for (const someone of [mina, jun]) {
    await someone.page.evaluate(() => (window.neverReloaded = true));
    await someone.open();
  }
  await mina.send('Is the moon jar still there?');
  await jun.sees('Is the moon jar still there?');
  await jun.send('It is. Shall I put it aside?');
  await mina.sees('It is. Shall I put it aside?');

  // Every ack that reaches a page is kept, with the sequence number that the server promised.
  const acked = await Promise.all([mina, jun].map((someone) => someone.listen('message-sent')));
  const burst = (someone, name) =>
    someone.page.evaluate(
      async ([who, count]) => {
        for (let number = 0; number < count; number++) {
          window.madang.send(`${who} ${String(number).padStart(3, '0')}`);
          if (number % 4 === 3) await new Promise((later) => setTimeout(later, 15));
        }
      },
      [name, BURST / 2],
    );
  const bursts = [burst(mina, 'mina'), burst(jun, 'jun')];
  await until(async () => (await acked[0]()).length > 15, 'the first acks');
  await it.server.kill();
  const before = [await acked[0](), await acked[1]()];
  t.diagnostic(`killed with ${before[0].length} + ${before[1].length} acked of ${BURST}`);
  assert.ok(before[0].length < BURST / 2, 'the kill came in the middle of the burst');
  await Promise.all(bursts);
  await it.server.start();

  await until(async () => (await Promise.all(acked.map((list) => list()))).every((list) => list.length >= BURST / 2), 'all of the burst to be acked', 60_000);

  const peer = await it.peer('judge');
  const stored = await peer.history(CHANNEL);
  assert.equal(stored.length, BURST + 2);
  assert.deepEqual(stored.map((message) => message.seq), Array.from({ length: BURST + 2 }, (_, index) => index + 1));
  assert.equal(new Set(stored.map((message) => message.text)).size, BURST + 2, 'no text is there twice');
  for (const list of before) {
    for (const { seq, text, clientId } of list) {
      const message = stored.find((one) => (clientId ? one.client_id === clientId : one.seq === seq));
      assert.ok(message, `acked before the kill and lost: ${JSON.stringify({ seq, text, clientId })}`);
      if (seq) assert.equal(message.seq, seq);
    }
  }

  for (const someone of [mina, jun]) await someone.sees(stored.at(-1).text);
  const shown = [await mina.everything(), await jun.everything()];
  for (const [index, who] of ['mina', 'jun'].entries()) {
    const lines = (rows) => rows.map(({ seq, text }) => `${seq} ${text}`).join('\n');
    assert.equal(lines(shown[index]), lines(stored), `${who}'s page equals the store`);
    const own = stored.filter((message) => message.user_id === who && message.text.startsWith(`${who} `)).map((message) => message.text);
    assert.deepEqual(own, [...own].sort(), `${who}'s messages are in the order of sending`);
  }
  for (const someone of [mina, jun]) assert.equal(await someone.page.evaluate(() => window.neverReloaded), true);
});
