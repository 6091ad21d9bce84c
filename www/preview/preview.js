/** Takes the preview of a message away. */
import { toast } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import { ENGLISH } from './strings.js';

/** @param {import('../kit/sheet.js').Given & { channelId: string, seq: string }} given */
export async function open(given) {
  try {
    await given.ask('remove_preview', { channel_id: given.channelId, seq: Number(given.seq) });
  } catch {
    toast(given.panel, new Words(ENGLISH, given).text('PREVIEW__REFUSED__TEXT'));
  }
}
