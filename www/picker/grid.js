/** The grid of emojis: sections of known height, of which only those near the view have cells; one cell is in the tab order. */
import { make } from '../kit/dom.js';

/** @typedef {import('./search.js').Emoji} Emoji */
/** @typedef {{ name: string, emojis: Emoji[] }} Section */
/**
 * @typedef {object} Hear
 * @property {(emoji: Emoji) => void} chosen
 * @property {(emoji?: Emoji) => void} noted focused or pointed at
 * @property {() => void} left upwards, out of the first row
 * @property {(section: number) => void} reached by scrolling
 */

const CELL = 40;
const TITLE = 30;
/** Cells are made so far beyond the view, pixels. */
const AHEAD = 240;

export class Grid {
  /** @type {Section[]} */
  #sections = [];
  /** @type {HTMLElement[]} */
  #nodes = [];
  #columns = 8;
  /** Section and place of the cell in the tab order. */
  #now = [0, 0];
  #reached = -1;
  #scroller;
  #show;
  #hear;
  #grid;

  /** @param {HTMLElement} scroller @param {string} label @param {(emoji: Emoji) => string} show @param {Hear} hear */
  constructor(scroller, label, show, hear) {
    this.#scroller = scroller;
    this.#show = show;
    this.#hear = hear;
    this.#grid = make('div', 'madang-picker__grid', { role: 'grid', 'aria-label': label });
    scroller.append(this.#grid);
    scroller.addEventListener('scroll', () => this.#look());
    scroller.addEventListener('click', (event) => this.#at(event, (emoji) => hear.chosen(emoji)));
    scroller.addEventListener('pointerover', (event) => this.#at(event, (emoji) => hear.noted(emoji)));
    scroller.addEventListener('focusin', (event) => this.#at(event, (emoji, section, place) => {
      this.#stop(section, place);
      hear.noted(emoji);
    }));
    scroller.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {Event} event @param {(emoji: Emoji, section: number, place: number) => void} run */
  #at(event, run) {
    const cell = event.target instanceof Element && event.target.closest('[role=gridcell]');
    if (!(cell instanceof HTMLElement)) return;
    const [section, place] = [Number(cell.dataset.section), Number(cell.dataset.place)];
    const emoji = this.#sections[section]?.emojis[place];
    if (emoji) run(emoji, section, place);
  }

  /** @param {Section[]} sections */
  fill(sections) {
    this.#sections = sections;
    this.#columns = Math.max(1, Math.floor((this.#scroller.clientWidth - 16) / CELL));
    this.#now = [0, 0];
    this.#reached = -1;
    this.#nodes = sections.map(({ name, emojis }) => {
      const node = make('div', 'madang-picker__section', { role: 'rowgroup', 'aria-label': name });
      node.append(make('div', 'madang-picker__title', { 'aria-hidden': 'true' }, name));
      node.style.setProperty('block-size', `${TITLE + Math.ceil(emojis.length / this.#columns) * CELL}px`);
      return node;
    });
    this.#grid.replaceChildren(...this.#nodes.filter((_, at) => sections[at].emojis.length));
    this.#grid.hidden = !sections.some(({ emojis }) => emojis.length);
    this.#grid.style.setProperty('--columns', `${this.#columns}`);
    this.#grid.setAttribute('aria-colcount', `${this.#columns}`);
    this.#scroller.scrollTop = 0;
    this.#look();
  }

  /** Another skin tone. */
  repaint() {
    this.#nodes.forEach((node) => [...node.querySelectorAll('[role=row]')].forEach((row) => row.remove()));
    this.#nodes.forEach((node) => delete node.dataset.filled);
    this.#look();
  }

