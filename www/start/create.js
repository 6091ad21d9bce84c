/** A new open channel, where users may create one: a name, a picture, and everybody may enter. */
import { Cover } from '../cover/cover.js';
import { button, clientId, make } from '../kit/dom.js';
import { Intent } from '../kit/intent.js';

export class Creation {
  node = make('form', 'madang-start__foot', { hidden: '' });
  #place;
  #name;
  /** Made with the first look at the form. @type {Cover | undefined} */
  #cover;
  #form = make('div', 'madang-start__group', { hidden: '' });
  #begin;
  #go;
  #error = make('p', 'madang-sheet__error', { role: 'alert' });
  #intent = new Intent();

  /** @param {import('./start.js').Place} place */
  constructor(place) {
    this.#place = place;
    const { words } = place;
    const label = words.text('START__CHANNEL__LABEL');
    this.#name = /** @type {HTMLInputElement} */ (make('input', 'madang-input', { maxlength: '80', placeholder: label, 'aria-label': label, dir: 'auto' }));
    this.#name.addEventListener('input', () => this.#ready());
    this.#begin = button('madang-text-button', words.text('START__NEW__ACTION'), () => this.#show(true));
    this.#go = /** @type {HTMLButtonElement} */ (make('button', 'madang-button', {}, words.text('START__CHANNEL__ACTION')));
    const acts = make('div', 'madang-start__acts');
    acts.append(button('madang-text-button', words.text('START__CANCEL__ACTION'), () => this.#show(false)), this.#go);
    this.#form.append(this.#name, make('p', 'madang-start__hint', {}, words.text('START__CHANNEL__TEXT')), this.#error, acts);
    this.node.append(this.#begin, this.#form);
    this.node.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#go.disabled) this.#create();
    });
    this.#ready();
  }

  end() {
    this.#cover?.end();
  }

  /** @param {boolean} open */
  #show(open) {
    if (!this.#cover) {
      const { words, given } = this.#place;
      this.#cover = new Cover(given, words, async () => '', (busy) => this.#ready(busy));
      this.#form.prepend(this.#cover.node);
    }
    this.#form.hidden = !open;
    this.#begin.hidden = open;
    (open ? this.#name : this.#begin).focus();
  }

  /** @param {boolean} [busy] whether the picture is on its way */
  #ready(busy = !!this.#cover?.busy) {
    this.#go.disabled = busy || !this.#name.value.trim();
    this.#error.textContent = '';
  }

  async #create() {
    const { given, words, enter } = this.#place;
    const wish = { type: 'open', name: this.#name.value.trim(), cover_url: this.#cover?.url || undefined };
    this.#go.disabled = true;
    try {
      const { channel } = await given.ask('create_channel', { client_id: this.#intent.of(wish, clientId), ...wish });
      enter(channel.channel_id);
    } catch (failure) {
      const { code } = /** @type {{ code: string }} */ (failure);
      this.#ready();
      this.#error.textContent = words.text({ offline: 'START__OFFLINE__TEXT', forbidden: 'START__REFUSED__TEXT' }[code] ?? 'START__UNDONE__TEXT');
    }
  }
}
