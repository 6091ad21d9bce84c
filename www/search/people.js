/** Whose messages? A short list of people, by the beginning of a name. */
import { avatar, button, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('../kit/words.js').Words} Words */
/** @typedef {import('../kit/words.js').User} User */

const PAUSE_MS = 200;

/**
 * @param {Given} given @param {Words} words @param {string | undefined} channelId whose members are asked for; otherwise
 * only the known ones are offered @param {User[]} known @param {(user?: User) => void} choose
 */
export function choosePerson(given, words, channelId, known, choose) {
  const sheet = new Sheet(given, { title: words.text('SEARCH__FROM__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-search-people' });
  const label = words.text('SEARCH__FROM__FIELD');
  const input = /** @type {HTMLInputElement} */ (
    make('input', 'madang-input', { type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false', maxlength: '80' })
  );
  const bar = make('div', 'madang-search__bar');
  const list = make('ul', '');
  const state = new State(words, list, input);
  bar.append(input);
  sheet.body.append(bar, list, state.node);

  const take = (/** @type {User | undefined} */ user) => {
    sheet.close();
    choose(user);
  };
  const row = (/** @type {User | undefined} */ user) => {
    const called = user ? words.name(user) : words.text('SEARCH__FROM__ANYBODY');
    const line = button('madang-sheet__row', '', () => take(user));
    if (user) line.append(avatar(called, user.user_id, user.profile_url ?? undefined));
    line.append(make('bdi', 'madang-sheet__name', {}, called));
    const item = make('li', '');
    item.append(line);
    return item;
  };
  const show = (/** @type {User[]} */ users) => {
    const seen = new Map(users.map((user) => [user.user_id, user]));
    list.replaceChildren(...(input.value ? [] : [row(undefined)]), ...[...seen.values()].map(row));
    state.say(users.length ? '' : words.text('SEARCH__FROM__NONE'));
  };
  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    const prefix = input.value.trim();
    if (!channelId) {
      const begins = (/** @type {User} */ user) => words.name(user).toLocaleLowerCase(words.locale).startsWith(prefix.toLocaleLowerCase(words.locale));
      return show(known.filter(begins));
    }
    state.loading();
    try {
      const { members, users } = await given.ask('list_members', { channel_id: channelId, prefix, limit: 30 });
      const of = members.map((/** @type {any} */ member) => users.find((/** @type {User} */ user) => user.user_id === member.user_id));
      if (mine === turn && sheet.open) show(members.length ? of.filter(Boolean) : users);
    } catch (failure) {
      const code = /** @type {any} */ (failure).code;
      if (mine === turn) state.failed(words.text(code === 'offline' ? 'SEARCH__OFFLINE__TEXT' : 'SEARCH__FAILED__TEXT'), ask);
    }
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  sheet.onEnd(() => clearTimeout(timer));
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (list.querySelector('button'))?.focus();
  });
  list.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button')];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    (buttons[at + step] ?? (step < 0 ? input : buttons[at])).focus();
  });
  ask();
  input.focus();
}
