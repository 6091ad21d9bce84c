/** Scheduled messages: one is written above, and those that wait for their time stand below it. */
import { ICONS, button, clientId, iconButton, make, toast } from '../kit/dom.js';
import { Intent } from '../kit/intent.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import css from './schedule.css';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ start: number, end: number, user_id: string }} Mention */
/** @typedef {{ channel_id: string, client_id: string, text: string, mentions?: Mention[], send_at: number, failed?: string }} Scheduled */
/** @typedef {Given & { channelId: string, text: string, mentions: string }} Asked `text` and whom it names are the composer's */

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const MORNING = 9;

/** @param {Asked} given */
export const open = (given) => new Schedule(given);

/** As an input of date and time has it: in the time of this device. @param {number} at */
const field = (at) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** The morning in so many days. @param {number} days */
function morning(days) {
  const at = new Date();
  at.setDate(at.getDate() + days);
  return at.setHours(MORNING, 0, 0, 0);
}

class Schedule {
  #given;
  #words;
  #sheet;
  #text;
  #time;
  #save;
  #error = make('p', 'madang-sheet__error', { role: 'alert' });
  #list = make('div', '', { role: 'list' });
  #state;
  /** Which is being changed. @type {Scheduled | undefined} */
  #changed;
  #intent = new Intent();
  /** @type {Scheduled[]} */
  #waiting = [];

