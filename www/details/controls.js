/** Small parts of the details. */
import { ICONS, button, icon, make } from '../kit/dom.js';

/** Says what did not work; empty it takes no place. */
export function status() {
  return make('p', 'madang-sheet__error madang-details__status', { role: 'status' });
}

/** A few choices side by side. @param {string} title @param {[string, () => void][]} choices @param {string} [sub] what they do */
export function choices(title, choices, sub) {
  const node = make('div', 'madang-details__choices', { role: 'group', 'aria-label': title });
  const row = make('div', 'madang-details__chips');
  row.append(...choices.map(([text, chosen]) => button('madang-details__chip', text, chosen)));
  node.append(make('p', 'madang-sheet__section', { 'aria-hidden': 'true' }, title), row);
  if (sub) row.before(make('span', 'madang-details__sub madang-details__hint', {}, sub));
  return node;
}

/** A line to press. @param {string} text @param {() => void} pressed @param {{ sub?: string, danger?: boolean }} [look] */
export function line(text, pressed, { sub, danger } = {}) {
  const node = button('madang-sheet__row', '', pressed);
  const lines = make('span', 'madang-sheet__lines');
  lines.append(make('span', danger ? 'madang-details__danger' : '', {}, text));
  if (sub) lines.append(make('span', 'madang-details__sub', {}, sub));
  node.append(lines);
  return node;
}

/** Leads further. */
export function chevron() {
  const node = icon(ICONS.next);
  node.classList.add('madang-details__next');
  return node;
}
