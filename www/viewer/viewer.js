/**
 * One picture at a time, as large as there is room: zoom by wheel, pinch, double tap and keys; the pictures around it by
 * arrows and swipes. A modal `<dialog>` of the browser keeps the focus in and everything else out.
 */
import css from './viewer.css';
import { ICONS as KIT, icon, make, style } from '../kit/dom.js';
import { Gestures } from './gestures.js';

/**
 * @typedef {object} Options
 * @property {HTMLElement} root
 * @property {{ id: string, name: string }[]} pictures
 * @property {number} at
 * @property {string[]} words
 * @property {Record<string, number>} Word
 * @property {(id: string) => Promise<{ original: string, thumbnail: string }>} link
 * @property {(address: string) => Promise<HTMLElement>} draw
 * @property {(id: string, name: string) => void} save
 * @property {(id: string) => void} closed
 */

const ICONS = {
  close: KIT.close,
  previous: KIT.back,
  next: KIT.next,
  download: 'M12 4.5V15m-4.5-4 4.5 4.5 4.5-4.5M5.5 19.5h13',
  zoomIn: 'M12 6v12M6 12h12',
  zoomOut: 'M6 12h12',
};

/** @param {Options} options */
export function open(options) {
  new Viewer(options);
}

class Viewer {
  #options;
  #at;
  #dialog = /** @type {HTMLDialogElement} */ (make('dialog', 'madang-viewer'));
  #stage = make('div', 'madang-viewer__stage');
  #name = make('bdi', 'madang-viewer__name');
  #count = make('span', 'madang-viewer__count');
  /** @type {HTMLElement[]} */
  #sides = [];
  #gestures;
  /** What is shown now; what comes later than the next picture is dropped. */
  #turn = 0;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#at = Math.max(0, options.at);
    style(options.root, css);
    this.#gestures = new Gestures(this.#stage, { move: (by) => this.#move(by), close: () => this.#dialog.close() });
    const bar = make('div', 'madang-viewer__bar');
    const title = make('div', 'madang-viewer__title');
    title.append(this.#name, this.#count);
    bar.append(title, this.#button('zoomOut', () => this.#gestures.zoom(1 / 1.5)), this.#button('zoomIn', () => this.#gestures.zoom(1.5)));
    bar.append(this.#button('download', () => options.save(this.#now.id, this.#now.name)), this.#button('close', () => this.#dialog.close()));
    this.#sides = [this.#button('previous', () => this.#move(-1)), this.#button('next', () => this.#move(1))];
    this.#sides.forEach((side, index) => side.classList.add('madang-viewer__side', `madang-viewer__side-${index ? 'end' : 'start'}`));
    this.#count.setAttribute('aria-live', 'polite');
    this.#dialog.append(bar, this.#stage, ...this.#sides);
    this.#dialog.addEventListener('keydown', (event) => this.#key(event));
    this.#dialog.addEventListener('close', () => {
      this.#dialog.remove();
      options.closed(this.#now.id);
    });
    options.root.append(this.#dialog);
    this.#dialog.showModal();
    this.#show();
    /** @type {HTMLElement | null} */ (this.#dialog.querySelector('[data-do=close]'))?.focus();
  }

  get #now() {
    return this.#options.pictures[this.#at];
  }

  /** @param {keyof typeof ICONS} name @param {() => void} pressed */
  #button(name, pressed) {
    const button = make('button', 'madang-viewer__button', { type: 'button', 'data-do': name });
    button.setAttribute('aria-label', this.#options.words[this.#options.Word[name]]);
    button.append(icon(ICONS[name]));
    button.addEventListener('click', pressed);
    return button;
  }

  /** Pictures go on in the direction of reading. @param {number} by */
  #move(by) {
    const at = this.#at + by;
    if (at < 0 || at >= this.#options.pictures.length) return this.#gestures.rest();
    this.#at = at;
    this.#show();
  }

  async #show() {
    const turn = ++this.#turn;
    const { pictures, link, draw } = this.#options;
    const { id, name } = this.#now;
    this.#dialog.setAttribute('aria-label', name);
    this.#name.textContent = name;
    this.#count.textContent = pictures.length > 1 ? `${this.#at + 1} / ${pictures.length}` : '';
    this.#sides.forEach((side, index) => {
      const off = index ? this.#at === pictures.length - 1 : !this.#at;
      side.setAttribute('aria-disabled', String(off));
      side.hidden = pictures.length < 2;
    });
    this.#stage.replaceChildren();
    this.#gestures.reset();
    this.#stage.dataset.state = 'loading';
    try {
      const { original, thumbnail } = await link(id);
      const put = async (/** @type {string} */ address) => {
        const shown = await load(address).catch(() => draw(address));
        if (turn !== this.#turn) return;
        shown.className = 'madang-viewer__picture';
        if (shown instanceof HTMLImageElement) shown.alt = name;
        else for (const [attribute, value] of [['role', 'img'], ['aria-label', name]]) shown.setAttribute(attribute, value);
        this.#stage.replaceChildren(shown);
        this.#gestures.attach(shown);
        this.#stage.dataset.state = 'shown';
      };
      // The small one is there already; the large one takes its place.
      if (thumbnail !== original) await put(thumbnail).catch(() => {});
      if (turn === this.#turn) await put(original);
    } catch {
      if (turn !== this.#turn) return;
      this.#stage.dataset.state = 'failed';
      this.#stage.textContent = this.#options.words[this.#options.Word.failed];
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const back = getComputedStyle(this.#dialog).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === 'ArrowLeft' || key === 'ArrowRight') this.#move(key === back ? -1 : 1);
    else if (key === '+' || key === '=') this.#gestures.zoom(1.5);
    else if (key === '-') this.#gestures.zoom(1 / 1.5);
    else if (key === '0') this.#gestures.rest();
    else if (key === 'Home') this.#move(-this.#at);
    else if (key === 'End') this.#move(this.#options.pictures.length - 1 - this.#at);
    else return;
    event.preventDefault();
  }
}

/** @param {string} address @returns {Promise<HTMLElement>} */
async function load(address) {
  const image = new Image();
  image.draggable = false;
  image.src = address;
  await image.decode();
  return image;
}
