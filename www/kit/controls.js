/** Lines with a control: a switch, or a choice of several. */
import css from './controls.css';
import { button, make } from './dom.js';

export { css };

/** A line that switches something. @param {string} text @param {(on: boolean) => void} pressed what it shall become @param {string} [sub] */
export function toggle(text, pressed, sub) {
  const node = button('madang-sheet__row', '', () => pressed(node.getAttribute('aria-checked') !== 'true'));
  node.setAttribute('role', 'switch');
  const lines = make('span', 'madang-sheet__lines', {}, text);
  if (sub) lines.append(make('span', 'madang-control__sub', {}, sub));
  node.append(lines, make('span', 'madang-control__knob'));
  return { node, show: (/** @type {boolean} */ on) => node.setAttribute('aria-checked', `${on}`) };
}

/** A line with a choice. @param {string} label @param {(value: string) => void} chosen */
export function choice(label, chosen) {
  const select = /** @type {HTMLSelectElement} */ (make('select', 'madang-select madang-control__select', { 'aria-label': label }));
  select.addEventListener('change', () => chosen(select.value));
  const node = make('div', 'madang-control');
  node.append(make('span', 'madang-sheet__lines', { 'aria-hidden': 'true' }, label), select);
  const offer = (/** @type {string} */ value, /** @type {string} */ name) => select.append(make('option', '', { value }, name));
  return { node, select, offer };
}
