/** All pins of a channel, over the panel. */
import { ICONS, button, iconButton, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import css from './pins.css';
import { concerns, pin, shortly } from './pins.js';
import { ENGLISH } from './strings.js';

export class List {
  #given;
  #words;
  #sheet;
  #list = make('div', '', { role: 'list' });
  #state;
  /** @type {import('./pins.js').Pin[]} */
  #pins = [];

  /** @param {import('./pins.js').Asked} given */
  constructor(given) {
    this.#given = given;
    this.#words = new Words(ENGLISH, given);
    const [title, back] = [this.#words.text('PIN__LIST__LABEL'), this.#words.text('PANEL__BACK__LABEL')];
    this.#sheet = new Sheet(given, { title, back, name: 'madang-pins__list', css });
    this.#state = new State(this.#words, this.#list);
    this.#sheet.body.append(this.#list, this.#state.node);
    this.#sheet.onEnd(given.on((frame) => concerns(frame, given.channelId, this.#pins) && this.#load()));
    this.#begin();
  }

  /** What changes later replaces what is there without a word. */
  #begin() {
    this.#state.loading();
    this.#load();
  }

  async #load() {
    try {
      const { pins, users } = await this.#given.ask('list_pins', { channel_id: this.#given.channelId });
      this.#pins = pins;
      this.#draw(users);
    } catch {
      this.#state.failed(this.#words.text('PIN__FAILED__TEXT'), () => this.#begin());
    }
  }

  /** @param {import('../kit/words.js').User[]} users */
  #draw(users) {
    const { channelId, go, mayPin } = this.#given;
    const name = (/** @type {string} */ id) => this.#words.name(users.find((user) => user.user_id === id));
    const items = this.#pins.map(({ user_id, pinned_at, message }) => {
      const row = button('madang-sheet__row', '', () => {
        this.#sheet.close();
        go(channelId, message.seq);
      });
      const lines = make('span', 'madang-sheet__lines');
      const by = this.#words.text('PIN__BY__TEXT', { name: name(user_id), time: this.#words.when(pinned_at) });
      lines.append(
        make('bdi', 'madang-sheet__name', {}, name(message.user_id)),
        make('span', 'madang-pins__body', { dir: 'auto' }, shortly(message)),
        make('span', 'madang-sheet__sub', {}, by),
      );
      row.append(lines);
      const item = make('div', 'madang-pins__item', { role: 'listitem' });
      item.append(row);
      if (mayPin) item.append(iconButton(ICONS.close, this.#words.text('PIN__UNPIN__LABEL'), () => this.#unpin(message.seq)));
      return item;
    });
    this.#list.replaceChildren(...items);
    this.#state.came(this.#words.text('PIN__NONE__TEXT'));
  }

  /** @param {number} seq */
  async #unpin(seq) {
    await pin(this.#given, seq, false);
    await this.#load();
    if (this.#sheet.open) /** @type {HTMLElement | null} */ (this.#sheet.node.querySelector('button'))?.focus();
  }
}
