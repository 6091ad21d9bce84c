/** Whose details these are: the picture, the name, and how many; operators choose the picture here. */
import { Cover } from '../cover/cover.js';
import { Covers } from '../cover/covers.js';
import { make } from '../kit/dom.js';

/** @typedef {import('./channel.js').Channel} Channel */

export class Face {
  #channel;
  #covers;
  #cover;
  #name = make('bdi', 'madang-details__name');
  #sub = make('span', 'madang-sheet__sub');
  #lines = make('div', 'madang-details__lines');
  #shown = '';
  node = make('div', 'madang-details__face');

  /** @param {import('../kit/sheet.js').Given} given @param {Channel} channel */
  constructor(given, channel) {
    this.#channel = channel;
    this.#covers = new Covers(given);
    this.#cover = new Cover(given, channel.words, (cover_url) => channel.decide('update_channel', { cover_url }));
    this.#lines.append(this.#name, this.#sub);
    channel.onChange((member) => member || this.#draw());
  }

  end() {
    this.#cover.end();
  }

  #draw() {
    const { settings, operates, group, words, title, picture, partner } = this.#channel;
    if (!settings) return;
    this.#name.textContent = title;
    const pair = !!settings.distinct && settings.member_count === 2;
    this.#sub.textContent = pair ? '' : group ? words.count('DETAILS__MEMBERS', settings.member_count ?? 0) : words.text('DETAILS__OPEN__TEXT');
    const shown = `${operates} ${picture} ${picture ? '' : title}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const face = this.#covers.face(title, partner ?? settings.channel_id, picture);
    if (!operates) return this.node.replaceChildren(face, this.#lines);
    this.#cover.show(face, settings.cover_url ?? '');
    // Moved, it would lose the focus.
    if (this.node.contains(this.#cover.node)) return;
    this.#cover.lines.prepend(this.#lines);
    this.node.replaceChildren(this.#cover.node);
  }
}
