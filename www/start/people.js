/** One person is written to; several become a group. */
import { Cover } from '../cover/cover.js';
import { ICONS, button, clientId, face, icon, make } from '../kit/dom.js';
import { Intent } from '../kit/intent.js';
import { Find } from './find.js';

/** @typedef {import('../kit/words.js').User} User */

export class People {
  node = make('div', 'madang-start__page');
  #place;
  #find;
  #chosen = make('ul', 'madang-start__chosen');
  #foot = make('div', 'madang-start__foot');
  #name;
  #cover;
  #public;
  #group = make('div', 'madang-start__group');
  #go;
  #error = make('p', 'madang-sheet__error', { role: 'alert' });
  /** @type {Map<string, User>} */
  #people = new Map();
  #intent = new Intent();

  /** @param {import('./start.js').Place} place */
  constructor(place) {
    this.#place = place;
    const { words, given } = place;
    this.#find = new Find(place, { label: 'START__FIND__LABEL', nothing: 'START__NOBODY__TEXT' }, async (prefix, after) => {
      const { users, next } = await given.ask('list_users', { prefix, after });
      return { rows: users.map((/** @type {User} */ user) => this.#row(user)), next };
    });
    this.#chosen.setAttribute('aria-label', words.text('START__CHOSEN__LABEL'));
    const label = words.text('START__NAME__LABEL');
    this.#name = /** @type {HTMLInputElement} */ (make('input', 'madang-input', { maxlength: '80', placeholder: label, 'aria-label': label, dir: 'auto' }));
    this.#public = /** @type {HTMLInputElement} */ (make('input', 'madang-start__box', { type: 'checkbox' }));
    const open = make('label', 'madang-start__check');
    open.append(this.#public, make('span', '', {}, words.text('START__PUBLIC__TEXT')));
    this.#go = button('madang-button', '', () => this.#start());
    this.#cover = new Cover(given, words, async () => '', (busy) => (this.#go.disabled = busy));
    this.#group.append(this.#cover.node, this.#name, open);
    this.#foot.append(this.#error, this.#group, this.#go);
    const page = make('div', 'madang-start__scroll');
    const bar = make('div', 'madang-start__bar');
    bar.append(this.#find.input);
    page.append(this.#find.list, this.#find.state.node);
    this.node.append(bar, this.#chosen, page, this.#foot);
    this.#draw();
  }

  show() {
    this.#find.show();
  }

  focus() {
    this.#find.input.focus();
  }

  end() {
    this.#find.end();
    this.#cover.end();
  }

  /** @param {User} user */
  #row(user) {
    const name = this.#place.words.name(user);
    const row = button('madang-sheet__row', '', () => this.#toggle(user));
    row.dataset.user = user.user_id;
    row.setAttribute('aria-pressed', String(this.#people.has(user.user_id)));
    const tick = make('span', 'madang-start__tick');
    tick.append(icon(ICONS.tick));
    row.append(...face(name, user.user_id, user.profile_url), tick);
    const item = make('li', '');
    item.append(row);
    return item;
  }

  /** @param {User} user */
  #toggle(user) {
    if (!this.#people.delete(user.user_id)) this.#people.set(user.user_id, user);
    this.#draw();
  }

  #draw() {
    const { words } = this.#place;
    for (const row of this.#find.list.querySelectorAll('button')) row.setAttribute('aria-pressed', String(this.#people.has(row.dataset.user ?? '')));
    const chips = [...this.#people.values()].map((user) => {
      const name = words.name(user);
      const chip = button('madang-start__chip', '', () => {
        this.#toggle(user);
        this.focus();
      });
      chip.setAttribute('aria-label', words.text('START__REMOVE__LABEL', { name }));
      chip.append(make('bdi', 'madang-sheet__name', {}, name), icon(ICONS.close));
      const item = make('li', '');
      item.append(chip);
      return item;
    });
    this.#chosen.replaceChildren(...chips);
    this.#chosen.hidden = this.#foot.hidden = !chips.length;
    this.#group.hidden = chips.length < 2;
    this.#go.textContent = words.text(chips.length < 2 ? 'START__MESSAGE__ACTION' : 'START__CREATE__ACTION');
    this.#error.textContent = '';
  }

  async #start() {
    const { given, words, enter } = this.#place;
    const user_ids = [...this.#people.keys()];
    const alone = user_ids.length === 1;
    const cover_url = this.#cover.url || undefined;
    const wish = alone ? { distinct: true, user_ids } : { name: this.#name.value.trim(), public: this.#public.checked, cover_url, user_ids };
    const client_id = this.#intent.of(wish, clientId);
    this.#go.disabled = true;
    this.#error.textContent = '';
    try {
      const { channel } = await given.ask('create_channel', { client_id, ...wish });
      enter(channel.channel_id);
    } catch (failure) {
      const { code } = /** @type {{ code: string }} */ (failure);
      this.#error.textContent = words.text({ offline: 'START__OFFLINE__TEXT', group_full: 'START__FULL__TEXT' }[code] ?? 'START__UNDONE__TEXT');
      this.#go.disabled = false;
      this.#go.focus();
    }
  }
}
