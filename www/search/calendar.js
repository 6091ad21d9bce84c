/** A month of days to choose from. What is still to come cannot be chosen. */
import { ICONS, iconButton, make } from '../kit/dom.js';

/** @typedef {import('../kit/words.js').Words} Words */

/** Where weeks begin on Sunday, for browsers that do not know. */
const SUNDAY = /^(en|ko|ja|zh|pt|he|hi|th|id|bn|ta|te|ur)\b(?!-(GB|IE|AU|NZ|PT|CN))/i;

/** The first day of the week: 0 is Sunday. @param {string} locale */
export function firstDay(locale) {
  const known = /** @type {any} */ (new Intl.Locale(locale));
  const week = known.getWeekInfo?.() ?? known.weekInfo;
  return week ? week.firstDay % 7 : SUNDAY.test(locale) ? 0 : 1;
}

/** @param {Date} day @param {number} days */
const plus = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
/** The same day of another month, or its last. @param {Date} day @param {number} months */
function plusMonths(day, months) {
  const first = new Date(day.getFullYear(), day.getMonth() + months);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return new Date(first.getFullYear(), first.getMonth(), Math.min(day.getDate(), last));
}
/** @param {Date} day */
const name = (day) => `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;

let last = 0;

export class Calendar {
  #words;
  #chosen;
  #choose;
  #today;
  #at;
  #first;
  #shown = '';
  #title;
  #days = make('tbody', '');
  #before;
  #after;
  node = make('div', 'madang-calendar');

  /** @param {Words} words @param {Date | undefined} chosen @param {(day: Date) => void} choose */
  constructor(words, chosen, choose) {
    this.#words = words;
    this.#choose = choose;
    this.#chosen = chosen;
    this.#first = firstDay(words.locale);
    this.#today = plus(new Date(), 0);
    this.#at = chosen && chosen < this.#today ? plus(chosen, 0) : this.#today;
    const id = `madang-calendar-${++last}`;
    this.#title = make('h3', 'madang-calendar__title', { 'aria-live': 'polite', id });
    this.#before = iconButton(ICONS.back, words.text('CALENDAR__BEFORE__LABEL'), () => this.#move(plusMonths(this.#at, -1)));
    this.#after = iconButton(ICONS.next, words.text('CALENDAR__AFTER__LABEL'), () => this.#move(plusMonths(this.#at, 1)));
    const head = make('div', 'madang-calendar__head');
    head.append(this.#before, this.#title, this.#after);
    const table = make('table', 'madang-calendar__days', { role: 'grid', 'aria-labelledby': id });
    const week = make('tr', '');
    for (let day = 0; day < 7; day++) {
      const date = new Date(2023, 0, 1 + this.#first + day); // a Sunday and on
      const cell = make('th', '', { scope: 'col', abbr: this.#date(date, { weekday: 'long' }) }, this.#date(date, { weekday: 'narrow' }));
      week.append(cell);
    }
    const weekdays = make('thead', '');
    weekdays.append(week);
    table.append(weekdays, this.#days);
    table.addEventListener('keydown', (event) => this.#key(event));
    table.addEventListener('click', (event) => {
      const day = /** @type {HTMLElement} */ (event.target).closest?.('td')?.dataset.day;
      if (day) this.#take(day);
    });
    this.node.append(head, table);
    this.#draw();
  }

  focus() {
    this.#cell()?.focus();
  }

  /** @param {Date} day @param {Intl.DateTimeFormatOptions} options */
  #date(day, options) {
    return this.#words.date(day.getTime(), { calendar: 'gregory', ...options });
  }

  #cell() {
    return /** @type {HTMLElement | null} */ (this.#days.querySelector(`[data-day="${name(this.#at)}"]`));
  }

  #draw() {
    const [year, month] = [this.#at.getFullYear(), this.#at.getMonth()];
    const shown = `${year}-${month}`;
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#title.textContent = this.#date(this.#at, { year: 'numeric', month: 'long' });
      const next = new Date(year, month + 1) > this.#today;
      /** @type {HTMLButtonElement} */ (this.#after).disabled = next;
      this.#days.replaceChildren(...this.#weeks(year, month));
    }
    this.#days.querySelectorAll('[tabindex="0"]').forEach((cell) => cell.setAttribute('tabindex', '-1'));
    this.#cell()?.setAttribute('tabindex', '0');
  }

  /** @param {number} year @param {number} month */
  #weeks(year, month) {
    const number = new Intl.NumberFormat(this.#words.locale, { useGrouping: false });
    let day = new Date(year, month);
    day = plus(day, -((day.getDay() - this.#first + 7) % 7));
    const rows = [];
    while (rows.length < 4 || day.getMonth() === month) {
      const row = make('tr', '', { role: 'row' });
      for (let at = 0; at < 7; at++, day = plus(day, 1)) {
        if (day.getMonth() !== month) {
          row.append(make('td', '', { role: 'gridcell' }));
          continue;
        }
        const cell = make('td', 'madang-calendar__day', { role: 'gridcell', tabindex: '-1' });
        const shown = make('span', '', { 'aria-hidden': 'true' }, number.format(day.getDate()));
        cell.append(shown, make('span', 'madang-hidden', {}, this.#date(day, { dateStyle: 'full' })));
        if (day > this.#today) cell.setAttribute('aria-disabled', 'true');
        cell.dataset.day = name(day);
        if (name(day) === name(this.#today)) cell.setAttribute('aria-current', 'date');
        cell.setAttribute('aria-selected', `${!!this.#chosen && name(day) === name(this.#chosen)}`);
        row.append(cell);
      }
      rows.push(row);
    }
    return rows;
  }

  /** @param {Date} day @param {boolean} [focus] */
  #move(day, focus) {
    this.#at = day > this.#today ? this.#today : day;
    this.#draw();
    if (focus) this.focus();
  }

  /** @param {string} text */
  #take(text) {
    const [year, month, date] = text.split('-').map(Number);
    const day = new Date(year, month - 1, date);
    if (day <= this.#today) this.#choose(day);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const along = getComputedStyle(this.node).direction === 'rtl' ? -1 : 1;
    const inWeek = (this.#at.getDay() - this.#first + 7) % 7;
    /** @type {Record<string, () => Date>} */
    const moves = {
      ArrowLeft: () => plus(this.#at, -along),
      ArrowRight: () => plus(this.#at, along),
      ArrowUp: () => plus(this.#at, -7),
      ArrowDown: () => plus(this.#at, 7),
      PageUp: () => plusMonths(this.#at, shiftKey ? -12 : -1),
      PageDown: () => plusMonths(this.#at, shiftKey ? 12 : 1),
      Home: () => plus(this.#at, -inWeek),
      End: () => plus(this.#at, 6 - inWeek),
    };
    if (moves[key]) this.#move(moves[key](), true);
    else if (key === 'Enter' || key === ' ') this.#take(name(this.#at));
    else return;
    event.preventDefault();
  }
}
