import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const recorder = (widget) => widget.page.getByRole('group', { name: 'Voice message', exact: true });
const press = (widget, name) => recorder(widget).getByRole('button', { name, exact: true });
const record = (widget) => widget.page.getByRole('button', { name: 'Record a voice message' });
const note = (widget, at = 0) => widget.page.locator('.madang-file[data-waveform][data-file-id]').nth(at);
const clock = async (widget) => {
  const [minutes, seconds] = (await recorder(widget).getByRole('timer').innerText()).split(':').map(Number);
  return minutes * 60 + seconds;
};
/** Whether the browser says that a microphone is on. */
const microphones = (widget) => widget.page.evaluate(() => window.tracks.filter(({ readyState }) => readyState === 'live').length);
const watched = (profile) =>
  profile.addInitScript(() => {
    window.tracks = [];
    const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await get(wanted);
      window.tracks.push(...stream.getTracks());
      return stream;
    };
  });

async function come(it, user, context = {}) {
  const profile = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', permissions: ['microphone'], ...context });
  await watched(profile);
  const widget = await it.newPage(profile, { user });
  await widget.open();
  return widget;
}

test('one records, pauses, listens, goes on and sends; the other hears it, seeks, and hears it faster', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const mina = await come(it, 'mina');
  const jun = await come(it, 'jun');
  await record(mina).click();
  await recorder(mina).waitFor();
  assert.equal(await microphones(mina), 1);
  await until(async () => (await clock(mina)) >= 2, 'two seconds');
  await mina.page.screenshot({ path: it.screenshotPath('voice-recording') });
  await press(mina, 'Pause').click();
  const paused = await clock(mina);
  await mina.page.waitForTimeout(1_200);
  assert.equal(await clock(mina), paused, 'a pause takes no time');
  await press(mina, 'Play').click();
  await press(mina, 'Pause').waitFor();
  await press(mina, 'Play').waitFor();
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('voice-paused') });
  await press(mina, 'Record on').click();
  await until(async () => (await clock(mina)) > paused, 'it to go on');
  await press(mina, 'Send voice message').click();
  await note(mina).waitFor();
  assert.equal(await microphones(mina), 0, 'the microphone is let go');
  await note(jun).waitFor();

  const [message] = await (await it.peer('judge')).history(CHANNEL);
  const [file] = message.files;
  assert.deepEqual([message.text, file.kind, file.mime], ['', 'audio', 'audio/webm']);
  assert.ok(file.duration_ms > 2_000 && file.duration_ms < 20_000, `${file.duration_ms} ms`);
  assert.match(file.waveform, /^[0-9a-f]{20,48}$/);
  assert.ok(file.waveform.includes('f') && new Set(file.waveform).size > 3, `it is no line: ${file.waveform}`);
  assert.match(await note(jun).getAttribute('aria-label'), /^Voice message, 0:0\d$/);

  const slider = note(jun).getByRole('slider', { name: 'Position' });
  await note(jun).getByRole('button', { name: 'Play' }).click();
  await until(async () => Number(await slider.getAttribute('aria-valuenow')) >= 1, 'it to play');
  await jun.page.screenshot({ path: it.screenshotPath('voice-playing') });
  const speed = note(jun).getByRole('button', { name: 'Speed 1×' });
  await speed.click();
  await note(jun).getByRole('button', { name: 'Speed 1.5×' }).click();
  await note(jun).getByRole('button', { name: 'Speed 2×' }).waitFor();
  await note(jun).getByRole('button', { name: 'Play' }).waitFor();
  await slider.focus();
  await jun.page.keyboard.press('ArrowRight');
  await until(async () => Number(await slider.getAttribute('aria-valuenow')) >= 2, 'a step forward');
  assert.deepEqual(await violations(jun), []);
});

test('by keyboard: a recording is cancelled with Escape and leaves nothing; leaving the conversation ends it', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const mina = await come(it, 'mina', { viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
  await record(mina).press('Enter');
  await until(async () => (await clock(mina)) >= 1, 'a second');
  await mina.page.screenshot({ path: it.screenshotPath('voice-360-dark') });
  await mina.page.keyboard.press('Escape');
  await recorder(mina).waitFor({ state: 'detached' });
  assert.equal(await mina.panel.isVisible(), true, 'the panel stays');
  assert.equal(await microphones(mina), 0);
  assert.equal(await record(mina).evaluate((node) => node === node.getRootNode().activeElement), true);
  await mina.page.keyboard.press('Enter');
  await recorder(mina).waitFor();
  await mina.page.evaluate(() => window.madang.destroy());
  await until(async () => (await microphones(mina)) === 0, 'the microphone to be let go');
  assert.deepEqual(await (await it.peer('judge')).history(CHANNEL), []);
});

test('without a microphone, and where it is refused, the reason is told and one writes on', { timeout: 60_000 }, async (t) => {
  const it = await world(t);
  const mina = await come(it, 'mina');
  const refuse = (name) => mina.page.evaluate((name) => (navigator.mediaDevices.getUserMedia = async () => Promise.reject(new DOMException('no', name))), name);
  await refuse('NotAllowedError');
  await record(mina).click();
  await mina.page.getByText('There is no access to the microphone').waitFor();
  await refuse('NotFoundError');
  await record(mina).click();
  await mina.page.getByText('There is no microphone.').waitFor();
  await mina.input.fill('typed then');
  assert.equal(await record(mina).isVisible(), false, 'where there is a text, it is sent');
  await mina.input.press('Enter');
  await mina.sees('typed then');
  await record(mina).waitFor();
});
