import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const quoteIn = (row) => row.locator('.madang-quote');

test('two people answer each other; quotes lead to what they quote and never show what was deleted', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const peer = await it.peer('jun');
  await peer.send(CHANNEL, 'Where do we meet?');
  for (let number = 1; number <= 130; number++) await peer.send(CHANNEL, `Line ${String(number).padStart(3, '0')}`);

  const mina = await (await it.visit({ user: 'mina' })).open();
  const jun = await (await it.visit({ user: 'jun' })).open();
  await mina.sees('Line 130');

  // By the menu: the composer says whom, Escape gives it up, and the draft keeps it over a reload.
  await mina.act('Line 130', 'Reply');
  const preview = mina.page.locator('.madang-composer__reply');
  await preview.waitFor();
  assert.match(await preview.innerText(), /Replying to Jun\s+Line 130/);
  await until(() => mina.input.evaluate((input) => input.getRootNode().activeElement === input), 'the field to have the focus');
  await mina.page.keyboard.press('Escape');
  await preview.waitFor({ state: 'hidden' });
  await mina.act('Line 129', 'Reply');
  await mina.input.fill('Under the');
  await mina.page.waitForTimeout(900);
  await mina.page.reload();
  await mina.open();
  await mina.sees('Line 130');
  assert.match(await preview.innerText(), /Replying to Jun\s+Line 129/);
  assert.equal(await mina.input.inputValue(), 'Under the');
  await mina.send('Under the tree');
  await preview.waitFor({ state: 'hidden' });
  await jun.sees('Under the tree');
  assert.match(await quoteIn(jun.row('Under the tree')).innerText(), /You\s+Line 129/);

  // By the key, offline and over a reload: the outbox keeps what is answered.
  await mina.timeline.focus();
  await mina.page.keyboard.press('ArrowUp');
  await mina.page.keyboard.press('r');
  assert.match(await preview.innerText(), /Replying to Mina\s+Under the tree/);
  await mina.page.keyboard.type('At ten');
  await mina.page.keyboard.press('Enter');
  await jun.sees('At ten');
  assert.match(await quoteIn(jun.row('At ten')).innerText(), /Mina\s+Under the tree/);

  // A quote of what is not held: one click leads there, and the pill back.
  await peer.ask('send', { channel_id: CHANNEL, client_id: 'far-reply-01', text: 'About the first question', reply_to: 1 });
  await mina.sees('About the first question');
  await quoteIn(mina.row('About the first question')).click();
  await mina.sees('Where do we meet?');
  const found = mina.row('Where do we meet?').first();
  await until(async () => (await found.getAttribute('data-sought')) === '', 'the message to stand out');
  const [view, box] = [await mina.timeline.boundingBox(), await found.boundingBox()];
  assert.ok(box.y >= view.y && box.y + box.height <= view.y + view.height, 'it is on screen');
  await mina.pill.click();
  await mina.sees('About the first question');

  // Changed is changed in the quote as well, and deleted is gone from it: live, and for who comes later.
  await peer.ask('edit', { channel_id: CHANNEL, seq: 1, text: 'Where exactly do we meet?' });
  await until(async () => /Where exactly/.test(await quoteIn(mina.row('About the first question')).innerText()), 'the edit in the quote');
  await peer.ask('delete', { channel_id: CHANNEL, seq: 1 });
  for (const someone of [mina, jun]) {
    const quote = quoteIn(someone.row('About the first question'));
    await until(async () => /Original message deleted/.test(await quote.innerText()), 'the deletion in the quote');
  }
  const later = await (await it.visit({ user: 'noor' })).open();
  await later.sees('About the first question');
  assert.match(await quoteIn(later.row('About the first question')).innerText(), /Original message deleted/);

  // Answering what was deleted meanwhile fails with a way on.
  await mina.act('Line 130', 'Reply');
  const stored = await peer.history(CHANNEL);
  const { seq } = stored.find((message) => message.text === 'Line 130');
  await peer.ask('delete', { channel_id: CHANNEL, seq });
  await preview.waitFor({ state: 'hidden' });
});
