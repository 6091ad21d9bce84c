/** The thin bar under the header: one pin at a time, the newest first; each click leads to it and shows the next. */
import { ICONS, button, iconButton, make, style } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import { List } from './list.js';
import css from './pins.css';
import { concerns, shortly } from './pins.js';
import { ENGLISH } from './strings.js';

const AGAIN_MS = 2_000;
const MOST_MARKS = 4;

/** The newest pin of a channel when its bar was closed: a newer one shows it again. @type {Map<string, number>} */
const closed = new Map();

export class Bar {
  #given;
  #host;
  #words;
  /** @type {import('./pins.js').Pin[]} */
  #pins = [];
  #at = 0;
  #asking = false;
  #marks = make('span', 'madang-pins__marks', { 'aria-hidden': 'true' });
  #title = make('span', 'madang-pins__title');
  #text = make('span', 'madang-pins__text', { dir: 'auto' });
  #end = () => {};

  /** @param {import('./pins.js').Asked} given @param {HTMLElement} host */
  constructor(given, host) {
    this.#given = given;
    this.#host = host;
    this.#words = new Words(ENGLISH, given);
    style(given.panel, css);
    const jump = button('madang-pins__jump', '', () => this.#jump());
    const lines = make('span', 'madang-pins__lines');
    lines.append(this.#title, this.#text);
    jump.append(this.#marks, lines);
    const all = iconButton(ICONS.list, this.#words.text('PIN__ALL__LABEL'), () => void new List(given));
    const hide = iconButton(ICONS.close, this.#words.text('PIN__HIDE__LABEL'), () => this.#hide());
    host.hidden = true;
    host.append(jump, all, hide);
    host.setAttribute('role', 'region');
    host.setAttribute('aria-label', this.#words.text('PIN__LIST__LABEL'));
    this.#end = given.on((frame) => this.#heard(frame));
    this.#load();
  }

  /** @param {{ kind: string, body: any }} frame */
  #heard(frame) {
    if (!this.#host.isConnected) this.#end();
    else if (concerns(frame, this.#given.channelId, this.#pins)) this.#load();
  }

  async #load() {
    if (this.#asking) return;
    this.#asking = true;
    let again = false;
    try {
      // What is told until this microtask ends is told of one change.
      await undefined;
      const { pins } = await this.#given.ask('list_pins', { channel_id: this.#given.channelId });
      if (pins[0]?.pinned_at !== this.#pins[0]?.pinned_at) this.#at = 0;
      this.#pins = pins;
      this.#draw();
    } catch (/** @type {any} */ { code }) {
      again = !['not_found', 'forbidden'].includes(code);
    }
    this.#asking = false;
    if (again && this.#host.isConnected) setTimeout(() => this.#load(), AGAIN_MS);
  }

  #draw() {
    const count = this.#pins.length;
    this.#at = Math.min(this.#at, Math.max(0, count - 1));
    this.#host.hidden = !count || this.#pins[0].pinned_at <= (closed.get(this.#given.channelId) ?? 0);
    if (!count) return;
    const marks = Math.min(count, MOST_MARKS);
    // The newest is the lowest.
    const on = marks - 1 - Math.floor((this.#at * marks) / count);
    this.#marks.replaceChildren(...Array.from({ length: marks }, (_, at) => make('span', '', at === on ? { 'data-on': '' } : {})));
    const place = { place: `${this.#at + 1}`, count: `${count}` };
    this.#title.textContent = count > 1 ? this.#words.text('PIN__PLACE__LABEL', place) : this.#words.text('PIN__BAR__LABEL');
    this.#text.textContent = shortly(this.#pins[this.#at].message);
  }

  #jump() {
    const { message } = this.#pins[this.#at];
    this.#at = (this.#at + 1) % this.#pins.length;
    this.#draw();
    this.#given.go(this.#given.channelId, message.seq);
  }

  #hide() {
    closed.set(this.#given.channelId, this.#pins[0].pinned_at);
    this.#host.hidden = true;
    /** @type {HTMLElement | null} */ (this.#given.panel.querySelector('.madang-timeline'))?.focus({ preventScroll: true });
  }
}
