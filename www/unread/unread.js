/** Counts a message and what follows as unread; the model hears of it as of a change made elsewhere. */
import { toast } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import { ENGLISH } from './strings.js';

/** @param {import('../kit/sheet.js').Given & { channelId: string, seq: string }} given */
export async function open(given) {
  const words = new Words(ENGLISH, given);
  const marked = given.ask('set_preference', { channel_id: given.channelId, unread_from: Number(given.seq) });
  toast(given.panel, words.text(await marked.then(() => 'UNREAD__DONE__TEXT', () => 'UNREAD__REFUSED__TEXT')));
}
