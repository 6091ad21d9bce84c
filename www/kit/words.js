/** Sentences and times of the JavaScript parts. English stands in the part's `strings.js`; a locale's file or the page overrides it by key. */
import { ENGLISH } from './strings.js';

/** Sentences of the widget itself that parts say too. @type {Record<string, string>} */
const COMMON = {
  ...ENGLISH,
  PANEL__BACK__LABEL: 'Back',
  PANEL__CLOSE__LABEL: 'Close',
  PANEL__NOTIFY__LABEL: 'Notifications',
  PANEL__START__LABEL: 'New conversation',
  MESSAGE__READERS__LABEL: 'Read by',
  VOICE__NAME__TEXT: 'Voice message',
  VOICE__PLAY__LABEL: 'Play',
  VOICE__PAUSE__LABEL: 'Pause',
  THREADS__LABEL: 'Threads',
  CHANNEL__NAME__UNKNOWN: 'Conversation',
  USER__NAME__VISITOR: 'Visitor {id}',
  USER__NAME__UNKNOWN: 'Somebody',
  ERROR__RETRY__ACTION: 'Try again',
};

/** @typedef {{ user_id: string, nickname: string, profile_url?: string | null, visitor?: boolean }} User */

export class Words {
  #english;
  #given;
  #locale;

  /** @param {Record<string, string>} english @param {{ locale: string, strings: Record<string, string> }} options */
  constructor(english, { locale, strings }) {
    this.#english = { ...COMMON, ...english };
    this.#given = strings;
    this.#locale = Intl.DateTimeFormat.supportedLocalesOf(locale).length ? locale : 'en';
  }

  get locale() {
    return this.#locale;
  }

  /** @param {string} key @param {Record<string, string>} [gaps] */
  text(key, gaps = {}) {
    const sentence = this.#given[key] ?? this.#english[key] ?? '';
    return sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  }

  /** A sentence with a number: `KEY__ONE`, `KEY__OTHER`, as the language has it. @param {string} key @param {number} count */
  count(key, count) {
    const form = `${key}__${new Intl.PluralRules(this.#locale).select(count).toUpperCase()}`;
    const known = form in this.#given || form in this.#english ? form : `${key}__OTHER`;
    return this.text(known, { count: new Intl.NumberFormat(this.#locale).format(count) });
  }

  /** @param {number} at milliseconds @param {Intl.DateTimeFormatOptions} options */
  date(at, options) {
    return new Intl.DateTimeFormat(this.#locale, options).format(at);
  }

  /** The time of today, else the day and the time. @param {number} at milliseconds */
  when(at) {
    const today = new Date(at).toDateString() === new Date().toDateString();
    return this.date(at, today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** What a person is called. @param {User | undefined} user */
  name(user) {
    if (user?.nickname) return user.nickname;
    if (!user || !(user.visitor || user.user_id.startsWith('v_'))) return this.text('USER__NAME__UNKNOWN');
    return this.text('USER__NAME__VISITOR', { id: user.user_id.slice(-4).toUpperCase() });
  }
}
