/** Polls: the card in the timeline, the people who voted, and asking. */
import { Card } from './card.js';
import { Create } from './create.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ text: string, count: number }} Option */
/**
 * @typedef {object} Poll as docs/PROTOCOL.md has it
 * @property {Option[]} options
 * @property {boolean} [multiple]
 * @property {boolean} [anonymous]
 * @property {number} [closes_at]
 * @property {number} [closed_at]
 * @property {number} voters
 * @property {number[] | null} [mine]
 */
/** @typedef {Given & { channelId: string, host?: HTMLElement, seq?: string }} Asked */

/** With `host` the card in it, else a new poll is asked for. @param {Asked} given */
export const open = (given) => (given.host ? new Card(given, given.host) : new Create(given));
