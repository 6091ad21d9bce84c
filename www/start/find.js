/** A field and the pages of what it finds: asked when one stops typing, gone on with at the end, told when it fails. */
import { make } from '../kit/dom.js';
import { State } from '../kit/states.js';

/** @typedef {import('./start.js').Place} Place */

const PAUSE_MS = 200;

export class Find {
  input;
  list;
  state;
  #words;
  #ask;
  #turn = 0;
  #shown = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Place} place @param {{ label: string, nothing: string }} keys of its sentences
   * @param {(text: string, after?: string) => Promise<{ rows: HTMLElement[], next?: string }>} ask a page
   */
  constructor({ words }, keys, ask) {
    this.#words = words;
    this.#ask = ask;
    this.nothing = words.text(keys.nothing);
    const label = words.text(keys.label);
    const attributes = { type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false', maxlength: '80', dir: 'auto' };
    this.input = /** @type {HTMLInputElement} */ (make('input', 'madang-input', attributes));
    this.list = make('ul', 'madang-start__list', { 'aria-label': label });
    this.state = new State(words, this.list, this.input);
    this.input.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), PAUSE_MS);
    });
    this.input.addEventListener('keydown', (event) => {
      if (event.isComposing || event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.#rows[0]?.focus();
    });
    this.list.addEventListener('keydown', (event) => {
      const at = this.#rows.indexOf(/** @type {HTMLElement} */ (event.target));
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || at < 0) return;
      event.preventDefault();
      (this.#rows[at + step] ?? (step < 0 ? this.input : this.#rows[at])).focus();
    });
  }

  get #rows() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('button.madang-sheet__row')]);
  }

  /** The first page is asked for when it is first seen. */
  show() {
    if (!this.#shown) this.load();
    this.#shown = true;
  }

  /** @param {string} [after] where the next page begins */
  async load(after) {
    const turn = ++this.#turn;
    this.state.loading();
    try {
      const { rows, next } = await this.#ask(this.input.value.trim(), after);
      if (turn !== this.#turn) return;
      if (after) this.list.append(...rows);
      else this.list.replaceChildren(...rows);
      this.state.came(this.nothing, next && [this.#words.text('START__MORE__ACTION'), () => this.load(next)]);
    } catch (failure) {
      if (turn !== this.#turn) return;
      if (!after) this.list.replaceChildren();
      const { code } = /** @type {{ code: string }} */ (failure);
      if (code === 'forbidden') return this.state.say(this.#words.text('START__FORBIDDEN__TEXT'));
      this.state.failed(this.#words.text(code === 'offline' ? 'START__OFFLINE__TEXT' : 'START__FAILED__TEXT'), () => this.load(after));
    }
  }

  end() {
    clearTimeout(this.#timer);
    this.#turn++;
  }
}
