/** Who reacted to a message, by time. */
import { avatar, button, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { Words } from '../kit/words.js';
import { ENGLISH } from './strings.js';
import css from './who.css';

/** @typedef {import('../kit/sheet.js').Given & { channelId: string, seq: string }} Options */

/** @param {Options} options */
export function open(options) {
  const words = new Words(ENGLISH, options);
  const title = words.text('WHO__TITLE__LABEL');
  const sheet = new Sheet(options, { title, back: words.text('PANEL__BACK__LABEL'), name: 'madang-who', css });
  const list = make('ul', 'madang-who__list', { 'aria-label': title });
  const end = make('div', 'madang-sheet__state', { role: 'status' });
  sheet.body.append(list, end);

  /** @param {string} [after] */
  const load = async (after) => {
    end.replaceChildren(make('span', 'madang-spinner'));
    try {
      const page = await options.ask('list_reactions', { channel_id: options.channelId, seq: Number(options.seq), after });
      const users = new Map(page.users.map((/** @type {{ user_id: string }} */ user) => [user.user_id, user]));
      const people = page.reactions.map((/** @type {{ user_id: string, emoji: string }} */ { user_id, emoji }) => {
        const user = users.get(user_id);
        const name = words.name(user);
        const person = make('li', 'madang-who__person');
        person.append(avatar(name, user_id, user?.profile_url), make('bdi', 'madang-who__name', {}, name), make('span', 'madang-who__emoji', {}, emoji));
        return person;
      });
      list.append(...people);
      end.replaceChildren(...(page.next ? [button('madang-text-button', words.text('WHO__MORE__ACTION'), () => load(page.next))] : []));
      end.hidden = !page.next;
    } catch {
      const again = button('madang-text-button', words.text('WHO__RETRY__ACTION'), () => load(after));
      end.replaceChildren(make('p', '', {}, words.text('WHO__FAILED__TEXT')), again);
    }
  };
  load();
}
