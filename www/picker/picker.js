/**
 * The emoji picker: fetched when it is first opened, drawn into the widget's own panel. DOM nodes only, styles by a
 * constructable sheet: the page's policy has nothing to forbid.
 */
import css from './picker.css';
import { ICONS, icon, make, style } from '../kit/dom.js';
import { Grid } from './grid.js';
import { search } from './search.js';
import { toned } from './tone.js';

/** @typedef {import('./search.js').Emoji} Emoji */
/** @typedef {{ groups: string[], emojis: Emoji[][] }} Data */
/**
 * @typedef {object} Options
 * @property {HTMLElement} panel what it is drawn into
 * @property {HTMLElement} anchor what it stands at
 * @property {string} locale
 * @property {string[]} recent
 * @property {number} tone
 * @property {string[]} words label, search, recent, tone, nothing found, close
 * @property {(what: 'chosen' | 'toned' | 'closed', value: string) => void} hear
 */

const SIGNS = ['🕘', '😀', '👋', '🐻', '🍎', '🚗', '⚽', '💡', '🔣', '🏁'];
const HAND = '✋';

/** @type {Map<string, Promise<Data>>} */
const loads = new Map();

/** @param {string} locale @returns {Promise<Data>} */
function load(locale) {
  const language = locale.toLowerCase().split('-')[0];
  const name = __MADANG_EMOJIS__[language] ?? __MADANG_EMOJIS__.en;
  const known = loads.get(name);
  if (known) return known;
  const loading = fetch(new URL(`./${name}`, import.meta.url), { credentials: 'omit' }).then((answer) => {
    if (!answer.ok) throw new Error(`emojis: ${answer.status}`);
    return answer.json();
  });
  loading.catch(() => loads.delete(name));
  loads.set(name, loading);
  return loading;
}