  /** @param {Asked} given */
  constructor(given) {
    this.#given = given;
    const words = (this.#words = new Words(ENGLISH, given));
    const look = { title: words.text('SCHEDULE__TITLE__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-schedule', css };
    this.#sheet = new Sheet(given, look);
    const label = (/** @type {string} */ key) => make('div', 'madang-sheet__section', {}, words.text(key));
    const text = { rows: '3', dir: 'auto', 'aria-label': words.text('SCHEDULE__TEXT__LABEL'), placeholder: words.text('SCHEDULE__TEXT__PLACEHOLDER') };
    this.#text = /** @type {HTMLTextAreaElement} */ (make('textarea', 'madang-input', text));
    const bounds = { type: 'datetime-local', min: field(Date.now()), max: field(Date.now() + YEAR_MS) };
    this.#time = /** @type {HTMLInputElement} */ (make('input', 'madang-input', { ...bounds, 'aria-label': words.text('SCHEDULE__TIME__LABEL') }));
    const times = make('div', 'madang-schedule__times');
    const hour = (/** @type {number} */ at) => words.date(at, { timeStyle: 'short' });
    const monday = morning(((8 - new Date().getDay()) % 7) || 7);
    for (const [key, at] of /** @type {[string, number][]} */ ([['HOUR', 0], ['TOMORROW', morning(1)], ['MONDAY', monday]])) {
      const chosen = () => (this.#time.value = field(at || Date.now() + HOUR_MS));
      times.append(button('madang-schedule__time', words.text(`SCHEDULE__${key}__ACTION`, { time: hour(at) }), chosen));
    }
    this.#save = button('madang-button', '', () => this.#submit());
    const submit = make('div', 'madang-schedule__submit');
    submit.append(this.#save);
    const form = make('div', 'madang-schedule__form');
    form.append(this.#text, label('SCHEDULE__TIME__LABEL'), times, this.#time, submit);
    this.#list.setAttribute('aria-label', words.text('SCHEDULE__LIST__LABEL'));
    this.#state = new State(words, this.#list);
    this.#sheet.body.append(form, this.#error, label('SCHEDULE__LIST__LABEL'), this.#list, this.#state.node);
    this.#sheet.onEnd(given.on((frame) => this.#heard(frame)));
    this.#fill(undefined, given.text);
    this.#begin();
  }

  /** What changes later replaces what is there without a word. */
  #begin() {
    this.#state.loading();
    this.#load();
  }

  /** @param {{ kind: string, body: any }} frame */
  #heard({ kind, body }) {
    const sent = kind === 'message_created' && this.#waiting.some(({ client_id }) => client_id === body.message.client_id);
    if (sent || kind === 'welcome') this.#load();
  }

  /** The form for a new one, or for one that waits. @param {Scheduled | undefined} changed @param {string} text */
  #fill(changed, text) {
    this.#changed = changed;
    this.#text.value = text;
    this.#time.value = field(Math.max(changed?.send_at ?? 0, Date.now() + (changed ? 60_000 : HOUR_MS)));
    this.#save.textContent = this.#words.text(changed ? 'SCHEDULE__CHANGE__ACTION' : 'SCHEDULE__SAVE__ACTION');
    this.#error.textContent = '';
    this.#text.focus();
  }

  /** Whom the text names: nobody when it is another than that which named them. @param {string} text @returns {Mention[]} */
  #mentions(text) {
    if (this.#changed) return text === this.#changed.text ? (this.#changed.mentions ?? []) : [];
    return text === this.#given.text ? JSON.parse(this.#given.mentions) : [];
  }

  async #submit() {
    const text = this.#text.value.trim();
    const at = new Date(this.#time.value).getTime();
    if (!text || !(at > Date.now() && at < Date.now() + YEAR_MS)) return this.#say('SCHEDULE__NEEDS__TEXT');
    const { ask, channelId, fill, panel } = this.#given;
    const body = { text, mentions: this.#mentions(text), send_at: at };
    const client_id = this.#intent.of(body, clientId);
    this.#save.disabled = true;
    try {
      if (this.#changed) await ask('change_scheduled', { client_id: this.#changed.client_id, ...body });
      else {
        await ask('schedule', { channel_id: channelId, client_id, ...body });
        if (this.#given.text) fill(channelId, '');
        this.#given.text = '';
      }
      toast(panel, this.#words.text('SCHEDULE__SAVED__TEXT', { time: this.#words.when(at) }));
      this.#fill(undefined, '');
      await this.#load();
    } catch (/** @type {any} */ { code }) {
      this.#say(code === 'too_many' ? 'SCHEDULE__MOST__TEXT' : 'SCHEDULE__FAILED__TEXT');
    }
    this.#save.disabled = false;
  }

  async #load() {
    try {
      const { scheduled } = await this.#given.ask('list_scheduled', { channel_id: this.#given.channelId, limit: 100 });
      this.#waiting = scheduled;
      this.#draw();
    } catch {
      this.#state.failed(this.#words.text('SCHEDULE__FAILED__TEXT'), () => this.#begin());
    }
  }

  #draw() {
    const words = this.#words;
    const items = this.#waiting.map((one) => {
      const lines = make('div', 'madang-sheet__lines');
      const reason = one.failed && (['not_found', 'forbidden'].includes(one.failed) ? 'SCHEDULE__REFUSED__TEXT' : 'SCHEDULE__UNSENT__TEXT');
      lines.append(make('span', 'madang-schedule__body', { dir: 'auto' }, one.text), make('span', 'madang-sheet__sub', {}, words.when(one.send_at)));
      if (reason) lines.append(make('span', 'madang-sheet__sub madang-schedule__failed', {}, words.text(reason)));
      const item = make('div', 'madang-schedule__item', { role: 'listitem' });
      const { client_id } = one;
      item.append(
        lines,
        iconButton(ICONS.edit, words.text('SCHEDULE__EDIT__LABEL'), () => this.#fill(one, one.text)),
        iconButton(ICONS.send, words.text('SCHEDULE__SEND__LABEL'), () => this.#act('send_scheduled', client_id)),
        iconButton(ICONS.trash, words.text('SCHEDULE__CANCEL__LABEL'), () => this.#act('cancel_scheduled', client_id)),
      );
      return item;
    });
    this.#list.replaceChildren(...items);
    this.#state.came(words.text('SCHEDULE__NONE__TEXT'));
  }

  /** @param {string} kind @param {string} client_id */
  async #act(kind, client_id) {
    try {
      await this.#given.ask(kind, { client_id });
    } catch (/** @type {any} */ { code }) {
      if (code !== 'not_found') this.#say('SCHEDULE__FAILED__TEXT');
    }
    if (this.#changed?.client_id === client_id) this.#fill(undefined, '');
    await this.#load();
    if (this.#sheet.open) this.#text.focus();
  }

  /** @param {string} key */
  #say(key) {
    this.#error.textContent = this.#words.text(key);
  }
}
