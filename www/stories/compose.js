/** Stories of what helps to write: scheduled messages, the emoji picker, the recorder. */
import { failed, pending, refused, waiting } from './frame.js';
import { CHANNEL, LONG, MINUTE, now } from './people.js';

const waits = (/** @type {number} */ at, /** @type {string} */ text, /** @type {object} */ more = {}) => ({ channel_id: CHANNEL, client_id: `later-${at}`, text, send_at: now + at * MINUTE, ...more });
const scheduled = { scheduled: [waits(90, 'Do not forget the gloves'), waits(60 * 24 * 3, LONG), waits(-5, '늦었어요', { failed: 'muted' })] };
const draft = { text: '', mentions: '[]' };

/** @param {import('./frame.js').Stage} stage */
function beside({ panel, look }) {
  const anchor = document.createElement('button');
  anchor.className = 'madang-icon-button';
  anchor.style.cssText = 'margin-block-start:auto';
  anchor.setAttribute('aria-label', 'Emoji');
  panel.append(anchor);
  const word = (/** @type {string} */ key, /** @type {string} */ english) => look.strings[key] ?? english;
  const words = [
    word('EMOJI__PICKER__LABEL', 'Emoji'), word('EMOJI__SEARCH__LABEL', 'Search'), word('EMOJI__RECENT__LABEL', 'Recently used'),
    word('EMOJI__TONE__LABEL', 'Skin tone'), word('EMOJI__NONE__TEXT', 'No emoji found.'), word('PANEL__CLOSE__LABEL', 'Close'),
  ];
  return { anchor, words, recent: ['👍', '🌱', '❤️'], tone: 0, hear: () => {} };
}

/** The composer's field lies at the end of the panel. @param {import('./frame.js').Stage} stage @param {string} [name] */
function below({ place }, name) {
  place.style.cssText = 'margin:auto 12px 12px';
  microphone(name);
}

/** A microphone that hears a tone, or is refused. @param {string} [name] of the refusal */
function microphone(name) {
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
    configurable: true,
    value: async () => {
      if (name) throw new DOMException('', name);
      return new AudioContext().createMediaStreamDestination().stream;
    },
  });
}

/** @type {import('./frame.js').Chapter[]} */
export default [
  {
    part: 'schedule',
    stories: [
      { name: 'schedule-list', given: draft, answers: { list_scheduled: scheduled } },
      { name: 'schedule-draft', given: { text: LONG, mentions: '[]' }, answers: { list_scheduled: { scheduled: [] } } },
      { name: 'schedule-loading', given: draft, answers: { list_scheduled: pending }, then: waiting },
      { name: 'schedule-failed', given: draft, answers: { list_scheduled: refused('offline') }, then: failed },
      { name: 'schedule-refused', given: { text: 'later', mentions: '[]' }, answers: { list_scheduled: { scheduled: [] }, schedule: refused('too_many') }, then: (stage) => stage.press('.madang-schedule__submit button') },
    ],
  },
  {
    part: 'picker',
    stories: [
      { name: 'picker-open', before: beside },
      { name: 'picker-nothing', before: beside, then: async (stage) => stage.type('.madang-picker input', 'qqqq') },
    ],
  },
  {
    part: 'voice',
    stories: [
      { name: 'voice-recording', place: 'madang-composer__field', before: (stage) => below(stage) },
      { name: 'voice-refused', place: 'madang-composer__field', before: (stage) => below(stage, 'NotAllowedError') },
      { name: 'voice-missing', place: 'madang-composer__field', before: (stage) => below(stage, 'NotFoundError') },
    ],
  },
];
