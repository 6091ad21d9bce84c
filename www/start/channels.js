/** Channels that anybody may enter or join. */
import { Covers } from '../cover/covers.js';
import { button, face, make } from '../kit/dom.js';
import { Creation } from './create.js';
import { Find } from './find.js';

/** @typedef {{ channel_id: string, type: 'open' | 'group', name: string, cover_url?: string, member_count: number }} Channel */
/** @typedef {{ channel: Channel, joined?: boolean }} Browsed */

export class Channels {
  node = make('div', 'madang-start__page');
  #place;
  #find;
  #covers;
  #creation;
  #error = make('p', 'madang-sheet__error', { role: 'alert' });

  /** @param {import('./start.js').Place} place */
  constructor(place) {
    this.#place = place;
    this.#covers = new Covers(place.given);
    this.#creation = new Creation(place);
    this.#find = new Find(place, { label: 'START__BROWSE__LABEL', nothing: 'START__NOTHING__TEXT' }, async (query, after) => {
      const { channels, next, may_create } = await place.given.ask('browse_channels', { query, after });
      this.#creation.node.hidden = !may_create;
      return { rows: channels.map((/** @type {Browsed} */ found) => this.#row(found)), next };
    });
    const page = make('div', 'madang-start__scroll');
    const bar = make('div', 'madang-start__bar');
    bar.append(this.#find.input);
    page.append(this.#find.list, this.#find.state.node);
    this.node.append(bar, this.#error, page, this.#creation.node);
  }

  show() {
    this.#find.show();
  }

  focus() {
    this.#find.input.focus();
  }

  end() {
    this.#creation.end();
    this.#find.end();
  }

  /** @param {Browsed} found */
  #row({ channel, joined }) {
    const { words } = this.#place;
    const name = channel.name || words.text('START__UNNAMED__TEXT');
    const inside = joined || channel.type === 'open';
    const row = button('madang-sheet__row', '', () => this.#enter(channel, inside, row));
    const size = channel.type === 'open' ? words.text('START__ANYBODY__TEXT') : words.count('START__MEMBERS', channel.member_count);
    const action = make('span', 'madang-start__action', {}, words.text(inside ? 'START__OPEN__ACTION' : 'START__JOIN__ACTION'));
    row.append(...face(name, channel.channel_id, this.#covers.face(name, channel.channel_id, channel.cover_url), size), action);
    const item = make('li', '');
    item.append(row);
    return item;
  }

  /** @param {Channel} channel @param {boolean} inside @param {HTMLButtonElement} row */
  async #enter({ channel_id }, inside, row) {
    const { given, words, enter } = this.#place;
    this.#error.textContent = '';
    row.setAttribute('aria-busy', 'true');
    try {
      if (!inside) await given.ask('join', { channel_id });
      enter(channel_id);
    } catch (failure) {
      row.removeAttribute('aria-busy');
      const { code } = /** @type {{ code: string }} */ (failure);
      this.#error.textContent = words.text({ offline: 'START__OFFLINE__TEXT', group_full: 'START__FULL__TEXT' }[code] ?? 'START__UNDONE__TEXT');
    }
  }
}
