/** A message that was found, as one option of the list. */
import { avatar, icon, make } from '../kit/dom.js';

/** @typedef {import('../kit/words.js').Words} Words */
/** @typedef {{ channel_id: string, message: any, found: [number, number][] }} Hit */

/** Characters of a text that are shown, and of those how many before what was found. */
const LONG = 220;
const BEFORE = 36;
const FILE = 'M13.5 4.5h-6v15h9.5V8.5zm0 0v4h3.5';

/** The part of a text around what was found, found words marked. @param {string} text @param {[number, number][]} found */
export function excerpt(text, found) {
  const node = make('span', 'madang-hit__text', { dir: 'auto' });
  let start = Math.max(0, (found[0]?.[0] ?? 0) - BEFORE);
  if (start) {
    // Not within a word, where there is a space nearby, and never within a letter.
    const space = text.slice(start, start + BEFORE / 2).search(/\s/);
    if (space >= 0) start += space + 1;
    if (/[\uDC00-\uDFFF]/.test(text[start])) start++;
  }
  let end = Math.min(text.length, start + LONG);
  if (/[\uDC00-\uDFFF]/.test(text[end] ?? '')) end++;
  let at = start;
  if (start) node.append('…');
  for (const [from, to] of found) {
    if (from < at || from >= end) continue;
    node.append(text.slice(at, from), make('mark', 'madang-hit__mark', {}, text.slice(from, Math.min(to, end))));
    at = Math.min(to, end);
  }
  node.append(text.slice(at, end));
  if (end < text.length) node.append('…');
  return node;
}

/** What a channel is called. @param {Words} words @param {any} view */
export function title(words, view) {
  if (!view) return words.text('SEARCH__CHANNEL__UNKNOWN');
  if (view.channel.name) return view.channel.name;
  const names = view.some_members.map((/** @type {string} */ id) => words.name(view.users.find((/** @type {any} */ user) => user.user_id === id)));
  return names.join(', ') || words.text('SEARCH__CHANNEL__UNKNOWN');
}

/** @param {Words} words @param {Hit} hit @param {{ author: any, channel?: any, own: boolean, id: string }} about */
export function option(words, hit, { author, channel, own, id }) {
  const { message, found } = hit;
  const node = make('li', 'madang-hit', { role: 'option', id, 'aria-selected': 'false' });
  const name = words.name(author ?? { user_id: message.user_id, nickname: '' });
  const called = own ? words.text('SEARCH__OWN__NAME') : name;
  const lines = make('span', 'madang-sheet__lines');
  const head = make('span', 'madang-hit__head');
  head.append(make('bdi', 'madang-hit__name', {}, called));
  if (channel) head.append(make('bdi', 'madang-hit__place', {}, title(words, channel)));
  const at = new Date(message.created_at);
  head.append(make('time', 'madang-hit__time', { datetime: at.toISOString() }, words.when(message.created_at)));
  lines.append(head);
  if (message.text) lines.append(excerpt(message.text, found));
  if (message.files?.length) {
    const files = make('span', 'madang-hit__files');
    files.append(icon(FILE), make('bdi', 'madang-sheet__name', {}, message.files.map((/** @type {any} */ file) => file.name).join(', ')));
    lines.append(files);
  }
  node.append(avatar(name, message.user_id, author?.profile_url), lines);
  return node;
}
