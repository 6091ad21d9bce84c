/**
 * A surface over the widget's panel: a head with a way back, and a body. What is below it is inert while it is open; the
 * focus comes back to where it was.
 */
import css from './sheet.css';
import { ICONS, iconButton, make, style } from './dom.js';

/**
 * What every part that opens over the panel is given by the loader.
 * @typedef {object} Given
 * @property {HTMLElement} panel
 * @property {string} locale
 * @property {Record<string, string>} strings sentences of the locale, by key
 * @property {string} [me] the user's id
 * @property {string} server the origin of the chat server
 * @property {import('../files/files.js').Options} files where files are, and as whom
 * @property {(kind: string, body: object) => Promise<any>} ask a command of docs/PROTOCOL.md; rejects with `{ code }`
 * @property {(listener: (frame: { kind: string, body: any }) => void) => () => void} on events of the server
 * @property {(channelId: string, seq?: number) => void} go to a channel, or a message of it
 * @property {(channelId: string, text: string) => void} fill the channel's composer with a text
 */

export class Sheet {
  #panel;
  #opener;
  /** @type {Element[]} */
  #below;
  /** @type {(() => void)[]} */
  #ends = [];
  node;
  head = make('div', 'madang-panel__header');
  body = make('div', 'madang-sheet__body');

  /**
   * @param {Given} given @param {{ title: string, back: string, name: string, css?: string }} look `name` is the class of
   * the surface; `back` names the way back
   */
  constructor(given, { title, back, name, css: own }) {
    const panel = (this.#panel = given.panel);
    style(panel, css, ...(own ? [own] : []));
    const root = /** @type {ShadowRoot | Document} */ (panel.getRootNode());
    this.#opener = /** @type {HTMLElement | null} */ (root.activeElement);
    this.node = make('section', `madang-sheet ${name}`, { role: 'dialog', 'aria-modal': 'true', 'aria-label': title });
    const button = iconButton(ICONS.back, back, () => this.close());
    button.classList.add('madang-panel__back');
    const heading = make('h2', 'madang-panel__title');
    heading.append(make('bdi', '', {}, title));
    this.head.append(button, heading);
    this.node.append(this.head, this.body);
    this.#below = [...panel.children].filter((child) => !child.hasAttribute('inert') && !child.matches('.madang-toasts, [aria-live]'));
    this.#below.forEach((child) => child.toggleAttribute('inert', true));
    this.node.addEventListener('keydown', (event) => this.#key(event));
    panel.append(this.node);
    button.focus();
  }

  /** Runs when the surface closes. @param {() => void} end */
  onEnd(end) {
    this.#ends.push(end);
  }

  get open() {
    return this.node.isConnected;
  }

  close() {
    if (!this.open) return;
    this.node.remove();
    this.#below.forEach((child) => child.removeAttribute('inert'));
    this.#ends.forEach((end) => end());
    if (this.#opener?.isConnected) this.#opener.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Tab') {
      const stops = /** @type {HTMLElement[]} */ ([
        ...this.node.querySelectorAll('button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), select, textarea, a[href], [tabindex="0"]'),
      ]).filter((stop) => stop.getClientRects().length);
      const [edge, other] = event.shiftKey ? [stops[0], stops[stops.length - 1]] : [stops[stops.length - 1], stops[0]];
      const root = /** @type {ShadowRoot | Document} */ (this.#panel.getRootNode());
      event.stopPropagation();
      if (root.activeElement !== edge) return;
      event.preventDefault();
      other?.focus();
    }
  }
}
