import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const LONG = 'The clay rests for a year under wet straw before anybody touches it. '.repeat(6);
const text = (number) => (number % 7 === 0 ? `${number}: ${LONG}` : `${number}: plain`);

async function filled(t, count) {
  const it = await world(t);
  const peer = await it.peer('jun');
  for (let number = 1; number <= count; number++) await peer.send(CHANNEL, text(number));
  return { it, peer };
}

/** Distance of the view from the newest end, in pixels. */
const fromEnd = (widget) => widget.timeline.evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));

/** A row in the middle of the view, and where it is. */
const anchor = (widget) =>
  widget.timeline.evaluate((node) => {
    const view = node.getBoundingClientRect();
    const rows = [...node.querySelectorAll('.madang-message')];
    const row = rows.find((one) => one.getBoundingClientRect().top > view.top + view.height / 3);
    return row && { seq: row.dataset.seq, top: Math.round(row.getBoundingClientRect().top - view.top) };
  });
const topOf = (widget, seq) =>
  widget.timeline.evaluate((node, number) => {
    const row = node.querySelector(`.madang-message[data-seq="${number}"]`);
    return row ? Math.round(row.getBoundingClientRect().top - node.getBoundingClientRect().top) : null;
  }, seq);

test('older pages arrive above without a jump, to the very first message and back', { timeout: 180_000 }, async (t) => {
  const { it } = await filled(t, 400);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.sees('400: plain');
  await until(async () => (await fromEnd(mina)) <= 1, 'the view at the newest end');

  // The wheel, as a hand turns it; every frame is watched for a row that moves against the hand.
  const box = await mina.timeline.boundingBox();
  await mina.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await mina.timeline.evaluate((node) => {
    const seen = (window.jumps = []);
    let last = null;
    const look = () => {
      const view = node.getBoundingClientRect();
      const now = new Map([...node.querySelectorAll('.madang-message')].map((row) => [row.dataset.seq, row.getBoundingClientRect().top - view.top]));
      if (last) {
        // All rows that were on screen move as one, and only downwards while one scrolls up.
        const moves = [...last].filter(([seq, top]) => now.has(seq) && top > 0 && top < view.height).map(([seq, top]) => now.get(seq) - top);
        if (moves.length && (Math.max(...moves) - Math.min(...moves) > 2 || Math.min(...moves) < -2)) seen.push([Math.min(...moves), Math.max(...moves)]);
      }
      last = now;
      window.watching = requestAnimationFrame(() => painted.port2.postMessage(0));
    };
    // Right after a frame is painted: within it, what came above is not yet made up for.
    const painted = new MessageChannel();
    painted.port1.onmessage = look;
    look();
  });
  const first = async () => mina.timeline.evaluate((node) => Math.min(...[...node.querySelectorAll('.madang-message[data-seq]')].map((row) => Number(row.dataset.seq))));
  for (let turn = 0; turn < 400 && (await first()) > 1; turn++) {
    await mina.page.mouse.wheel(0, -420);
    await mina.page.waitForTimeout(30);
  }
  assert.equal(await first(), 1);
  await mina.page.waitForTimeout(300);
  const jumps = await mina.page.evaluate(() => (cancelAnimationFrame(window.watching), window.jumps));
  assert.deepEqual(jumps, [], 'rows moved against the hand');
  const rows = await mina.messages.count();
  assert.ok(rows < 400, `${rows} rows are in the DOM`);

  await mina.pill.click();
  await until(async () => (await fromEnd(mina)) <= 1, 'the newest end again');
  await mina.sees('400: plain');
});

test('an older page that comes late, while the view rests, moves nothing', { timeout: 120_000 }, async (t) => {
  const { it } = await filled(t, 200);
  const mina = await it.visit({ user: 'mina' });
  let pages = 0;
  let late = false;
  await mina.page.routeWebSocket(/\/ws/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (!String(frame).includes('"kind":"history_page"') || pages++ === 0) return socket.send(frame);
      setTimeout(() => ((late = true), socket.send(frame)), 2_000);
    });
  });
  await mina.open();
  await mina.sees('200: plain');
  await mina.wheel(-1200);
  const held = await anchor(mina);
  assert.ok(pages === 2 && !late, `the second page is on its way: ${pages}`);
  await until(() => late, 'the second page');
  await mina.still();
  assert.ok(Math.abs((await topOf(mina, held.seq)) - held.top) <= 2, `${held.top} became ${await topOf(mina, held.seq)}`);
});

test('late heights above, such as fonts or pictures, do not move what is read', { timeout: 120_000 }, async (t) => {
  const { it } = await filled(t, 200);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.sees('200: plain');
  await mina.still();
  await mina.wheel(-1200);
  const before = await anchor(mina);
  // A row above the view grows, as with a picture that came late.
  const grown = await mina.timeline.evaluate((node) => {
    const view = node.getBoundingClientRect();
    const above = [...node.querySelectorAll('.madang-message')].filter((row) => row.getBoundingClientRect().bottom < view.top);
    above.slice(-3).forEach((row) => (row.style.paddingBlockEnd = '70px'));
    return above.length;
  });
  assert.ok(grown > 0, 'rows are kept above the view');
  await mina.still();
  assert.ok(Math.abs((await topOf(mina, before.seq)) - before.top) <= 2, `${before.top} became ${await topOf(mina, before.seq)}`);

  // At the end it sticks: what grows below or above pushes the rest up.
  await mina.wheel(Infinity);
  await mina.timeline.evaluate((node) => ([...node.querySelectorAll('.madang-message')].at(-1).style.paddingBlockEnd = '90px'));
  await until(async () => (await fromEnd(mina)) <= 1, 'the end to stick');
});

test('new messages: at the end it follows, further up it holds still and says how many', { timeout: 120_000 }, async (t) => {
  const { it, peer } = await filled(t, 120);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.sees('120: plain');
  await peer.send(CHANNEL, 'while at the end');
  await mina.sees('while at the end');
  await until(async () => (await fromEnd(mina)) <= 1, 'the view to follow');
  assert.equal(await mina.pill.count(), 0);

  await mina.wheel(-900);
  const before = await anchor(mina);
  for (let number = 1; number <= 3; number++) await peer.send(CHANNEL, `from below ${number}`);
  await mina.pill.filter({ hasText: '3 new messages' }).waitFor();
  assert.equal(await topOf(mina, before.seq), before.top, 'what is read stands still');
  await mina.pill.click();
  await mina.sees('from below 3');
  await until(async () => (await fromEnd(mina)) <= 1, 'the newest end');
  assert.equal(await mina.pill.count(), 0);

  // One's own message goes to the end from wherever one is.
  await mina.wheel(-900);
  await mina.send('mine goes to the end');
  await until(async () => (await fromEnd(mina)) <= 1, 'the end after an own message');
  await mina.sees('mine goes to the end');
});
