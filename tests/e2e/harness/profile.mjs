/**
 * What a conversation runs until it is in use: `cargo xtask profile` runs this on a module that notes which functions were
 * entered. Whatever comes without anybody's doing belongs here (the network, the window, others who write); what a
 * person asks for later (menus, editing, searching) does not: it arrives right after the first view.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { enter, group } from './group.mjs';
import { head, pages } from './linked.mjs';
import { jpeg } from './pictures.mjs';
import { CHANNEL, OFFLINE_NOISE, world } from './world.mjs';

const ran = new Set();

/** Keeps what the page's modules export. */
const KEEP = () => {
  window.instances = [];
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    window.instances.push(made.instance ?? made);
    return made;
  };
};

/** @param {import('./widget.mjs').Widget} widget */
async function note(widget) {
  const found = await widget.page.evaluate(() =>
    window.instances.flatMap(({ exports }) => Object.keys(exports).filter((name) => /^ran\d+$/.test(name) && exports[name].value).map((name) => Number(name.slice(3)))),
  );
  assert.ok(found.length > 100, 'the module notes what runs');
  found.forEach((number) => ran.add(number));
}

async function anew(widget) {
  await widget.page.addInitScript(KEEP);
  await widget.page.reload();
}

const TEXTS = ['Is it glazed?', 'It is *celadon*, see `kiln 3` and https://example.com/kiln', '달항아리 아직 있어요?', '🎉', 'A long one. '.repeat(60), '> quoted\n- one\n- two'];

test('one conversation: cold, in use, without a network, with a server that went away, and again from the cache', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  it.expected.push(OFFLINE_NOISE);
  const jun = await it.peer('jun');
  for (let number = 0; number < 60; number++) await jun.send(CHANNEL, `${TEXTS[number % TEXTS.length]} ${number}`);
  await jun.ask('react', { channel_id: CHANNEL, seq: 58, emoji: '👍', on: true });
  await jun.ask('edit', { channel_id: CHANNEL, seq: 57, text: 'Edited' });
  await jun.ask('delete', { channel_id: CHANNEL, seq: 56 });
  await jun.ask('send', { channel_id: CHANNEL, client_id: 'a-reply-to-59', text: 'An answer', reply_to: 59 });
  const mina = await it.visit({ user: 'mina' });
  await anew(mina);
  await mina.open();
  await mina.sees('An answer');
  await jun.send(CHANNEL, 'Just now');
  await mina.sees('Just now');
  await jun.ask('edit', { channel_id: CHANNEL, seq: 62, text: 'Just a moment ago' });
  await mina.sees('Just a moment ago');
  await jun.ask('react', { channel_id: CHANNEL, seq: 62, emoji: '👍', on: true });
  await mina.row('Just a moment ago').locator('.madang-reaction').first().waitFor();
  await jun.ask('delete', { channel_id: CHANNEL, seq: 55 });
  jun.tell('typing', { channel_id: CHANNEL, active: true });
  await mina.page.locator('.madang-typing', { hasText: 'typing' }).waitFor();
  await mina.input.pressSequentially('I am typing');
  await mina.input.press('Enter');
  await mina.state('I am typing', 'sent', 'delivered', 'read');
  await jun.ask('mark_read', { channel_id: CHANNEL, seq: 63 });
  await mina.row('Just a moment ago').hover();
  await mina.page.mouse.wheel(0, -400);
  await mina.timeline.evaluate((timeline) => (timeline.scrollTop = 0));
  await mina.sees('kiln 3');
  await mina.page.setViewportSize({ width: 390, height: 844 });
  await mina.page.context().setOffline(true);
  await mina.banner.waitFor();
  await mina.page.context().setOffline(false);
  await mina.connected();
  await it.server.kill();
  await mina.send('Are you there?');
  await mina.banner.waitFor();
  await mina.page.waitForTimeout(300); // until it is kept on the device
  await note(mina);
  await mina.page.reload();
  await mina.launcher.click();
  await mina.state('Are you there?', 'pending');
  await it.server.start();
  await mina.state('Are you there?', 'sent', 'delivered', 'read');
  await mina.page.evaluate(() => window.madang.close());
  await mina.panel.waitFor({ state: 'hidden' });
  await note(mina);
  await mina.page.reload();
  await mina.open();
  await mina.sees('Are you there?');
  await note(mina);
  const visitor = await it.visit({ locale: 'ko-KR', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await anew(visitor);
  await visitor.open();
  await visitor.send('지나가다 들렀어요');
  await visitor.state('지나가다 들렀어요', 'sent', 'delivered', 'read');
  await note(visitor);
});

/** Uploads a file, as a page would. */
async function upload(it, user, bytes, announced) {
  const headers = { authorization: `Bearer ${it.server.token(user)}`, 'content-type': 'application/json' };
  const ask = (path, method, more) => fetch(`${it.server.url}/files${path}?app_id=${it.server.app.app_id}`, { method, headers, ...more });
  const { file_id } = await (await ask('', 'POST', { body: JSON.stringify({ size: bytes.length, ...announced }) })).json();
  await ask(`/${file_id}`, 'PATCH', { body: bytes, headers: { ...headers, 'content-type': 'application/octet-stream', 'upload-offset': '0' } });
  await ask(`/${file_id}/complete`, 'POST');
  return file_id;
}

test('a list of conversations, and one of them', { timeout: 120_000 }, async (t) => {
  const site = await pages(t);
  const { it, id, peer, widgets: [jun] } = await group(t, ['jun']);
  await peer.send(id, 'The kiln is warm');
  await anew(jun);
  await jun.launcher.click();
  await enter(jun);
  await jun.sees('The kiln is warm');
  await peer.send(id, 'Come over');
  await jun.sees('Come over');
  const phone = await it.peer('jun');
  await phone.send(id, 'Is there tea?');
  await jun.sees('Is there tea?');
  await peer.send(`${id}.3`, 'There is');
  await jun.page.locator('.madang-message__thread[data-unread]').waitFor();
  site.answers['/kiln'] = head({ title: 'A kiln', description: 'It is warm' });
  await peer.send(id, `See ${site.url('/kiln')}`);
  await jun.page.locator('.madang-preview').waitFor();
  const files = [
    await upload(it, 'mina', await jpeg(jun.page, 900, 600), { name: 'jar.jpg', mime: 'image/jpeg' }),
    await upload(it, 'mina', Buffer.from('\x1a\x45\xdf\xa3 and sound', 'latin1'), { name: 'voice.webm', mime: 'audio/webm', duration_ms: 4_200, waveform: '0af3' }),
    await upload(it, 'mina', Buffer.from('plain'), { name: 'list.txt', mime: 'text/plain' }),
  ];
  await peer.ask('send', { channel_id: id, client_id: 'with-files-01', text: '', files });
  await jun.page.locator('.madang-file[data-waveform]').waitFor();
  // On another device of the same person.
  await phone.ask('do_not_disturb', { until: Date.now() + 60_000 });
  for (const pinned of [true, false]) await phone.ask('set_preference', { channel_id: id, notify: 'mentions', pinned });
  await jun.page.getByRole('button', { name: 'Back' }).click();
  await jun.page.locator('.madang-channels__row[data-notify=mentions]').waitFor();
  await note(jun);
  writeFileSync(process.env.MADANG_RAN, JSON.stringify([...ran].sort((a, b) => a - b)));
});
