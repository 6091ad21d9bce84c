/** The card: its place says in `data-poll` how the poll stands, and it follows. A choice is shown at once and taken back when refused. */
import { button, make, style, toast } from '../kit/dom.js';
import { Words } from '../kit/words.js';
import css from './poll.css';
import { ENGLISH } from './strings.js';
import { Votes } from './votes.js';

/** @typedef {import('./poll.js').Poll} Poll */

/** The longest time that a timer knows. */
const LONGEST_MS = 2 ** 31 - 1;
const SURE_MS = 4_000;

export class Card {
  #given;
  #host;
  #words;
  /** @type {Poll} */
  #poll = { options: [], voters: 0 };
  /** What was asked for and is not answered yet. @type {number[] | undefined} */
  #wish;
  #asked = 0;
  #sure = false;
  #timer = 0;

  /** @param {import('./poll.js').Asked} given @param {HTMLElement} host */
  constructor(given, host) {
    this.#given = given;
    this.#host = host;
    this.#words = new Words(ENGLISH, given);
    style(given.panel, css);
    // Arrows choose here, and do not walk the messages.
    host.addEventListener('keydown', (event) => event.key.startsWith('Arrow') && event.stopPropagation());
    new MutationObserver(() => this.#read()).observe(host, { attributes: true, attributeFilter: ['data-poll', 'data-closer'] });
    this.#read();
  }

  #read() {
    const told = this.#host.dataset.poll;
    if (!told) return;
    this.#poll = JSON.parse(told);
    this.#draw();
  }

