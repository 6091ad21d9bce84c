import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNEL, world } from '../harness/world.mjs';

/** The keys of an input method, as Chromium hears them through the devtools protocol. */
class Ime {
  constructor(cdp) {
    this.cdp = cdp;
  }
  /** A key that the input method took: 229. */
  async taken(type, code) {
    await this.cdp.send('Input.dispatchKeyEvent', { type, key: 'Process', code, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
  }
  compose(text) {
    return this.cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  /** Syllable by syllable, each keystroke a new composition text. */
  async type(...steps) {
    for (const step of steps) {
      await this.taken('rawKeyDown', 'KeyG');
      await this.compose(step);
      await this.taken('keyUp', 'KeyG');
    }
  }
  commit(text) {
    return this.cdp.send('Input.insertText', { text });
  }
  async enter(type = 'keyDown') {
    const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 };
    if (type === 'keyDown') {
      await this.cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', unmodifiedText: '\r', ...key });
      await this.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    } else await this.cdp.send('Input.dispatchKeyEvent', { type, ...key });
  }
}

async function ready(t) {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  await mina.input.focus();
  const ime = new Ime(await mina.page.context().newCDPSession(mina.page));
  const peer = await it.peer('judge');
  return {
    it,
    mina,
    ime,
    /** What was sent, after all that could still come has come. */
    sent: async () => {
      await mina.page.waitForTimeout(500);
      return (await peer.history(CHANNEL)).map((message) => message.text);
    },
  };
}

test('Korean: one Enter in mid-syllable commits and sends once', { timeout: 60_000 }, async (t) => {
  const { ime, mina, sent } = await ready(t);
  await ime.type('ㅇ', '아', '안');
  await ime.commit('안');
  await ime.type('ㄴ', '녀', '녕');
  // The order of Chromium: keydown 229 while composing, the end of the composition, the key goes up.
  await ime.taken('rawKeyDown', 'Enter');
  await ime.commit('녕');
  await ime.enter('keyUp');
  assert.deepEqual(await sent(), ['안녕']);
  assert.equal(await mina.input.inputValue(), '');
});

test('Korean, where a second plain keydown follows the commit: still once', { timeout: 60_000 }, async (t) => {
  const { ime, mina, sent } = await ready(t);
  await ime.type('ㄴ', '네');
  await ime.taken('rawKeyDown', 'Enter');
  await ime.commit('네');
  await ime.enter();
  assert.deepEqual(await sent(), ['네']);
  assert.equal(await mina.input.inputValue(), '');
  await ime.type('ㄷ', '두', '둘');
  await ime.taken('rawKeyDown', 'Enter');
  await ime.commit('둘');
  await ime.enter();
  assert.deepEqual(await sent(), ['네', '둘']);
});

test('Japanese: Enter in a conversion only commits, the next one sends', { timeout: 60_000 }, async (t) => {
  const { ime, mina, sent } = await ready(t);
  await ime.type('に', 'にほ', 'にほん', 'にほんご');
  await ime.compose('日本語');
  await ime.taken('rawKeyDown', 'Enter');
  await ime.commit('日本語');
  await ime.enter('keyUp');
  assert.deepEqual(await sent(), []);
  assert.equal(await mina.input.inputValue(), '日本語');
  await ime.enter();
  assert.deepEqual(await sent(), ['日本語']);
});

test('Chinese: Enter takes the letters as they are, the next one sends', { timeout: 60_000 }, async (t) => {
  const { ime, mina, sent } = await ready(t);
  await ime.type('n', 'ni', 'ni h', 'ni ha', 'ni hao');
  await ime.taken('rawKeyDown', 'Enter');
  await ime.commit('nihao');
  await ime.enter('keyUp');
  assert.deepEqual(await sent(), []);
  assert.equal(await mina.input.inputValue(), 'nihao');
  await ime.type('n', 'ni');
  await ime.commit('你');
  await ime.enter();
  assert.deepEqual(await sent(), ['nihao你']);
});

test('the order of Safari: the composition ends, then comes keydown 229', { timeout: 60_000 }, async (t) => {
  const { mina, sent } = await ready(t);
  const play = (text) =>
    mina.input.evaluate((field, composed) => {
      const composition = (type) => field.dispatchEvent(new CompositionEvent(type, { data: composed, bubbles: true, composed: true }));
      const key = (type, more) => field.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', code: 'Enter', bubbles: true, composed: true, cancelable: true, ...more }));
      composition('compositionstart');
      composition('compositionupdate');
      field.value += composed;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: composed, inputType: 'insertCompositionText' }));
      composition('compositionend');
      key('keydown', { keyCode: 229 });
      key('keyup', { keyCode: 13 });
    }, text);
  await play('감사합니다');
  assert.deepEqual(await sent(), ['감사합니다']);
  await play('変換');
  assert.deepEqual(await sent(), ['감사합니다'], 'Japanese only commits');
  assert.equal(await mina.input.inputValue(), '変換');
});
