/** Records a voice message, in the place of the composer's field: pause, listen, go on, cancel, send. */
import { ICONS, clock, iconButton, make, style, toast } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import { Recorder } from './recorder.js';
import { ENGLISH } from './strings.js';
import css from './voice.css';

/** @typedef {import('../kit/sheet.js').Given & { host: HTMLElement }} Given `host` is the composer's line */

const LONGEST_MS = 15 * 60_000;
/** Shorter than this it was a slip. */
const SHORTEST_MS = 500;
const BARS = 48;

let asking = false;

/** @param {Given} given */
export async function open(given) {
  if (asking || given.host.querySelector('.madang-recorder')) return;
  const words = new Words(ENGLISH, given);
  asking = true;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    if (given.host.isConnected) new Voice(given, words, stream);
    else stream.getTracks().forEach((track) => track.stop());
  } catch (failure) {
    const name = /** @type {Error} */ (failure).name;
    const key = name === 'NotAllowedError' ? 'REFUSED' : name === 'NotFoundError' ? 'MISSING' : 'FAILED';
    toast(given.panel, words.text(`VOICE__${key}__TEXT`));
  } finally {
    asking = false;
  }
}

class Voice {
  #host;
  #words;
  #recorder;
  #node;
  #wave = make('div', 'madang-recorder__wave', { 'aria-hidden': 'true' });
  #time = make('span', 'madang-recorder__time', { role: 'timer' });
  #pause;
  #listen;
  /** Plays what there is so far. @type {AudioContext | undefined} */
  #audio;
  /** @type {Element[]} */
  #below;
  #gone;

  /** @param {Given} given @param {Words} words @param {MediaStream} stream */
  constructor({ host, panel }, words, stream) {
    style(panel, css);
    this.#host = host;
    this.#words = words;
    const say = (/** @type {string} */ key) => words.text(`VOICE__${key}__LABEL`);
    this.#node = make('div', 'madang-recorder', { role: 'group', 'aria-label': say('RECORDING') });
    this.#pause = iconButton(ICONS.pause, say('PAUSE'), () => (this.#recorder.paused ? this.#resume() : this.#rest()));
    this.#listen = iconButton(ICONS.play, say('PLAY'), () => (this.#audio ? this.#silence() : this.#play()));
    const send = iconButton(ICONS.send, say('SEND'), () => this.#send());
    send.className = 'madang-composer__send';
    this.#node.append(iconButton(ICONS.trash, say('CANCEL'), () => this.#end()), this.#listen, make('span', 'madang-recorder__dot'), this.#time, this.#wave, this.#pause, send);
    this.#below = [...host.children].filter((child) => !child.hasAttribute('inert'));
    this.#below.forEach((child) => child.toggleAttribute('inert', true));
    host.append(this.#node);
    this.#node.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      this.#end();
    });
    this.#recorder = new Recorder(stream, () => this.#draw());
    // The microphone is on only while somebody can see that it is.
    this.#gone = new MutationObserver(() => this.#node.isConnected || this.#end());
    this.#gone.observe(host.getRootNode(), { childList: true, subtree: true });
    this.#draw();
    send.focus();
  }

  #draw() {
    const { ms, levels, paused } = this.#recorder;
    if (ms >= LONGEST_MS && !paused) return this.#rest();
    this.#time.textContent = clock(ms / 1000);
    this.#node.toggleAttribute('data-paused', paused);
    this.#listen.hidden = !paused;
    this.#swap(this.#pause, paused ? ICONS.mic : ICONS.pause, paused ? 'RESUME' : 'PAUSE');
    this.#swap(this.#listen, this.#audio ? ICONS.pause : ICONS.play, this.#audio ? 'PAUSE' : 'PLAY');
    const shown = levels.slice(-BARS);
    while (this.#wave.childElementCount < shown.length) this.#wave.append(make('i', 'madang-voice__bar'));
    shown.forEach((level, at) => (/** @type {HTMLElement} */ (this.#wave.children[at]).style.blockSize = `${10 + level * 90}%`));
  }

  /** @param {HTMLElement} button @param {string} path @param {string} label */
  #swap(button, path, label) {
    button.querySelector('path')?.setAttribute('d', path);
    button.setAttribute('aria-label', this.#words.text(`VOICE__${label}__LABEL`));
  }

  #rest() {
    this.#recorder.pause();
    this.#draw();
  }

  #resume() {
    this.#silence();
    this.#recorder.resume();
    this.#draw();
  }

  /** Decoded here: a page's policy may forbid players of what is in memory. */
  async #play() {
    const audio = (this.#audio = new AudioContext());
    try {
      const source = audio.createBufferSource();
      source.buffer = await audio.decodeAudioData(await (await this.#recorder.preview()).arrayBuffer());
      source.connect(audio.destination);
      source.onended = () => audio === this.#audio && this.#silence();
      source.start();
      this.#draw();
    } catch {
      this.#silence();
    }
  }

  #silence() {
    const audio = this.#audio;
    this.#audio = undefined;
    if (audio && audio.state !== 'closed') audio.close();
    if (this.#node.isConnected) this.#draw();
  }

  async #send() {
    if (this.#recorder.ms < SHORTEST_MS) return this.#end();
    const file = await this.#recorder.end(this.#words.text('VOICE__NAME__TEXT'));
    this.#end();
    this.#host.dispatchEvent(new CustomEvent('madang-voice', { detail: file }));
  }

  #end() {
    this.#gone.disconnect();
    this.#silence();
    this.#recorder.free();
    this.#node.remove();
    this.#below.forEach((child) => child.removeAttribute('inert'));
    /** @type {HTMLElement | null} */ (this.#host.querySelector('.madang-composer__voice'))?.focus();
  }
}
