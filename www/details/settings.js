/** What operators set: name, who may come in and write, slow mode. And whom members invite. */
import { choice, toggle } from '../kit/controls.js';
import { button, make } from '../kit/dom.js';
import { status } from './controls.js';

/** @typedef {import('./channel.js').Channel} Channel */
/** @typedef {import('./channel.js').Settings} Values */

/** Pauses of slow mode to choose from, seconds. */
const PAUSES = [0, 5, 10, 30, 60, 300, 900];

export class Settings {
  #channel;
  #words;
  #status = status();
  /** What shows the channel as it is. @type {((values: Values) => void)[]} */
  #shows = [];
  #rights = '';
  node = make('div', 'madang-details__settings');

  /** @param {Channel} channel */
  constructor(channel) {
    this.#channel = channel;
    this.#words = channel.words;
    channel.onChange(() => this.#show());
  }

  /** Drawn anew only when one's rights change: somebody may be typing in it. */
  #show() {
    const { settings, operates, group, me } = this.#channel;
    if (!settings) return;
    const invites = group && !settings.distinct && me?.state === 'joined' && (operates || settings.public);
    const rights = `${operates} ${group} ${invites}`;
    if (rights !== this.#rights) {
      this.#rights = rights;
      this.#shows = [];
      const parts = [];
      if (operates) {
        parts.push(make('div', 'madang-sheet__section', {}, this.#words.text('DETAILS__EVERYBODY__LABEL')), this.#name(), this.#switch('frozen', 'DETAILS__FROZEN__LABEL'));
        if (group) parts.push(this.#switch('public', 'DETAILS__PUBLIC__LABEL'));
        parts.push(this.#slow());
      }
      if (invites) parts.push(this.#invite());
      this.node.replaceChildren(...parts, this.#status);
    }
    this.#shows.forEach((show) => show(settings));
  }

  /** @param {string} kind @param {object} body */
  async #decide(kind, body) {
    this.#status.textContent = '';
    const refused = await this.#channel.decide(kind, body);
    this.#status.textContent = refused;
    // A refused choice is taken back.
    if (refused && kind === 'update_channel' && this.#channel.settings) this.#shows.forEach((show) => show(/** @type {Values} */ (this.#channel.settings)));
    return !refused;
  }

  /** A field and what is done with it, by the button or Enter. @param {string} label @param {string} action @param {(text: string) => void} done */
  #field(label, action, done) {
    const text = this.#words.text(label);
    const input = /** @type {HTMLInputElement} */ (
      make('input', 'madang-input', { 'aria-label': text, placeholder: text, autocomplete: 'off', dir: 'auto', maxlength: '100' })
    );
    const press = button('madang-text-button', this.#words.text(action), () => done(input.value.trim()));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      done(input.value.trim());
    });
    const node = make('div', 'madang-control');
    node.append(input, press);
    return { node, input, press };
  }

  #name() {
    const field = this.#field('DETAILS__NAME__LABEL', 'DETAILS__SAVE__ACTION', (name) => this.#decide('update_channel', { name }));
    /** @type {string | undefined} */
    let shown;
    const unsaved = () => (field.press.hidden = field.input.value.trim() === shown);
    field.input.addEventListener('input', unsaved);
    this.#shows.push(({ name }) => {
      // What is typed stays, unless the name itself changed.
      if (name !== shown) field.input.value = shown = name;
      unsaved();
    });
    return field.node;
  }

  /** @param {'frozen' | 'public'} what @param {string} label */
  #switch(what, label) {
    const { node, show } = toggle(this.#words.text(label), (on) => this.#decide('update_channel', { [what]: on }));
    this.#shows.push((values) => show(!!values[what]));
    return node;
  }

  #slow() {
    const { node, select, offer } = choice(this.#words.text('DETAILS__SLOW__LABEL'), (pause) => this.#decide('update_channel', { slow_mode_seconds: Number(pause) }));
    const add = (/** @type {number} */ pause) => {
      const name = pause < 60 || pause % 60 ? this.#words.count('DETAILS__SLOW__SECONDS', pause) : this.#words.count('DETAILS__SLOW__MINUTES', pause / 60);
      offer(`${pause}`, pause ? name : this.#words.text('DETAILS__SLOW__OFF'));
    };
    PAUSES.forEach(add);
    this.#shows.push(({ slow_mode_seconds: pause = 0 }) => {
      if (![...select.options].some(({ value }) => value === `${pause}`)) add(pause);
      select.value = `${pause}`;
    });
    return node;
  }

  /** By an id, or by the name of somebody whom one knows. */
  #invite() {
    const offers = make('datalist', '', { id: 'madang-people' });
    const { node, input } = this.#field('DETAILS__INVITE__LABEL', 'DETAILS__INVITE__ACTION', async (text) => {
      if (!text) return;
      const known = [...this.#channel.users.values()].find((user) => user.nickname === text);
      if (await this.#decide('invite', { user_ids: [known?.user_id ?? text] })) input.value = '';
    });
    input.setAttribute('list', 'madang-people');
    input.setAttribute('maxlength', '128');
    let asked = false;
    input.addEventListener('focus', async () => {
      if (asked) return;
      asked = true;
      const people = await this.#channel.acquaintances().catch(() => []);
      offers.replaceChildren(...people.map((user) => make('option', '', { value: user.user_id }, this.#words.name(user))));
    });
    node.append(offers);
    return node;
  }
}