/** Opens the picker and gives what closes it. @param {Options} options @returns {() => void} */
export function open(options) {
  const { panel, anchor, words, hear } = options;
  const [label, searchLabel, recentLabel, toneLabel, nothing, closeLabel] = words;
  style(panel, css);
  const root = /** @type {ShadowRoot | Document} */ (panel.getRootNode());
  let tone = options.tone;

  const layer = make('div', 'madang-picker__layer');
  const shade = make('div', 'madang-picker__shade');
  const box = make('div', 'madang-picker', { role: 'dialog', 'aria-label': label, 'aria-busy': 'true', tabindex: '-1', part: 'picker' });
  const input = /** @type {HTMLInputElement} */ (
    make('input', 'madang-picker__search', { type: 'search', placeholder: searchLabel, 'aria-label': searchLabel, autocomplete: 'off', enterkeyhint: 'done', tabindex: '0' })
  );
  const away = make('button', 'madang-picker__close', { type: 'button', 'aria-label': closeLabel });
  away.append(icon(ICONS.close));
  const tabs = make('div', 'madang-picker__tabs', { role: 'toolbar', 'aria-label': label });
  const scroller = make('div', 'madang-picker__scroller');
  const none = make('p', 'madang-picker__none', { role: 'status' });
  const name = make('span', 'madang-picker__name', { 'aria-hidden': 'true', dir: 'auto' });
  const tones = make('div', 'madang-picker__tones', { role: 'radiogroup', 'aria-label': toneLabel });
  const head = make('div', 'madang-picker__head');
  const foot = make('div', 'madang-picker__foot');
  head.append(input, away);
  foot.append(name, tones);
  box.append(head, tabs, scroller, none, foot);
  layer.append(shade, box);
  panel.append(layer);

  const show = (/** @type {Emoji} */ [emoji, , , takes]) => (takes ? toned(emoji, tone) : emoji);
  const grid = new Grid(scroller, label, show, {
    chosen: (emoji) => close(() => hear('chosen', show(emoji))),
    noted: (emoji) => (name.textContent = emoji ? emoji[1] : ''),
    left: () => input.focus(),
    reached: (section) => [...tabs.children].forEach((tab, at) => tab.setAttribute('aria-pressed', `${at === section}`)),
  });

  /** @param {() => void} [then] */
  function close(then) {
    if (!layer.isConnected) return;
    layer.remove();
    removeEventListener('resize', place);
    hear('closed', '');
    then?.();
  }

  function place() {
    const bounds = panel.getBoundingClientRect();
    // Not as drawn: it still grows to its size.
    const space = { width: box.offsetWidth, height: box.offsetHeight };
    const at = anchor.getBoundingClientRect();
    const rtl = getComputedStyle(panel).direction === 'rtl';
    const above = at.top - 6 - space.height;
    const top = Math.max(bounds.top + 8, Math.min(above >= bounds.top + 8 ? above : at.bottom + 6, bounds.bottom - 8 - space.height));
    const left = Math.max(bounds.left + 8, Math.min(at.left + at.width / 2 - space.width / 2, bounds.right - 8 - space.width));
    box.style.setProperty('--picker-top', `${Math.round(top - bounds.top)}px`);
    box.style.setProperty('--picker-start', `${Math.round(rtl ? bounds.right - left - space.width : left - bounds.left)}px`);
  }

  /** @param {number} chosen @param {boolean} [told] */
  function setTone(chosen, told) {
    tone = chosen;
    [...tones.children].forEach((radio, at) => {
      radio.setAttribute('aria-checked', `${at === tone}`);
      radio.setAttribute('tabindex', at === tone ? '0' : '-1');
    });
    if (!told) return;
    grid.repaint();
    hear('toned', `${tone}`);
  }
  for (let at = 0; at < 6; at++) {
    const radio = make('button', 'madang-picker__tone', { type: 'button', role: 'radio', 'aria-label': `${toneLabel} ${at + 1}` }, toned(HAND, at));
    radio.addEventListener('click', () => setTone(at, true));
    tones.append(radio);
  }
  setTone(tone);
  tones.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    setTone((tone + step + 6) % 6, true);
    /** @type {HTMLElement} */ (tones.children[tone]).focus();
  });

  shade.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    close();
  });
  away.addEventListener('click', () => close());
  box.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Tab') keepTab(event);
  });
  /** Tab goes round within. @param {KeyboardEvent} event */
  function keepTab(event) {
    const stops = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('input, button:not([tabindex="-1"]), [role=gridcell][tabindex="0"]')]).filter((stop) => stop.checkVisibility());
    const at = stops.indexOf(/** @type {HTMLElement} */ (root.activeElement));
    event.preventDefault();
    stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length)?.focus();
  }

  addEventListener('resize', place);
  place();
  if (matchMedia('(pointer: coarse)').matches) box.focus({ preventScroll: true });
  else input.focus({ preventScroll: true });

  load(options.locale).then(
    ({ groups, emojis }) => {
      const all = emojis.flat();
      const known = new Map(all.map((emoji) => [emoji[0], emoji]));
      const bare = (/** @type {string} */ emoji) => emoji.replace(/\p{Emoji_Modifier}/gu, '');
      /** @type {Emoji[]} Used with a tone they keep it. */
      const recent = options.recent.map((emoji) => {
        const [, text, tags] = known.get(emoji) ?? known.get(bare(emoji)) ?? [emoji, emoji, ''];
        return [emoji, text, tags];
      });
      const sections = [...(recent.length ? [{ name: recentLabel, emojis: recent }] : []), ...groups.map((group, at) => ({ name: group, emojis: emojis[at] }))];
      const signs = recent.length ? SIGNS : SIGNS.slice(1);
      sections.forEach((section, at) => {
        const tab = make('button', 'madang-picker__tab', { type: 'button', 'aria-label': section.name, title: section.name, 'aria-pressed': `${at === 0}`, tabindex: at ? '-1' : '0' }, signs[at]);
        tab.addEventListener('click', () => grid.to(at));
        tabs.append(tab);
      });
      tabs.addEventListener('keydown', (event) => {
        const list = /** @type {HTMLElement[]} */ ([...tabs.children]);
        const forward = getComputedStyle(panel).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
        const step = event.key === forward ? 1 : /^Arrow(Left|Right)$/.test(event.key) ? -1 : 0;
        const now = list.indexOf(/** @type {HTMLElement} */ (root.activeElement));
        if (!step || now < 0) return;
        event.preventDefault();
        const next = list[(now + step + list.length) % list.length];
        list.forEach((tab) => tab.setAttribute('tabindex', tab === next ? '0' : '-1'));
        next.focus();
      });
      grid.fill(sections);
      box.removeAttribute('aria-busy');
      const find = () => {
        const query = input.value.trim();
        const found = query && search(all, query);
        grid.fill(found ? [{ name: searchLabel, emojis: found }] : sections);
        tabs.hidden = Boolean(query);
        none.textContent = found && !found.length ? nothing : '';
      };
      input.addEventListener('input', find);
      input.addEventListener('keydown', (event) => {
        if (event.isComposing) return;
        if (event.key === 'ArrowDown') {
          event.preventDefault();
          grid.enter();
        } else if (event.key === 'Enter') {
          event.preventDefault();
          if (input.value.trim()) grid.chooseFirst();
        }
      });
      if (input.value) find();
    },
    () => {
      box.removeAttribute('aria-busy');
      none.textContent = nothing;
    },
  );
  return () => close();
}
