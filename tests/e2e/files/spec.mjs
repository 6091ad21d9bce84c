import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from '../harness/world.mjs';

const chips = (widget) => widget.page.locator('.madang-attachment');
const pictures = (widget) => widget.page.locator('.madang-message .madang-file[data-kind=image]');
const loaded = (widget, count) => until(async () => (await widget.page.locator('.madang-message .madang-file[data-kind=image][data-state=loaded]').count()) === count, `${count} pictures to be loaded`, 30_000);

test('pictures and a document are attached, uploaded, sent and seen, with room for them before they are loaded', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const [mina, jun] = [await it.visit({ user: 'mina' }), await it.visit({ user: 'jun' })];
  await mina.open();
  await jun.open();
  await mina.send('Here they come');
  await jun.sees('Here they come');
  await choose(
    mina,
    ['달항아리.jpg', 'image/jpeg', await jpeg(mina.page, 1600, 900, { telling: true })],
    ['tall.jpg', 'image/jpeg', await jpeg(mina.page, 700, 1200, { hue: 30 })],
    ['A list of everything that is in the yard.txt', 'text/plain', Buffer.from('one\ntwo\n')],
  );
  await until(async () => (await chips(mina).count()) === 3, 'three chips');
  await until(async () => (await mina.page.locator('.madang-attachment[data-state=done]').count()) === 3, 'three uploads', 30_000);
  await mina.page.screenshot({ path: it.screenshotPath('files-composer') });

  // What is shown has its place before it is there: the pictures are held back meanwhile.
  let go;
  const held = new Promise((free) => (go = free));
  await jun.page.route(/\/files\/[0-9a-f]{32}\//, async (route) => {
    await held;
    await route.continue();
  });
  await mina.send('The jar and the tall one');
  await jun.sees('The jar and the tall one');
  await until(async () => (await pictures(jun).count()) === 2, 'two places');
  const measure = () =>
    jun.timeline.evaluate((timeline) => [
      timeline.scrollHeight,
      Math.round(timeline.scrollTop),
      ...[...timeline.querySelectorAll('.madang-file')].map((file) => Math.round(file.getBoundingClientRect().height)),
    ]);
  await jun.page.waitForTimeout(400);
  const before = await measure();
  assert.ok(before.slice(2).every((height) => height > 40), `${before}`);
  go();
  await loaded(jun, 2);
  assert.deepEqual(await measure(), before, 'nothing moved');
  await loaded(mina, 2);
  await mina.state('The jar and the tall one', 'sent', 'delivered', 'read');
  await jun.page.screenshot({ path: it.screenshotPath('files-message') });

  // Turned upright by the server, and nothing of where it was taken.
  const peer = await it.peer('judge');
  const message = (await peer.history(CHANNEL)).at(-1);
  const [jar, tall, list] = message.files;
  assert.deepEqual([jar.name, jar.width, jar.height, tall.width, list.kind], ['달항아리.jpg', 900, 1600, 700, 'document']);
  const links = async (user, ids) => {
    const answer = await fetch(`${it.server.url}/files/links?app_id=${it.server.app.app_id}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${it.server.token(user)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ file_ids: ids }),
    });
    return (await answer.json()).links;
  };
  const [link] = await links('judge', [jar.file_id]);
  const bytes = Buffer.from(await (await fetch(it.server.url + link.path)).arrayBuffer());
  assert.ok(!bytes.includes('GPS') && !bytes.includes('Exif'));

  // A stranger's address leads nowhere, and with the message the file is gone.
  const bare = `${it.server.url}/files/${jar.file_id}/original?app_id=${it.server.app.app_id}`;
  const late = `${bare}&until=9999999999&signature=${'0'.repeat(32)}`;
  assert.deepEqual([(await fetch(bare)).ok, (await fetch(late)).status], [false, 404]);
  await mina.act('The jar and the tall one', 'Delete');
  await until(async () => (await fetch(it.server.url + link.path)).status === 404, 'the file to be gone');
  await until(async () => (await pictures(jun).count()) === 0, 'the pictures to be gone');
});

test('files are dropped, pasted, taken back, and refused with a reason', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(/status of 415/);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  const view = mina.page.locator('.madang-panel__view').first();
  const carried = (name, type, text) =>
    mina.page.evaluateHandle(
      ([fileName, mime, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], fileName, { type: mime }));
        return data;
      },
      [name, type, text],
    );
  const dataTransfer = await carried('dropped.txt', 'text/plain', 'dropped');
  await view.dispatchEvent('dragover', { dataTransfer });
  await mina.page.locator('.madang-drop').waitFor({ state: 'visible' });
  await mina.page.screenshot({ path: it.screenshotPath('files-drop') });
  await view.dispatchEvent('drop', { dataTransfer });
  await mina.page.locator('.madang-drop').waitFor({ state: 'hidden' });
  await until(async () => (await chips(mina).count()) === 1, 'the dropped file');
  await mina.input.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }));
  });
  await until(async () => (await chips(mina).count()) === 2, 'the pasted file');
  await choose(mina, ['evil.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]);
  const refused = chips(mina).filter({ hasText: 'evil.svg' });
  await refused.filter({ hasText: 'Files of this kind cannot be sent' }).waitFor();
  await mina.page.screenshot({ path: it.screenshotPath('files-refused') });
  await refused.getByRole('button', { name: 'Remove evil.svg' }).click();
  await mina.page.getByRole('button', { name: 'Remove dropped.txt' }).click();
  await until(async () => (await chips(mina).count()) === 1, 'one file left');
  // A file alone is a message.
  await mina.sendButton.click();
  await until(async () => (await mina.page.locator('.madang-message[data-state=sent] .madang-file[data-file-id], .madang-message[data-state=delivered] .madang-file[data-file-id]').count()) === 1, 'the message to be sent', 30_000);
  assert.equal(await chips(mina).count(), 0);
  const stored = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual(stored.map((message) => [message.text, message.files.map((file) => file.name)]), [['', ['pasted.txt']]]);
  const download = mina.page.waitForEvent('download');
  await mina.page.getByRole('button', { name: /pasted\.txt .*Download/ }).click();
  assert.equal((await download).suggestedFilename(), 'pasted.txt');
});

test('an upload that loses its line goes on where it was, later texts do not wait, and a cancelled one is gone', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE, /status of 404/);
  const [mina, jun] = [await it.visit({ user: 'mina' }), await it.visit({ user: 'jun' })];
  await mina.open();
  await jun.open();
  const offsets = [];
  let slow = true;
  await mina.page.route(/\/files\/[0-9a-f]{32}\?/, async (route) => {
    const request = route.request();
    if (request.method() === 'PATCH') {
      offsets.push(Number(request.headers()['upload-offset']));
      if (slow) await new Promise((later) => setTimeout(later, 120));
    }
    await route.continue().catch(() => {});
  });
  const long = Buffer.alloc(3_000_000, 'a line of the long list\n');
  await choose(mina, ['long.txt', 'text/plain', long]);
  await mina.send('with a long list');
  await until(async () => offsets.length > 3, 'some parts to be on their way');
  await mina.page.context().setOffline(true);
  await mina.page.waitForTimeout(1500);
  await mina.state('with a long list', 'pending');
  const before = offsets.length;
  await mina.page.context().setOffline(false);
  await mina.connected();
  await mina.send('and meanwhile a text');
  await jun.sees('and meanwhile a text');
  assert.equal(await jun.row('with a long list').count(), 0);
  slow = false;
  await jun.sees('with a long list');
  const stored = await (await it.peer('judge')).history(CHANNEL);
  assert.deepEqual(stored.map((message) => message.text), ['and meanwhile a text', 'with a long list']);
  assert.equal(stored[1].files[0].size, long.length);
  assert.ok(offsets.slice(before).every((offset) => offset > 0), `it began anew: ${offsets}`);

  slow = true;
  await choose(mina, ['gone.txt', 'text/plain', long]);
  await mina.send('never');
  await mina.row('never').locator('.madang-ring').click();
  await until(async () => (await mina.row('never').locator('.madang-file').count()) === 0, 'the file to be gone');
  await jun.sees('never');
  assert.equal(await jun.row('never').locator('.madang-file').count(), 0);
});
