/** Pins: the bar over a conversation, the list of all pins, and the pinning itself. */
import { toast } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import { Bar } from './bar.js';
import { List } from './list.js';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ user_id: string, pinned_at: number, message: any }} Pin */
/** @typedef {Given & { channelId: string, mayPin?: string, host?: HTMLElement, seq?: string, pin?: string }} Asked */

/** With `host` the bar in it, with `seq` that message is pinned (`pin`) or not any longer, else the list. @param {Asked} given */
export function open(given) {
  if (given.host) return new Bar(given, given.host);
  return given.seq ? pin(given, Number(given.seq), given.pin === 'true') : new List(given);
}

/** @param {Asked} given @param {number} seq @param {boolean} on */
export async function pin(given, seq, on) {
  try {
    await given.ask('pin', { channel_id: given.channelId, seq, on });
  } catch (/** @type {any} */ { code }) {
    toast(given.panel, new Words(ENGLISH, given).text(code === 'too_many' ? 'PIN__MOST__TEXT' : 'PIN__REFUSED__TEXT'));
  }
}

/** What a line shows of a message. @param {any} message */
export const shortly = ({ text, files }) => text || files?.[0]?.name || '…';

/** Whether an event can change what is pinned. @param {{ kind: string, body: any }} frame @param {string} channelId @param {Pin[]} pins */
export function concerns({ kind, body }, channelId, pins) {
  if (kind === 'welcome') return true;
  if (body?.channel_id !== channelId) return false;
  const held = (/** @type {any} */ message) => message.pinned || pins.some((one) => one.message.seq === message.seq);
  return (kind === 'message_changed' && held(body.message)) || (kind === 'sync_page' && (body.reset || body.messages.some(held)));
}
