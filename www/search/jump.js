/** Going to a day, to what is unread, to the ends of a conversation. */
import { Sheet } from '../kit/sheet.js';
import { make } from '../kit/dom.js';
import { Calendar } from './calendar.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('../kit/words.js').Words} Words */

/** A surface with a calendar. @param {Given} given @param {Words} words @param {string} title @param {Date | undefined} chosen @param {(day: Date, sheet: Sheet, say: (text: string) => void) => void} choose */
export function chooseDay(given, words, title, chosen, choose) {
  const sheet = new Sheet(given, { title, back: words.text('PANEL__BACK__LABEL'), name: 'madang-jump' });
  const status = make('p', 'madang-sheet__state', { role: 'status' });
  const calendar = new Calendar(words, chosen, (day) => choose(day, sheet, (text) => (status.textContent = text)));
  sheet.body.append(calendar.node, status);
  calendar.focus();
  return sheet;
}

/** Where a conversation begins and ends. @param {Given} given @param {string} channelId */
export async function ends(given, channelId) {
  const { channel } = await given.ask('enter', { channel_id: channelId });
  return { first: Math.min(1, channel.seq), latest: channel.seq };
}

/** To a message, and the focus with it. @param {Given} given @param {string} channelId @param {number} seq */
export function lead({ panel, go }, channelId, seq) {
  const focus = () => {
    const timeline = /** @type {HTMLElement | null} */ (panel.querySelector('.madang-timeline'));
    if (!timeline?.matches(':focus-within')) timeline?.focus({ preventScroll: true });
  };
  focus();
  go(channelId, seq);
  // Another conversation is drawn by then.
  requestAnimationFrame(focus);
}

/** The calendar that leads to a day. @param {Given} given @param {Words} words @param {string} channelId @param {Date | undefined} chosen @param {() => void} [gone] */
export function jumpToDate(given, words, channelId, chosen, gone) {
  return chooseDay(given, words, words.text('JUMP__DATE__TITLE'), chosen, async (day, sheet, say) => {
    try {
      const { seq } = await given.ask('locate', { channel_id: channelId, at: day.getTime() });
      if (!sheet.open) return;
      if (!seq) return say(words.text('JUMP__NONE__TEXT'));
      sheet.close();
      gone?.();
      lead(given, channelId, seq);
    } catch (failure) {
      say(words.text(/** @type {any} */ (failure).code === 'offline' ? 'SEARCH__OFFLINE__TEXT' : 'SEARCH__FAILED__TEXT'));
    }
  });
}
