/** A voice message: its waveform, to be played and sought in, at three speeds; one plays at a time. */
import { ICONS, clock, icon, make } from '../kit/dom.js';
import { Word } from './files.js';

/** @typedef {import('./files.js').Options} Options */
/** @typedef {import('./links.js').Links} Links */

const BARS = 40;
const SPEEDS = [1, 1.5, 2];
const STEP_S = 3;

/** The one that plays. @type {HTMLAudioElement | undefined} */
let playing;

/** As many loudnesses as there are bars. @param {string} digits */
function bars(digits) {
  return Array.from({ length: BARS }, (_, bar) => {
    const [from, to] = [Math.floor((bar * digits.length) / BARS), Math.max(Math.ceil(((bar + 1) * digits.length) / BARS), 1)];
    return Math.max(...[...digits.slice(from, to)].map((digit) => parseInt(digit, 16)));
  });
}

/** @param {HTMLElement} place @param {Links} links @param {Options} options */
export function voice(place, links, options) {
  const words = options.words();
  const { fileId = '', waveform = '', duration = '0' } = place.dataset;
  const audio = new Audio();
  audio.preload = 'none';
  const whole = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : Number(duration) / 1000);

  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', `${words[Word.voice]}, ${clock(Number(duration) / 1000)}`);
  const press = make('button', 'madang-voice__play', { type: 'button' });
  const sign = icon(ICONS.play);
  press.append(sign);
  const wave = make('div', 'madang-voice__wave', { role: 'slider', tabindex: '0', 'aria-label': words[Word.place], 'aria-valuemin': '0' });
  for (const loud of bars(waveform)) {
    const bar = make('i', 'madang-voice__bar');
    bar.style.blockSize = `${12 + (loud / 15) * 88}%`;
    wave.append(bar);
  }
  const time = make('span', 'madang-voice__time', { 'aria-hidden': 'true' });
  const speed = make('button', 'madang-voice__speed', { type: 'button' });
  place.append(press, wave, time, speed);

  const draw = () => {
    const [at, end] = [audio.currentTime, whole()];
    const share = end ? Math.min(1, at / end) : 0;
    [...wave.children].forEach((bar, number) => bar.toggleAttribute('data-played', number < share * BARS));
    time.textContent = clock(at > 0 ? at : end);
    wave.setAttribute('aria-valuemax', String(Math.round(end)));
    wave.setAttribute('aria-valuenow', String(Math.round(at)));
    wave.setAttribute('aria-valuetext', `${clock(at)} / ${clock(end)}`);
    press.setAttribute('aria-label', words[audio.paused ? Word.play : Word.pause]);
    const path = sign.firstElementChild;
    path?.setAttribute('d', audio.paused ? ICONS.play : ICONS.pause);
    path?.toggleAttribute('data-filled', audio.paused);
    speed.textContent = `${audio.playbackRate}×`;
    speed.setAttribute('aria-label', `${words[Word.speed]} ${audio.playbackRate}×`);
  };

  let tries = 0;
  const source = async () => {
    if (!audio.src) audio.src = (await links.get(fileId, tries > 0)).original;
  };
  const play = async () => {
    if (playing !== audio) playing?.pause();
    playing = audio;
    const { playbackRate } = audio;
    try {
      await source();
      audio.defaultPlaybackRate = audio.playbackRate = playbackRate;
      await audio.play();
      tries = 0;
    } catch {
      // A link ends after minutes.
      const at = audio.currentTime;
      audio.removeAttribute('src');
      if (tries++ < 2) await play().then(() => (at ? seek(at) : undefined));
      else place.dataset.state = 'failed';
    }
  };
  const seek = async (/** @type {number} */ to) => {
    await source();
    const wanted = Math.max(0, Math.min(to, whole()));
    if (audio.readyState) audio.currentTime = wanted;
    else {
      audio.preload = 'metadata';
      audio.addEventListener('loadedmetadata', () => (audio.currentTime = wanted), { once: true });
      audio.load();
    }
  };
  press.addEventListener('click', () => (audio.paused ? play() : audio.pause()));
  speed.addEventListener('click', () => {
    audio.defaultPlaybackRate = audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    draw();
  });
  wave.addEventListener('pointerdown', (event) => {
    const { left, width } = wave.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    seek((getComputedStyle(wave).direction === 'rtl' ? 1 - share : share) * whole());
  });
  wave.addEventListener('keydown', (event) => {
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S, Home: -Infinity, End: Infinity });
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    seek(audio.currentTime + steps[event.key]);
  });
  for (const name of ['timeupdate', 'play', 'pause', 'seeked', 'loadedmetadata']) audio.addEventListener(name, draw);
  audio.addEventListener('ended', () => (audio.currentTime = 0));
  // Nothing goes on playing out of sight of whoever could stop it.
  new MutationObserver((_, watch) => {
    if (place.isConnected) return;
    audio.pause();
    watch.disconnect();
  }).observe(place.getRootNode(), { childList: true, subtree: true });
  draw();
}
