/** The search surface: what is found as one types, newest first; a few filters; and ways to a day, to what is unread, to the ends. */
import { ICONS, button, icon, iconButton, make, style } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import { option } from './hits.js';
import { chooseDay, ends, jumpToDate, lead } from './jump.js';
import { choosePerson } from './people.js';
import css from './search.css';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('../kit/words.js').User} User */
/** @typedef {import('./hits.js').Hit} Hit */
/** @typedef {Given & { channelId?: string, only?: string, unread?: string, at?: string }} Options where it was opened */

const PATHS = {
  date: 'M5 6.5h14v13H5zm0 4h14M9 4v4m6-4v4',
  unread: 'M4.5 12h4m7 0h4M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  first: 'M6 5h12M12 19V8.5m-5 5 5-5 5 5',
  latest: 'M6 19h12M12 5v10.5m5-5-5 5-5-5',
};
const PAUSE_MS = 250;
const MORE_PX = 240;
let last = 0;

/** With `at` (milliseconds) only the calendar opens. @param {Options} given */
export function open(given) {
  const words = new Words(ENGLISH, given);
  style(given.panel, css);
  if (given.at && given.channelId) return void jumpToDate(given, words, given.channelId, new Date(Number(given.at)));
  new Search(given, words);
}

class Search {
  #given;
  #words;
  #sheet;
  #id = `madang-search-${++last}`;
  #input;
  #clear;
  #chips = make('div', 'madang-search__chips', { role: 'group' });
  #jumps;
  /** Over the list: how many there are, or what there is instead. */
  #top;
  #list;
  /** Under it: the next page. */
  #end;
  /** Everything instead of the conversation that it was opened from. */
  #all;
  /** @type {User | undefined} */
  #author;
  #hasFile = false;
  /** @type {Date | undefined} */
  #since;
  /** The last day. @type {Date | undefined} */
  #until;
  /** @type {Map<string, User>} */
  #users = new Map();
  /** @type {Map<string, any>} */
  #channels = new Map();
  /** @type {Hit[]} */
  #hits = [];
  /** @type {string | undefined} */
  #next;
  #active = -1;
  /** What is asked now; older answers are dropped. */
  #turn = 0;
  #loading = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Options} given @param {Words} words */
  constructor(given, words) {
    this.#given = given;
    this.#words = words;
    this.#all = !given.channelId;
    this.#sheet = new Sheet(given, { title: words.text('SEARCH__TITLE'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-search' });
    this.#input = /** @type {HTMLInputElement} */ (
      make('input', 'madang-input madang-search__field', {
        type: 'search', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.#id,
        autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search', maxlength: '200', dir: 'auto',
      })
    );
    this.#clear = iconButton(ICONS.close, words.text('SEARCH__CLEAR__LABEL'), () => this.#cleared());
    this.#clear.classList.add('madang-search__clear');
    this.#sheet.head.lastElementChild?.replaceWith(this.#input);
    this.#sheet.head.append(this.#clear);
    this.#chips.setAttribute('aria-label', words.text('SEARCH__FILTERS__LABEL'));
    this.#list = make('ul', 'madang-search__list', { role: 'listbox', id: this.#id, 'aria-label': words.text('SEARCH__RESULTS__LABEL') });
    this.#top = new State(words, this.#list, this.#input);
    this.#top.node.className = 'madang-search__status';
    this.#end = new State(words, this.#list, this.#input);
    this.#jumps = this.#makeJumps();
    this.#sheet.body.append(this.#chips, this.#jumps, this.#top.node, this.#list, this.#end.node);
    this.#input.addEventListener('input', () => this.#changed(PAUSE_MS));
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    // The field keeps the focus: the list is walked from it.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      const node = /** @type {HTMLElement} */ (event.target).closest('.madang-hit');
      if (node) this.#go([...this.#list.children].indexOf(node));
    });
    this.#sheet.body.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.#sheet.body;
      if (this.#next && !this.#end.lost && scrollHeight - scrollTop - clientHeight < MORE_PX) this.#search(true);
    });
    const quiet = given.on((frame) => this.#heard(frame));
    this.#sheet.onEnd(() => {
      quiet();
      clearTimeout(this.#timer);
    });
    this.#draw();
    this.#changed(0);
    this.#input.focus();
  }

  get #channelId() {
    return this.#all ? undefined : this.#given.channelId;
  }

  get #asks() {
    return !!(this.#input.value.trim() || this.#author || this.#hasFile || this.#since || this.#until);
  }

  /** Where it is said that one waits, or why in vain. */
  get #state() {
    return this.#hits.length ? this.#end : this.#top;
  }

  #makeJumps() {
    const { channelId, unread } = this.#given;
    const box = make('div', '', { role: 'group', 'aria-label': this.#words.text('JUMP__LABEL') });
    if (!channelId) return box;
    const row = (/** @type {string} */ key, /** @type {string} */ path, /** @type {() => void} */ pressed) => {
      const node = button('madang-sheet__row madang-search__jump', '', pressed);
      node.append(icon(path), make('span', 'madang-sheet__lines', {}, this.#words.text(key)));
      box.append(node);
    };
    const go = (/** @type {number} */ seq) => {
      this.#sheet.close();
      lead(this.#given, channelId, seq);
    };
    const end = async (/** @type {'first' | 'latest'} */ which) => {
      this.#top.loading();
      try {
        go((await ends(this.#given, channelId))[which]);
      } catch (failure) {
        this.#failed(/** @type {any} */ (failure), () => end(which));
      }
    };
    row('JUMP__DATE__TITLE', PATHS.date, () => jumpToDate(this.#given, this.#words, channelId, undefined, () => this.#sheet.close()));
    if (unread) row('JUMP__UNREAD__LABEL', PATHS.unread, () => go(Number(unread)));
    row('JUMP__FIRST__LABEL', PATHS.first, () => end('first'));
    row('JUMP__LATEST__LABEL', PATHS.latest, () => end('latest'));
    return box;
  }

  /** What does not come with an answer. */
  #draw() {
    const words = this.#words;
    const here = words.text(this.#all ? 'SEARCH__FIELD__ALL' : 'SEARCH__FIELD__HERE');
    this.#input.placeholder = here;
    this.#input.setAttribute('aria-label', here);
    const day = (/** @type {Date | undefined} */ date) => date && words.date(date.getTime(), { dateStyle: 'medium' });
    const [since, until] = [day(this.#since), day(this.#until)];
    const chip = (/** @type {string} */ key, /** @type {string} */ text, /** @type {boolean} */ on, /** @type {() => void} */ pressed) => {
      const node = button('madang-search__chip', text, pressed);
      node.setAttribute('aria-pressed', `${on}`);
      node.dataset.key = key;
      return node;
    };
    const chips = [
      chip('from', this.#author ? words.text('SEARCH__FROM__NAMED', { name: words.name(this.#author) }) : words.text('SEARCH__FROM__LABEL'), !!this.#author, () => this.#pickAuthor()),
      chip('file', words.text('SEARCH__FILE__LABEL'), this.#hasFile, () => this.#set(() => (this.#hasFile = !this.#hasFile))),
      chip('since', since ? words.text('SEARCH__SINCE__DAY', { day: since }) : words.text('SEARCH__SINCE__LABEL'), !!since, () => this.#pickDay('since')),
      chip('until', until ? words.text('SEARCH__UNTIL__DAY', { day: until }) : words.text('SEARCH__UNTIL__LABEL'), !!until, () => this.#pickDay('until')),
    ];
    if (this.#given.channelId && !this.#given.only) {
      chips.unshift(chip('all', words.text('SEARCH__ALL__LABEL'), this.#all, () => this.#set(() => ((this.#all = !this.#all), (this.#author = undefined)))));
    }
    const focused = /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (this.#chips.getRootNode()).activeElement)?.dataset?.key;
    this.#chips.replaceChildren(...chips);
    if (focused) chips.find((node) => node.dataset.key === focused)?.focus();
  }

  /** @param {() => void} change */
  #set(change) {
    change();
    this.#draw();
    this.#changed(0);
  }

  #pickAuthor() {
    if (this.#author) return this.#set(() => (this.#author = undefined));
    choosePerson(this.#given, this.#words, this.#channelId, [...this.#users.values()], (user) => this.#set(() => (this.#author = user)));
  }

  /** @param {'since' | 'until'} which */
  #pickDay(which) {
    const put = (/** @type {Date | undefined} */ day) =>
      this.#set(() => {
        if (which === 'since') this.#since = day;
        else this.#until = day;
        // The other end gives way: there is always something between them.
        if (this.#since && this.#until && this.#since > this.#until) which === 'since' ? (this.#until = undefined) : (this.#since = undefined);
      });
    if (which === 'since' ? this.#since : this.#until) return put(undefined);
    chooseDay(this.#given, this.#words, this.#words.text(which === 'since' ? 'SEARCH__SINCE__LABEL' : 'SEARCH__UNTIL__LABEL'), undefined, (day, sheet) => {
      sheet.close();
      put(day);
    });
  }

  #cleared() {
    this.#input.value = '';
    this.#changed(0);
    this.#input.focus();
  }

  /** @param {number} pause */
  #changed(pause) {
    clearTimeout(this.#timer);
    const asks = this.#asks;
    this.#clear.hidden = !this.#input.value;
    this.#jumps.hidden = asks || this.#all;
    if (!asks) {
      this.#turn++;
      this.#loading = false;
      this.#show([], undefined);
      this.#list.setAttribute('aria-busy', 'false');
      return this.#top.say(this.#words.text('SEARCH__HINT__TEXT'));
    }
    if (!this.#hits.length) this.#top.loading();
    this.#list.setAttribute('aria-busy', 'true');
    this.#timer = setTimeout(() => this.#search(), pause);
  }

  /** @param {boolean} [more] the next page */
  async #search(more) {
    if (more && this.#loading) return;
    const turn = ++this.#turn;
    this.#loading = true;
    if (more || !this.#hits.length) this.#state.loading();
    this.#list.setAttribute('aria-busy', 'true');
    const until = this.#until && new Date(this.#until.getFullYear(), this.#until.getMonth(), this.#until.getDate() + 1);
    const question = {
      channel_id: this.#channelId,
      query: this.#input.value.trim(),
      user_id: this.#author?.user_id,
      since: this.#since?.getTime(),
      until: until?.getTime(),
      has_file: this.#hasFile,
      after: more ? this.#next : undefined,
    };
    try {
      const page = await this.#given.ask('search', question);
      if (turn !== this.#turn || !this.#sheet.open) return;
      this.#loading = false;
      for (const user of page.users) this.#users.set(user.user_id, user);
      for (const view of page.channels ?? []) this.#channels.set(view.channel.channel_id, view);
      this.#show(more ? [...this.#hits, ...page.hits] : page.hits, page.next, more);
      // The server looked far enough for one answer and found nothing yet.
      if (!page.hits.length && page.next) return void this.#search(true);
      const count = this.#hits.length;
      const words = this.#words;
      const told = page.next ? words.text('SEARCH__MORE__THAN', { count: new Intl.NumberFormat(words.locale).format(count) }) : words.count('SEARCH__FOUND', count);
      if (count) this.#top.say(told, 'madang-search__count');
      else this.#top.say(words.text('SEARCH__NONE__TEXT'));
    } catch (failure) {
      if (turn !== this.#turn || !this.#sheet.open) return;
      this.#loading = false;
      const { code, retry_after_ms: after } = /** @type {any} */ (failure);
      if (code === 'rate_limited') this.#timer = setTimeout(() => this.#search(more), after ?? 1000);
      else {
        if (!more) this.#show([], undefined);
        this.#failed(/** @type {any} */ (failure), () => this.#search(more));
      }
    }
    this.#list.setAttribute('aria-busy', `${this.#loading}`);
  }

  /** @param {{ code: string }} failure @param {() => void} again */
  #failed({ code }, again) {
    this.#state.failed(this.#words.text(code === 'offline' ? 'SEARCH__OFFLINE__TEXT' : 'SEARCH__FAILED__TEXT'), again);
  }

  /** @param {Hit[]} hits @param {string | undefined} next @param {boolean} [more] whether the first ones stay */
  #show(hits, next, more) {
    const kept = more ? this.#hits.length : 0;
    this.#hits = hits;
    this.#next = next;
    const nodes = hits.slice(kept).map((hit, at) =>
      option(this.#words, hit, {
        author: this.#users.get(hit.message.user_id),
        channel: this.#all ? this.#channels.get(hit.channel_id) : undefined,
        own: hit.message.user_id === this.#given.me,
        id: `${this.#id}-${kept + at}`,
      }),
    );
    if (more) this.#list.append(...nodes);
    else this.#list.replaceChildren(...nodes);
    this.#list.hidden = !hits.length;
    this.#end.came('', next && hits.length ? [this.#words.text('SEARCH__MORE__ACTION'), () => this.#search(true)] : undefined);
    this.#input.setAttribute('aria-expanded', `${!!hits.length}`);
    if (!more) this.#activate(-1);
  }

  /** @param {number} at */
  #activate(at) {
    this.#list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = at;
    const node = /** @type {HTMLElement | undefined} */ (this.#list.children[at]);
    node?.setAttribute('aria-selected', 'true');
    node?.scrollIntoView({ block: 'nearest' });
    if (node) this.#input.setAttribute('aria-activedescendant', node.id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    const count = this.#hits.length;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === 'ArrowDown' && count) {
      if (this.#active === count - 1 && this.#next) this.#search(true);
      this.#activate(Math.min(this.#active + 1, count - 1));
    } else if (key === 'ArrowUp' && count) this.#activate(Math.max(this.#active - 1, -1));
    else if (key === 'Enter') {
      if (this.#active >= 0) this.#go(this.#active);
      else if (this.#asks) this.#changed(0);
    } else if (key === 'Escape' && this.#active >= 0) this.#activate(-1);
    else return;
    event.preventDefault();
  }

  /** @param {number} at */
  #go(at) {
    const hit = this.#hits[at];
    if (!hit) return;
    this.#sheet.close();
    lead(this.#given, hit.channel_id, hit.message.seq);
  }

  /** What is listed changed: it is looked for again. @param {{ kind: string, body: any }} frame */
  #heard({ kind, body }) {
    if (kind !== 'message_changed' || body.reaction) return;
    const listed = (/** @type {Hit} */ hit) => hit.channel_id === body.channel_id && hit.message.seq === body.message.seq;
    if (this.#hits.some(listed)) this.#changed(PAUSE_MS);
  }
}
