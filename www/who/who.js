/** Who reacted to a message, by time; or who has read it. */
import { face, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import { ENGLISH } from './strings.js';
import css from './who.css';

/** @typedef {import('../kit/sheet.js').Given & { channelId: string, seq: string, read?: string }} Options */

/** @param {Options} options */
export function open(options) {
  const words = new Words(ENGLISH, options);
  const title = words.text(options.read ? 'MESSAGE__READERS__LABEL' : 'WHO__TITLE__LABEL');
  const sheet = new Sheet(options, { title, back: words.text('PANEL__BACK__LABEL'), name: 'madang-who', css });
  const list = make('ul', 'madang-who__list', { 'aria-label': title });
  const state = new State(words, list);
  sheet.body.append(list, state.node);

  /** One's own message one has read. @param {{ user_id: string }} person */
  const others = ({ user_id }) => !options.read || user_id !== options.me;
  /** @param {string} [after] */
  const load = async (after) => {
    state.loading();
    try {
      const page = await ask(options, after);
      const users = new Map(page.users.map((/** @type {{ user_id: string }} */ user) => [user.user_id, user]));
      const people = (page.reactions ?? page.members).filter(others).map((/** @type {{ user_id: string, emoji?: string }} */ { user_id, emoji }) => {
        const user = users.get(user_id);
        const person = make('li', 'madang-who__person');
        person.append(...face(words.name(user), user_id, user?.profile_url), make('span', 'madang-who__emoji', {}, emoji));
        return person;
      });
      list.append(...people);
      state.came(words.text('WHO__NOBODY__TEXT'), page.next && [words.text('WHO__MORE__ACTION'), () => load(page.next)]);
    } catch {
      state.failed(words.text('WHO__FAILED__TEXT'), () => load(after));
    }
  };
  load();
}

/** @param {Options} options @param {string} [after] */
function ask({ ask, channelId: channel_id, seq, read }, after) {
  return read ? ask('list_members', { channel_id, read_seq: Number(seq), after }) : ask('list_reactions', { channel_id, seq: Number(seq), after });
}
