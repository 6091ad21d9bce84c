/** What stands where the rest of a list would: that it loads, that it did not, that there is more of it, or why there is nothing. */
import { button, make } from './dom.js';

/** @typedef {[label: string, run: () => void]} More the button that asks for the rest */

/** @param {More} more */
const press = ([label, run]) => button('madang-text-button madang-sheet__more', label, run);

export class State {
  #words;
  #list;
  #field;
  /** It is there before it says something, or nobody hears it. */
  node = make('div', '', { role: 'status' });

  /** @param {import('./words.js').Words} words @param {HTMLElement} list @param {HTMLElement} [field] in which one says what is listed */
  constructor(words, list, field) {
    this.#words = words;
    this.#list = list;
    this.#field = field ?? list;
    if (!field) list.tabIndex = -1;
  }

  /** Again and again is once: it goes on turning. */
  loading() {
    if (this.node.querySelector('.madang-spinner')) return;
    const state = make('div', 'madang-sheet__state');
    state.append(make('span', 'madang-spinner'), make('span', 'madang-hidden', {}, this.#words.text('KIT__LOADING__TEXT')));
    this.#put('status', state);
  }

  /** @param {string} text @param {() => void} again */
  failed(text, again) {
    const state = make('div', 'madang-sheet__state');
    state.append(make('p', '', {}, text), press([this.#words.text('ERROR__RETRY__ACTION'), again]));
    this.#put('alert', state);
  }

  /** It failed, and is asked again only when somebody says so. */
  get lost() {
    return this.node.getAttribute('role') === 'alert';
  }

  /** What was asked for is in the list. @param {string} nothing said when there is nothing @param {More | '' | undefined} [more] */
  came(nothing, more) {
    if (more) this.#put('status', press(more));
    else this.say(this.#list.childElementCount ? '' : nothing);
  }

  /** @param {string} text @param {string} [name] its class */
  say(text, name = 'madang-sheet__state') {
    // Said once more it would be heard once more.
    if (text && text === this.node.textContent) return;
    this.#put('status', ...(text ? [make('p', name, {}, text)] : []));
  }

  /** A button that is gone leaves the focus to the one in its place, or to what lies before it. @param {string} role @param {HTMLElement[]} nodes */
  #put(role, ...nodes) {
    const held = this.node.matches(':focus-within');
    this.node.setAttribute('role', role);
    this.node.replaceChildren(...nodes);
    if (!held) return;
    const rows = /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll('button:not(:disabled)'));
    (this.node.querySelector('button') ?? rows[rows.length - 1] ?? this.#field).focus({ preventScroll: true });
  }
}
