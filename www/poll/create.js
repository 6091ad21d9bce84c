/** Asking: a question, two to ten answers, and how it is voted. */
import { ICONS, button, clientId, iconButton, make } from '../kit/dom.js';
import { Intent } from '../kit/intent.js';
import { Sheet } from '../kit/sheet.js';
import { Words } from '../kit/words.js';
import css from './poll.css';
import { ENGLISH } from './strings.js';

const [LEAST, MOST, OPTION_CHARS] = [2, 10, 100];
const HOUR_MS = 3_600_000;
const ENDS = { NEVER: 0, HOUR: HOUR_MS, DAY: 24 * HOUR_MS, WEEK: 7 * 24 * HOUR_MS };

export class Create {
  #given;
  #words;
  #sheet;
  #question;
  #options = make('div', 'madang-poll__form', { role: 'group' });
  #add;
  #multiple;
  #anonymous;
  #end;
  #send;
  #error = make('p', 'madang-sheet__error', { role: 'alert' });
  #intent = new Intent();

  /** @param {import('./poll.js').Asked} given */
  constructor(given) {
    this.#given = given;
    const words = (this.#words = new Words(ENGLISH, given));
    const look = { title: words.text('POLL__CREATE__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-poll__create', css };
    this.#sheet = new Sheet(given, look);
    const label = (/** @type {string} */ key) => make('div', 'madang-sheet__section', {}, words.text(key));
    const question = { rows: '2', maxlength: '500', dir: 'auto', 'aria-label': words.text('POLL__QUESTION__LABEL'), placeholder: words.text('POLL__QUESTION__PLACEHOLDER') };
    this.#question = /** @type {HTMLTextAreaElement} */ (make('textarea', 'madang-input', question));
    this.#options.setAttribute('aria-label', words.text('POLL__OPTIONS__LABEL'));
    this.#options.className = 'madang-poll__answers';
    this.#add = button('madang-text-button madang-poll__add', words.text('POLL__OPTION__ADD'), () => this.#option().focus());
    const [multiple, several] = this.#check('POLL__MULTIPLE__TEXT');
    const [anonymous, secret] = this.#check('POLL__ANONYMOUS__TEXT');
    this.#multiple = several;
    this.#anonymous = secret;
    this.#end = /** @type {HTMLSelectElement} */ (make('select', 'madang-select', { 'aria-label': words.text('POLL__END__LABEL') }));
    this.#end.append(...Object.keys(ENDS).map((name) => make('option', '', { value: name }, words.text(`POLL__END__${name}`))));
    this.#send = button('madang-button', words.text('POLL__SEND__ACTION'), () => this.#submit());
    const form = make('div', 'madang-poll__form');
    form.append(label('POLL__QUESTION__LABEL'), this.#question, label('POLL__OPTIONS__LABEL'), this.#options, this.#add, multiple, anonymous, label('POLL__END__LABEL'), this.#end);
    form.addEventListener('input', () => (this.#error.textContent = ''));
    this.#sheet.body.append(form, this.#error);
    const foot = make('div', 'madang-sheet__foot');
    foot.append(this.#send);
    this.#sheet.node.append(foot);
    for (let at = 0; at < LEAST; at++) this.#option();
    this.#question.focus();
  }

  get #inputs() {
    return /** @type {HTMLInputElement[]} */ ([...this.#options.querySelectorAll('input')]);
  }

  /** A box and its label. @param {string} key @returns {[HTMLElement, HTMLInputElement]} */
  #check(key) {
    const row = make('label', 'madang-poll__check');
    const input = /** @type {HTMLInputElement} */ (make('input', 'madang-poll__input', { type: 'checkbox' }));
    row.append(input, make('span', '', {}, this.#words.text(key)));
    return [row, input];
  }

  /** One more answer. */
  #option() {
    const row = make('div', 'madang-poll__row');
    const input = /** @type {HTMLInputElement} */ (make('input', 'madang-input', { maxlength: `${OPTION_CHARS}`, dir: 'auto' }));
    input.addEventListener('keydown', (event) => {
      // Enter of an input method only ends its conversion.
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      const inputs = this.#inputs;
      const next = inputs[inputs.indexOf(input) + 1];
      if (next) next.focus();
      else if (input.value.trim() && inputs.length < MOST) this.#option().focus();
    });
    const remove = iconButton(ICONS.close, '', () => {
      const beside = this.#inputs[Math.max(0, this.#inputs.indexOf(input) - 1)];
      row.remove();
      this.#number();
      beside.focus();
    });
    row.append(input, remove);
    this.#options.append(row);
    this.#number();
    return input;
  }

  #number() {
    this.#inputs.forEach((input, at) => {
      const place = { place: `${at + 1}` };
      const name = this.#words.text('POLL__OPTION__PLACEHOLDER', place);
      input.placeholder = name;
      input.setAttribute('aria-label', name);
      const remove = /** @type {HTMLButtonElement} */ (input.nextElementSibling);
      remove.setAttribute('aria-label', this.#words.text('POLL__OPTION__REMOVE', place));
      remove.hidden = this.#inputs.length <= LEAST;
    });
    this.#add.hidden = this.#inputs.length >= MOST;
  }

  async #submit() {
    const text = this.#question.value.trim();
    const options = this.#inputs.map(({ value }) => value.trim()).filter(Boolean);
    if (!text || options.length < LEAST || new Set(options).size < options.length) return this.#say('POLL__NEEDS__TEXT');
    const length = ENDS[/** @type {keyof typeof ENDS} */ (this.#end.value)];
    const poll = { channel_id: this.#given.channelId, text, options, multiple: this.#multiple.checked, anonymous: this.#anonymous.checked };
    const made = () => ({ ...poll, client_id: clientId(), closes_at: length ? Date.now() + length : undefined });
    const body = this.#intent.of([poll, length], made);
    this.#send.disabled = true;
    try {
      await this.#given.ask('send_poll', body);
      this.#sheet.close();
    } catch {
      this.#say('POLL__UNSENT__TEXT');
      this.#send.disabled = false;
    }
  }

  /** @param {string} key */
  #say(key) {
    this.#error.textContent = this.#words.text(key);
  }
}