  /** Makes the cells of what is near the view. */
  #look() {
    const { scrollTop: top, clientHeight: height } = this.#scroller;
    let reached = 0;
    this.#nodes.forEach((node, at) => {
      if (node.offsetTop <= top + TITLE) reached = at;
      if (node.offsetTop < top + height + AHEAD && node.offsetTop + node.offsetHeight > top - AHEAD) this.#make(at);
    });
    if (reached === this.#reached) return;
    this.#reached = reached;
    this.#hear.reached(reached);
  }

  /** @param {number} section */
  #make(section) {
    const node = this.#nodes[section];
    if (!node || node.dataset.filled) return;
    node.dataset.filled = 'true';
    const { emojis } = this.#sections[section];
    for (let from = 0; from < emojis.length; from += this.#columns) {
      const row = make('div', 'madang-picker__row', { role: 'row' });
      emojis.slice(from, from + this.#columns).forEach((emoji, column) => {
        const place = from + column;
        const here = section === this.#now[0] && place === this.#now[1];
        row.append(make('div', 'madang-picker__cell', {
          role: 'gridcell', tabindex: here ? '0' : '-1', 'aria-label': emoji[1],
          'data-section': `${section}`, 'data-place': `${place}`,
        }, this.#show(emoji)));
      });
      node.append(row);
    }
  }

  /** @param {number} section @param {number} place @returns {HTMLElement | null | undefined} */
  #cell(section, place) {
    this.#make(section);
    return /** @type {HTMLElement | null | undefined} */ (this.#nodes[section]?.querySelector(`[data-place="${place}"]`));
  }

  /** Moves the one stop of the tab order. @param {number} section @param {number} place */
  #stop(section, place) {
    this.#cell(this.#now[0], this.#now[1])?.setAttribute('tabindex', '-1');
    this.#now = [section, place];
    this.#cell(section, place)?.setAttribute('tabindex', '0');
  }

  /** @param {number} section @param {number} place */
  #focus(section, place) {
    const cell = this.#cell(section, place);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest' });
  }

  /** To a section. @param {number} section */
  to(section) {
    this.#scroller.scrollTop = this.#nodes[section].offsetTop;
    this.#look();
    this.#stop(section, 0);
  }

  /** From above. */
  enter() {
    const [section, place] = this.#now;
    this.#focus(section, place);
  }

  chooseFirst() {
    const first = this.#sections[0]?.emojis[0];
    if (first) this.#hear.chosen(first);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const [section, place] = this.#now;
    const count = (/** @type {number} */ at) => this.#sections[at]?.emojis.length ?? 0;
    const columns = this.#columns;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / CELL) - 1);
    const rtl = getComputedStyle(this.#scroller).direction === 'rtl';
    const { key } = event;
    let to = [section, place];
    if (key === 'Enter' || key === ' ') {
      const emoji = this.#sections[section]?.emojis[place];
      if (emoji) this.#hear.chosen(emoji);
    } else if (key === (rtl ? 'ArrowLeft' : 'ArrowRight')) to = place + 1 < count(section) ? [section, place + 1] : [section + 1, 0];
    else if (key === (rtl ? 'ArrowRight' : 'ArrowLeft')) to = place ? [section, place - 1] : [section - 1, count(section - 1) - 1];
    else if (key === 'ArrowDown') to = this.#down(section, place);
    else if (key === 'ArrowUp') to = this.#up(section, place);
    else if (key === 'PageDown') for (let row = 0; row < page; row++) to = this.#valid(this.#down(to[0], to[1]), to);
    else if (key === 'PageUp') for (let row = 0; row < page; row++) to = this.#valid(this.#up(to[0], to[1]), to);
    else if (key === 'Home') to = event.ctrlKey ? [0, 0] : [section, place - (place % columns)];
    else if (key === 'End') {
      const last = this.#sections.length - 1;
      to = event.ctrlKey ? [last, count(last) - 1] : [section, Math.min(count(section) - 1, place - (place % columns) + columns - 1)];
    } else return;
    event.preventDefault();
    if (to[0] < 0) return void (key === 'ArrowUp' && this.#hear.left());
    if (count(to[0]) > to[1]) this.#focus(to[0], to[1]);
  }

  /** @param {number[]} to @param {number[]} from */
  #valid(to, from) {
    return this.#sections[to[0]]?.emojis[to[1]] ? to : from;
  }

  /** @param {number} section @param {number} place */
  #down(section, place) {
    const { length } = this.#sections[section].emojis;
    if (place + this.#columns < length) return [section, place + this.#columns];
    const column = place % this.#columns;
    // Out of a row above the last one, which is shorter.
    if (place - column + this.#columns < length) return [section, length - 1];
    const next = this.#sections[section + 1]?.emojis.length ?? 0;
    return next ? [section + 1, Math.min(column, next - 1)] : [section, place];
  }

  /** @param {number} section @param {number} place */
  #up(section, place) {
    if (place >= this.#columns) return [section, place - this.#columns];
    const before = this.#sections[section - 1]?.emojis.length;
    if (!before) return [-1, 0];
    const row = before - 1 - ((before - 1) % this.#columns);
    return [section - 1, Math.min(before - 1, row + (place % this.#columns))];
  }
}
