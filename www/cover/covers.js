/** Channels' faces in JavaScript parts: those that are files of ours are linked as the files of messages are. */
import { cover } from '../files/media.js';
import { Links } from '../files/links.js';
import { avatar, make } from '../kit/dom.js';

/** @typedef {import('../kit/sheet.js').Given} Given */

export class Covers {
  #links;

  /** @param {Given} given */
  constructor(given) {
    this.#links = new Links(given.files);
  }

  /** As `face` in `src/ui/channel_list/row.rs`. @param {string} name @param {string} id @param {string | null} [url] */
  face(name, id, url) {
    const face = avatar(name, id, url ?? undefined);
    if (url?.startsWith('/files/')) {
      const place = make('span', 'madang-avatar__picture');
      face.append(place);
      cover(place, this.#links, url.slice(7));
    }
    return face;
  }
}
