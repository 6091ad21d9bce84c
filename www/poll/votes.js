/** Who chose what, over the panel. */
import { avatar, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import css from './poll.css';
import { ENGLISH } from './strings.js';

export class Votes {
  #given;
  #poll;
  #words;
  #sheet;
  #list = make('div', '', { role: 'list' });
  #state;
  /** @type {string | undefined} */
  #next;

  /** @param {import('./poll.js').Asked} given @param {import('./poll.js').Poll} poll */
  constructor(given, poll) {
    this.#given = given;
    this.#poll = poll;
    const words = (this.#words = new Words(ENGLISH, given));
    const look = { title: words.text('POLL__WHO__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-poll__votes', css };
    this.#sheet = new Sheet(given, look);
    this.#state = new State(words, this.#list);
    this.#sheet.body.append(this.#list, this.#state.node);
    this.#load();
  }

  async #load() {
    const words = this.#words;
    this.#state.loading();
    try {
      const body = { channel_id: this.#given.channelId, seq: Number(this.#given.seq), after: this.#next };
      const { votes, users, next } = await this.#given.ask('list_votes', body);
      for (const { user_id, options } of votes) {
        const user = users.find((/** @type {{ user_id: string }} */ one) => one.user_id === user_id);
        const name = words.name(user);
        const chosen = options.map((/** @type {number} */ at) => this.#poll.options[at]?.text);
        const lines = make('span', 'madang-sheet__lines');
        lines.append(make('bdi', 'madang-sheet__name', {}, name), make('span', 'madang-sheet__sub', { dir: 'auto' }, chosen.join(', ')));
        const row = make('div', 'madang-poll__person', { role: 'listitem' });
        row.append(avatar(name, user_id, user?.profile_url), lines);
        this.#list.append(row);
      }
      this.#next = next;
      this.#state.came(words.text('POLL__NOBODY__TEXT'), next && [words.text('POLL__MORE__ACTION'), () => this.#load()]);
    } catch {
      this.#state.failed(words.text('POLL__FAILED__TEXT'), () => this.#load());
    }
  }
}
