/** A line of the timeline that tells what happened: its place says what in `data-admin`, and it is worded here. */
import { button, make, style } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import css from './admin.css';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ what: string, name?: string, seq?: number, seconds?: number }} Admin as docs/PROTOCOL.md has it */
/** @typedef {Given & { channelId: string, host: HTMLElement }} Asked */

/** So many people are named; of more the first two. */
const NAMED = 3;

class Line {
  #given;
  #words;

  /** @param {Asked} given */
  constructor(given) {
    this.#given = given;
    this.#words = new Words(ENGLISH, given);
    style(given.panel, css);
    new MutationObserver(() => this.#draw()).observe(given.host, { attributes: true });
    this.#draw();
  }

  /** @param {string} name */
  #person(name) {
    return this.#words.text('ADMIN__PERSON__NAME', { name });
  }

  /** @param {string[]} all */
  #people(all) {
    const names = all.map((name) => this.#person(name));
    const list = new Intl.ListFormat(this.#words.locale, { type: 'conjunction' });
    if (names.length <= NAMED) return list.format(names);
    // What stands between the first two of three is between any two but the last.
    const between = list.formatToParts(['a', 'b', 'c']).find(({ type }) => type === 'literal')?.value;
    const first = names.slice(0, NAMED - 1).join(between);
    return this.#words.count('ADMIN__MANY', names.length - NAMED + 1).replace('{names}', () => first);
  }

  /** @param {number} seconds */
  #span(seconds) {
    const [value, unit] = seconds < 60 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
    return new Intl.NumberFormat(this.#words.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  }

  /** @param {Admin} admin */
  #sentence({ what, name = '', seconds = 0 }) {
    const { names = '[]', by = '', text = '' } = this.#given.host.dataset;
    if (what === 'note') return text;
    const gaps = { by: this.#person(by), names: this.#people(JSON.parse(names)), name, time: this.#span(seconds) };
    const key = what === 'named' && !name ? 'UNNAMED' : what === 'slow_mode' && !seconds ? 'SLOW_OFF' : what.toUpperCase();
    return this.#words.text(`ADMIN__${key}__TEXT`, gaps);
  }

  #draw() {
    const { host, channelId, go } = this.#given;
    if (!host.dataset.admin) return;
    /** @type {Admin} */
    const admin = JSON.parse(host.dataset.admin);
    const said = this.#sentence(admin);
    if (host.textContent === said) return;
    // Neither is a stop of the Tab key: arrows lead from message to message, and here as well.
    const line = admin.seq ? button('madang-admin__line', said, () => go(channelId, admin.seq)) : make('div', 'madang-admin__line', {}, said);
    line.tabIndex = -1;
    line.dir = 'auto';
    host.replaceChildren(line);
  }
}

/** @param {Asked} given */
export const open = (given) => new Line(given);
