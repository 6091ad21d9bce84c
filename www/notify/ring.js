/** Tells of a message: a sound, and a notification of the browser when the page is not looked at. Of all tabs, one does. */
import { device } from './device.js';
import { ENGLISH } from './strings.js';

/** A tab in which it is seen speaks first, and then nothing rings. */
const SEEN_FIRST_MS = 250;
/** A tab that comes to hear of it later than this rings again. */
const CLAIM_MS = 15_000;
/** A burst of messages rings once. */
const PAUSE_MS = 2_000;

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ channelId: string, seq: number, nickname: string, text: string, silent: boolean, seen: boolean }} Message */

let rang = -PAUSE_MS;

/** Whether no other tab of this site has it. Without locks (an old browser, no https) each tab is alone. @param {string} name */
const claim = (name) =>
  new Promise((answer) => {
    if (!navigator.locks) return answer(true);
    const held = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      answer(!!lock);
      return lock && new Promise((done) => setTimeout(done, CLAIM_MS));
    });
    held.catch(() => answer(true));
  });

/** @param {Given & { app: string, keeps: boolean, message: Message }} given */
export async function ring(given) {
  const { message, app } = given;
  if (message.silent) return;
  if (!message.seen) await new Promise((later) => setTimeout(later, SEEN_FIRST_MS));
  const first = await claim(`madang ${app} ${message.channelId} ${message.seq}`);
  if (!first || message.seen || performance.now() - rang < PAUSE_MS) return;
  rang = performance.now();
  const { sound, alert } = device(given);
  const away = document.hidden || !document.hasFocus();
  if (alert && away) show(given);
  if (sound) await play();
}

/** @param {Given & { message: Message }} given */
function show({ message, strings, go }) {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const body = message.text || strings.NOTIFY__FILE__TEXT || ENGLISH.NOTIFY__FILE__TEXT;
    const shown = new Notification(message.nickname || document.title, { body, tag: message.channelId, silent: true });
    shown.onclick = () => {
      focus();
      go(message.channelId, message.seq);
      shown.close();
    };
  } catch {
    // On Android only a service worker may.
  }
}

/** Two short notes, without a file. */
async function play() {
  try {
    const audio = new AudioContext();
    if (audio.state !== 'running') await Promise.race([audio.resume(), new Promise((late) => setTimeout(late, 200))]);
    if (audio.state === 'running') {
      [660, 880].forEach((pitch, at) => {
        const [note, loudness] = [audio.createOscillator(), audio.createGain()];
        const begin = audio.currentTime + at * 0.11;
        note.frequency.value = pitch;
        loudness.gain.setValueAtTime(0.0001, begin);
        loudness.gain.exponentialRampToValueAtTime(0.09, begin + 0.015);
        loudness.gain.exponentialRampToValueAtTime(0.0001, begin + 0.22);
        note.connect(loudness).connect(audio.destination);
        note.start(begin);
        note.stop(begin + 0.24);
      });
      await new Promise((ended) => setTimeout(ended, 450));
    }
    await audio.close();
  } catch {
    // A page may forbid sound, and a machine may have none.
  }
}
