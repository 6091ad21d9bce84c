/** The threads that one follows, over the panel: unread ones first. A row leads to its thread. */
import { avatar, button, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import css from './threads.css';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ channel: any, last_message?: any, unread_count: number, thread: { root: any }, some_members: string[], users: import('../kit/words.js').User[] }} View */

/** @param {Given} given */
export const open = (given) => new Threads(given);

/** What a line shows of a message. @param {Words} words @param {any} message */
const shortly = (words, { deleted, text, files }) => (deleted ? words.text('THREADS__DELETED__TEXT') : text || files?.[0]?.name || '…');

class Threads {
  #given;
  #words;
  #sheet;
  #list = make('div', '', { role: 'list' });
  #state;
  /** @type {View[]} */
  #threads = [];
  /** @type {string | undefined} */
  #next;

  /** @param {Given} given */
  constructor(given) {
    this.#given = given;
    this.#words = new Words(ENGLISH, given);
    const [title, back] = [this.#words.text('THREADS__LABEL'), this.#words.text('PANEL__BACK__LABEL')];
    this.#sheet = new Sheet(given, { title, back, name: 'madang-threads__list', css });
    this.#state = new State(this.#words, this.#list);
    this.#sheet.body.append(this.#list, this.#state.node);
    const news = ['thread_replied', 'welcome'];
    this.#sheet.onEnd(given.on(({ kind }) => news.includes(kind) && this.#load()));
    this.#ask();
  }

  /** What is news is listed without a word, what one waits for is not. @param {string} [after] */
  #ask(after) {
    this.#state.loading();
    this.#load(after);
  }

  /** @param {string} [after] */
  async #load(after) {
    try {
      const { threads, next } = await this.#given.ask('list_threads', after ? { after } : {});
      this.#threads = after ? [...this.#threads, ...threads] : threads;
      this.#next = next;
      this.#draw();
    } catch {
      this.#state.failed(this.#words.text('THREADS__FAILED__TEXT'), () => this.#ask(after));
    }
  }

  #draw() {
    const root = /** @type {ShadowRoot | Document} */ (this.#sheet.node.getRootNode());
    const held = root.activeElement?.getAttribute('data-thread');
    this.#list.replaceChildren(...this.#threads.map((view) => this.#row(view)));
    this.#state.came(this.#words.text('THREADS__NONE__TEXT'), this.#next && [this.#words.text('THREADS__MORE__LABEL'), () => this.#ask(this.#next)]);
    if (held) /** @type {HTMLElement | null} */ (this.#list.querySelector(`[data-thread="${held}"]`))?.focus();
  }

  /** @param {View} view */
  #row({ channel, last_message: last, unread_count: unread, thread: { root }, some_members: members, users }) {
    const user = (/** @type {string} */ id) => users.find((one) => one.user_id === id);
    const name = (/** @type {string} */ id) => this.#words.name(user(id));
    const row = button('madang-sheet__row madang-threads__row', '', () => {
      this.#sheet.close();
      this.#given.go(channel.channel_id);
    });
    row.dataset.thread = channel.channel_id;
    const lines = make('span', 'madang-sheet__lines');
    const head = make('span', 'madang-threads__head');
    const place = channel.name || members.map(name).join(', ');
    head.append(make('bdi', 'madang-sheet__name', {}, name(root.user_id)), make('bdi', 'madang-sheet__sub', {}, place));
    lines.append(head, make('span', 'madang-threads__root', { dir: 'auto' }, shortly(this.#words, root)));
    if (last) {
      const said = this.#words.text('THREADS__LAST__TEXT', { name: name(last.user_id), text: shortly(this.#words, last) });
      lines.append(make('span', 'madang-sheet__sub', { dir: 'auto' }, said));
    }
    const end = make('span', 'madang-threads__end');
    if (last) end.append(make('time', 'madang-sheet__sub', {}, this.#words.when(last.created_at)));
    if (unread) {
      const badge = make('span', 'madang-badge', {}, '');
      badge.append(
        make('span', '', { 'aria-hidden': 'true' }, String(Math.min(unread, 99))),
        make('span', 'madang-hidden', {}, this.#words.text('THREADS__NEW__TEXT', { count: String(unread) })),
      );
      end.append(badge);
    }
    row.append(avatar(name(root.user_id), root.user_id, user(root.user_id)?.profile_url ?? undefined), lines, end);
    const item = make('div', '', { role: 'listitem' });
    item.append(row);
    return item;
  }
}
