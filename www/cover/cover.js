/** A channel's picture as one chooses it: shown at once, uploaded while one goes on, and then handed over. */
import { upload } from '../files/upload.js';
import { square } from '../files/media.js';
import { ICONS, button, clientId, icon, make } from '../kit/dom.js';
import css from './cover.css';

export { css };

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('../kit/words.js').Words} Words */

const TAKEN = 'image/png,image/jpeg,image/webp,image/gif';
/** What is said of why not. @type {Record<string, string>} */
const REFUSALS = { file_refused: 'REFUSED', file_too_large: 'LARGE' };

export class Cover {
  #given;
  #words;
  #done;
  #changed;
  #face = make('div', 'madang-cover__face');
  #input = /** @type {HTMLInputElement} */ (make('input', 'madang-cover__input', { type: 'file', accept: TAKEN, hidden: '', tabindex: '-1' }));
  #choose;
  #remove;
  #cancel;
  #bar = make('span', 'madang-cover__bar', { role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' });
  #said = make('p', 'madang-sheet__error', { role: 'alert' });
  #shown = make('span', '');
  /** @type {AbortController | undefined} */
  #running;
  /** What is uploaded or is there. */
  url = '';
  node = make('div', 'madang-cover');
  /** What is done, beside the face. */
  lines = make('div', 'madang-cover__lines');

  /**
   * @param {Given} given @param {Words} words
   * @param {(url: string) => Promise<string>} done takes the address, empty for none; gives why not, in words
   * @param {(busy: boolean) => void} [changed]
   */
  constructor(given, words, done, changed = () => {}) {
    this.#given = given;
    this.#words = words;
    this.#done = done;
    this.#changed = changed;
    const say = (/** @type {string} */ key) => words.text(`COVER__${key}__ACTION`);
    this.#choose = button('madang-text-button', '', () => this.#input.click());
    this.#remove = button('madang-text-button', say('REMOVE'), () => this.#take(''));
    this.#cancel = button('madang-text-button', say('CANCEL'), () => this.#running?.abort());
    this.#bar.setAttribute('aria-label', words.text('COVER__PROGRESS__LABEL'));
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      this.#input.value = '';
      if (file) this.#upload(file);
    });
    const acts = make('div', 'madang-cover__acts');
    acts.append(this.#choose, this.#remove, this.#cancel);
    this.lines.append(acts, this.#bar, this.#said);
    this.node.append(this.#face, this.lines, this.#input);
    this.#draw();
  }

  /** What there is now. @param {HTMLElement} face @param {string} url */
  show(face, url) {
    this.#shown = face;
    this.url = url;
    if (!this.#running) this.#draw();
  }

  get busy() {
    return !!this.#running;
  }

  /** The surface is gone: nothing is uploaded for it. */
  end() {
    this.#running?.abort();
  }

  /** @param {HTMLElement} [preview] */
  #draw(preview) {
    const busy = this.busy;
    const focused = this.node.contains(/** @type {ShadowRoot | Document} */ (this.node.getRootNode()).activeElement ?? null);
    this.#face.replaceChildren(preview ?? this.#shown);
    if (!preview && !this.url && !this.#shown.childElementCount && !this.#shown.textContent) this.#face.replaceChildren(icon(ICONS.picture));
    this.#choose.textContent = this.#words.text(`COVER__${this.url ? 'REPLACE' : 'CHOOSE'}__ACTION`);
    this.#choose.hidden = busy;
    this.#remove.hidden = busy || !this.url;
    this.#cancel.hidden = this.#bar.hidden = !busy;
    this.#changed(busy);
    if (focused) (busy ? this.#cancel : this.#choose).focus({ preventScroll: true });
  }

  /** @param {number} thousandths */
  #progress(thousandths) {
    this.#bar.setAttribute('aria-valuenow', `${Math.round(thousandths / 10)}`);
    this.#bar.style.setProperty('--share', `${thousandths / 10}%`);
  }

  /** @param {File} file */
  async #upload(file) {
    this.#said.textContent = '';
    const preview = file.type.startsWith('image/') ? await square(file).catch(() => undefined) : undefined;
    if (!preview) return this.#fail('file_refused');
    preview.className = 'madang-avatar__picture';
    const running = (this.#running = new AbortController());
    this.#progress(0);
    const shown = make('span', 'madang-avatar', { 'aria-hidden': 'true' });
    shown.append(preview);
    this.#draw(shown);
    const told = await upload(this.#given.files, clientId(), file, running.signal, (share) => this.#progress(share));
    if (running.signal.aborted || typeof told === 'string') {
      this.#running = undefined;
      this.#draw();
      return running.signal.aborted || this.#fail(told);
    }
    await this.#take(`/files/${told.file_id}`, shown);
  }

  /** @param {string} url @param {HTMLElement} [face] */
  async #take(url, face) {
    this.#said.textContent = '';
    const refused = await this.#done(url);
    this.#running = undefined;
    if (!refused) [this.url, this.#shown] = [url, face ?? this.#shown];
    this.#draw();
    this.#said.textContent = refused;
  }

  /** @param {string} code */
  #fail(code) {
    this.#said.textContent = this.#words.text(`COVER__${REFUSALS[code] ?? 'FAILED'}__TEXT`);
  }
}
