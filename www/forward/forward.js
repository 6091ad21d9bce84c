/** Forwards a message: one of one's conversations is chosen, and a comment may be added, which follows as a message of its own. */
import { Covers } from '../cover/covers.js';
import { button, clientId, face, make, toast } from '../kit/dom.js';
import { Intent } from '../kit/intent.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import css from './forward.css';
import { ENGLISH } from './strings.js';
import { conversations } from './targets.js';

/** @typedef {import('./targets.js').Target} Target */

/** What is said when the server refuses. @type {Record<string, string>} */
const REFUSALS = { not_found: 'GONE', forbidden: 'GONE', muted: 'MUTED', frozen: 'MUTED', slow_mode: 'SLOW', rate_limited: 'SLOW', filtered: 'FILTERED', offline: 'OFFLINE' };

/** @param {import('../kit/sheet.js').Given & { channelId: string, seq: string }} given */
export function open(given) {
  const words = new Words(ENGLISH, given);
  const say = (/** @type {string} */ key) => words.text(`FORWARD__${key}`);
  const sheet = new Sheet(given, { title: say('TITLE__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-forward', css });
  const field = (/** @type {string} */ label, /** @type {Record<string, string>} */ more) =>
    /** @type {HTMLInputElement} */ (make('input', 'madang-input', { placeholder: label, 'aria-label': label, autocomplete: 'off', dir: 'auto', ...more }));
  const search = field(say('FIND__LABEL'), { type: 'search', spellcheck: 'false', maxlength: '80' });
  const comment = field(say('COMMENT__LABEL'), { maxlength: '1000' });
  const list = make('ul', 'madang-forward__list', { 'aria-label': say('TITLE__LABEL') });
  const state = new State(words, list, search);
  const error = make('p', 'madang-sheet__error', { role: 'alert' });
  const send = button('madang-button', say('SEND__ACTION'), () => forward());
  const [bar, foot, page] = ['bar', 'foot', 'page'].map((name) => make('div', `madang-forward__${name}`));
  bar.append(search);
  page.append(list, state.node);
  foot.append(error, comment, send);
  foot.hidden = true;
  sheet.body.append(bar, page, foot);
  const covers = new Covers(given);
  const [intent, remark] = [new Intent(), new Intent()];
  /** @type {Target[]} */
  let targets = [];
  /** All of them have come. */
  let whole = false;
  /** @type {Target | undefined} */
  let chosen;

  const draw = () => {
    const wanted = search.value.trim().toLocaleLowerCase(words.locale);
    const found = targets.filter(({ title }) => title.toLocaleLowerCase(words.locale).includes(wanted));
    list.replaceChildren(...found.map(row));
    if (whole) state.came(say('NONE__TEXT'));
  };
  const load = async () => {
    state.loading();
    try {
      await conversations(given, words, (more, last) => {
        [targets, whole] = [more, last];
        if (sheet.open) draw();
      });
    } catch {
      state.failed(say('LOST__TEXT'), load);
    }
  };
  /** @param {Target} target */
  const row = (target) => {
    const item = make('li', '');
    const press = button('madang-sheet__row', '', () => {
      chosen = target;
      error.textContent = '';
      foot.hidden = false;
      for (const other of list.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === press));
      comment.focus();
    });
    press.setAttribute('aria-pressed', String(target === chosen));
    press.append(...face(target.title, target.id, covers.face(target.title, target.id, target.picture)));
    item.append(press);
    return item;
  };

  async function forward() {
    if (!chosen || send.disabled) return;
    const { id: channel_id } = chosen;
    const wish = { channel_id, from_channel_id: given.channelId, from_seq: Number(given.seq) };
    const said = { channel_id, text: comment.value.trim() };
    send.disabled = true;
    error.textContent = '';
    try {
      await given.ask('forward', { client_id: intent.of(wish, clientId), ...wish });
    } catch (refused) {
      const { code } = /** @type {{ code: string }} */ (refused);
      error.textContent = say(`${REFUSALS[code] ?? 'FAILED'}__TEXT`);
      send.disabled = false;
      return send.focus();
    }
    const unsaid = said.text && (await given.ask('send', { client_id: remark.of(said, clientId), ...said }).then(() => false, () => true));
    sheet.close();
    toast(given.panel, say(unsaid ? 'UNSAID__TEXT' : 'DONE__TEXT'));
    // What was not sent is not lost.
    if (unsaid) given.fill(channel_id, said.text);
  }

  search.addEventListener('input', draw);
  comment.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    forward();
  });
  sheet.node.addEventListener('keydown', (event) => {
    const rows = [...list.querySelectorAll('button')];
    const at = rows.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || (at < 0 && (event.target !== search || step < 0))) return;
    event.preventDefault();
    (rows[at + step] ?? (step < 0 ? search : rows[at]))?.focus();
  });
  search.focus();
  load();
}
