/** What the widget's JavaScript parts draw with: DOM nodes only, in the classes of the widget's own style sheet. */

/** Line icons on a 24-unit grid, as `src/ui/kit/icon.rs` draws them. */
export const ICONS = {
  back: 'M14.5 5.5 8 12l6.5 6.5',
  close: 'm6.5 6.5 11 11m0-11-11 11',
  next: 'm9.5 5.5 6.5 6.5-6.5 6.5',
  edit: 'm14.5 6.5 3 3M5 19l.8-3.6L16 5.2a1.9 1.9 0 0 1 2.8 2.8L8.6 18.2z',
  send: 'M12 19V5.5m-6 6 6-6 6 6',
  trash: 'M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7',
  tick: 'm6 12.5 4 4L18 8',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 6v12M15.5 6v12',
  mic: 'M12 4a3 3 0 0 0-3 3v4.5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3M5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7v2.8',
  picture: 'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-11A1.5 1.5 0 0 1 5.5 5m-1.3 12 4.6-4.6 3.2 3.2 3-3 4.8 4.8M15.5 9h.01',
  bell: 'M12 4a5 5 0 0 0-5 5c0 5-2 6-2 7h14c0-1-2-2-2-7a5 5 0 0 0-5-5m-1.8 15a2 2 0 0 0 3.6 0',
  list: 'M8.5 7H20M8.5 12H20M8.5 17H20M4.5 7h.01M4.5 12h.01M4.5 17h.01',
};

/** @param {string} tag @param {string} name its class @param {Record<string, string>} [attributes] @param {string} [text] */
export function make(tag, name, attributes = {}, text) {
  const node = document.createElement(tag);
  node.className = name;
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** @param {string} path */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  for (const [name, value] of [['class', 'madang-icon'], ['viewBox', '0 0 24 24'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
  if (path === ICONS.back || path === ICONS.next) svg.setAttribute('data-mirror', '');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** How long, in minutes and seconds. @param {number} seconds */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** A button that shows a text. @param {string} name its class @param {string} text @param {() => void} pressed */
export function button(name, text, pressed) {
  const node = make('button', name, { type: 'button' }, text);
  node.addEventListener('click', pressed);
  return /** @type {HTMLButtonElement} */ (node);
}

/** A button that shows an icon. @param {string} path @param {string} label @param {() => void} pressed */
export function iconButton(path, label, pressed) {
  const node = button('madang-icon-button', '', pressed);
  node.setAttribute('aria-label', label);
  node.append(icon(path));
  return node;
}

/** A fresh name for an intent to write. */
export const clientId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Says something in passing. @param {HTMLElement} panel @param {string} text */
export function toast(panel, text) {
  const node = make('div', 'madang-toast', { role: 'alert' }, text);
  panel.append(node);
  setTimeout(() => node.remove(), 4_000);
}

/** As `src/ui/kit/avatar.rs`. @param {string} name @param {string} id gives the tone @param {string} [picture] */
export function avatar(name, id, picture) {
  let tone = 7;
  for (const byte of new TextEncoder().encode(id)) tone = (Math.imul(tone, 31) + byte) >>> 0;
  const firsts = name.split(' ').flatMap((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? []);
  const letters = firsts.length > 1 && firsts[0] < '\u1100' ? firsts[0] + firsts[firsts.length - 1] : (firsts[0] ?? '·');
  const node = make('span', 'madang-avatar', { 'aria-hidden': 'true', 'data-tone': `${(tone >>> 3) % 8}` }, letters);
  if (picture?.startsWith('https://')) {
    const image = make('img', 'madang-avatar__picture', { alt: '', loading: 'lazy', referrerpolicy: 'no-referrer', src: picture });
    image.addEventListener('error', () => image.remove());
    node.append(image);
  }
  return node;
}

/** Picture and name of somebody or something, and a second line when there is one. @param {string} name @param {string} id @param {string | null | HTMLElement} [picture] its address, or as it is drawn @param {string} [sub] */
export function face(name, id, picture, sub) {
  const lines = make('span', 'madang-sheet__lines');
  lines.append(make('bdi', 'madang-sheet__name', {}, name));
  if (sub) lines.append(make('span', 'madang-sheet__sub', {}, sub));
  return [picture instanceof HTMLElement ? picture : avatar(name, id, picture ?? undefined), lines];
}

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** Puts style sheets into the shadow root that the panel is in, once. @param {HTMLElement} panel @param {string[]} texts */
export function style(panel, ...texts) {
  const root = /** @type {ShadowRoot | Document} */ (panel.getRootNode());
  for (const text of texts) {
    let sheet = sheets.get(text);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.set(text, sheet);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }
}