  get #closed() {
    const { closed_at, closes_at } = this.#poll;
    return !!closed_at || (!!closes_at && closes_at <= Date.now());
  }

  /** The poll with the wish in it. */
  get #shown() {
    const mine = this.#poll.mine ?? [];
    const wish = this.#wish ?? mine;
    const has = (/** @type {number[]} */ list, /** @type {number} */ at) => Number(list.includes(at));
    const counts = this.#poll.options.map(({ count }, at) => Math.max(0, count + has(wish, at) - has(mine, at)));
    const voters = Math.max(0, this.#poll.voters + Number(wish.length > 0) - Number(mine.length > 0));
    return { wish, counts, voters };
  }

  #draw() {
    const { options, multiple, anonymous, closes_at } = this.#poll;
    const { wish, counts, voters } = this.#shown;
    const closed = this.#closed;
    this.#host.toggleAttribute('data-closed', closed);
    const percent = new Intl.NumberFormat(this.#words.locale, { style: 'percent', maximumFractionDigits: 0 });
    if (this.#host.querySelectorAll('.madang-poll__option').length !== options.length) this.#build();
    this.#host.querySelectorAll('.madang-poll__option').forEach((row, at) => {
      const share = voters ? counts[at] / voters : 0;
      const input = /** @type {HTMLInputElement} */ (row.querySelector('input'));
      input.checked = wish.includes(at);
      input.disabled = closed;
      const gaps = { option: options[at].text, count: this.#words.count('POLL__VOTES', counts[at]), percent: percent.format(share) };
      input.setAttribute('aria-label', this.#words.text('POLL__OPTION__LABEL', gaps));
      /** @type {HTMLElement} */ (row.querySelector('.madang-poll__share')).textContent = percent.format(share);
      /** @type {HTMLElement} */ (row.querySelector('.madang-poll__bar > span')).style.setProperty('--share', `${share * 100}%`);
    });
    const said = [this.#words.count('POLL__VOTES', voters)];
    if (multiple) said.push(this.#words.text('POLL__MULTIPLE__LABEL'));
    if (anonymous) said.push(this.#words.text('POLL__ANONYMOUS__LABEL'));
    if (closed) said.push(this.#words.text('POLL__CLOSED__LABEL'));
    else if (closes_at) said.push(this.#words.text('POLL__CLOSES__LABEL', { time: this.#words.when(closes_at) }));
    this.#foot(said, closed, wish.length > 0, voters);
    clearTimeout(this.#timer);
    if (!closed && closes_at) this.#timer = setTimeout(() => this.#host.isConnected && this.#draw(), Math.min(closes_at - Date.now() + 50, LONGEST_MS));
  }

  #build() {
    const { options, multiple } = this.#poll;
    const { seq = '', channelId } = this.#given;
    const rows = options.map(({ text }, at) => {
      const row = make('label', 'madang-poll__option');
      const input = make('input', 'madang-poll__input', { type: multiple ? 'checkbox' : 'radio', name: `poll-${channelId}-${seq}`, value: `${at}` });
      const line = make('span', 'madang-poll__line');
      line.append(make('span', 'madang-poll__text', { dir: 'auto' }, text), make('span', 'madang-poll__share'));
      const bar = make('span', 'madang-poll__bar', { 'aria-hidden': 'true' });
      bar.append(make('span', ''));
      const lines = make('span', 'madang-poll__lines');
      lines.append(line, bar);
      row.append(input, lines);
      return row;
    });
    const question = this.#host.parentElement?.querySelector('.madang-message__text')?.textContent ?? '';
    const group = make('div', 'madang-poll__options', { role: multiple ? 'group' : 'radiogroup', 'aria-label': question });
    group.append(...rows);
    group.addEventListener('change', () => this.#choose());
    this.#host.replaceChildren(group, make('div', 'madang-poll__foot'));
  }

  /** @param {string[]} said @param {boolean} closed @param {boolean} voted @param {number} voters */
  #foot(said, closed, voted, voters) {
    const foot = /** @type {HTMLElement} */ (this.#host.querySelector('.madang-poll__foot'));
    /** @type {[string, () => void][]} */
    const acts = [];
    if (voted && !closed) acts.push(['POLL__UNVOTE__ACTION', () => this.#vote([])]);
    if (voters && !this.#poll.anonymous) acts.push(['POLL__WHO__ACTION', () => void new Votes(this.#given, this.#poll)]);
    if (this.#host.dataset.closer && !closed) acts.push([this.#sure ? 'POLL__CLOSE__SURE' : 'POLL__CLOSE__ACTION', () => this.#close()]);
    // What is as it was keeps its nodes, and the focus.
    const state = JSON.stringify([said, acts.map(([key]) => key)]);
    if (foot.dataset.state === state) return;
    foot.dataset.state = state;
    const root = /** @type {ShadowRoot | Document} */ (foot.getRootNode());
    const inside = foot.contains(root.activeElement);
    const buttons = acts.map(([key, act]) => button('madang-poll__act', this.#words.text(key), act));
    foot.replaceChildren(make('span', '', { role: 'status' }, said.join(' · ')), ...buttons);
    if (inside) (buttons[buttons.length - 1] ?? this.#host.querySelector('input'))?.focus();
  }

  #choose() {
    const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (this.#host.querySelectorAll('.madang-poll__input:checked'));
    this.#vote([...chosen].map(({ value }) => Number(value)));
  }

  /** @param {number[]} options all that is chosen */
  async #vote(options) {
    const number = ++this.#asked;
    this.#wish = options;
    this.#draw();
    const body = { channel_id: this.#given.channelId, seq: Number(this.#given.seq), options };
    try {
      const { message } = await this.#given.ask('vote', body);
      if (message.poll) this.#poll = message.poll;
    } catch (/** @type {any} */ { code }) {
      if (number === this.#asked) toast(this.#given.panel, this.#words.text(code === 'poll_closed' ? 'POLL__OVER__TEXT' : 'POLL__REFUSED__TEXT'));
    }
    // A wish that was changed meanwhile stands until its own answer.
    if (number === this.#asked) this.#wish = undefined;
    this.#draw();
  }

  async #close() {
    if (!this.#sure) {
      this.#sure = true;
      this.#draw();
      setTimeout(() => {
        this.#sure = false;
        this.#draw();
      }, SURE_MS);
      return;
    }
    try {
      await this.#given.ask('close_poll', { channel_id: this.#given.channelId, seq: Number(this.#given.seq) });
    } catch {
      toast(this.#given.panel, this.#words.text('POLL__REFUSED__TEXT'));
    }
  }
}
