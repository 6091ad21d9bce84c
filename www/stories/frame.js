/** A frame of the widget in which a part opens: a shadow root with the widget's style sheet, and a server that says what the story says. */
import { users } from './people.js';

/**
 * @typedef {object} Story
 * @property {string} name
 * @property {Record<string, any>} [answers] by the kind of what is asked: a body, a function that makes one, or one of the two below
 * @property {object} [given] what the part gets beside what every part gets
 * @property {string} [place] the class of a place in the panel that it fills
 * @property {(stage: Stage) => any} [before] what has to be there first; what it gives goes to the part
 * @property {(stage: Stage) => Promise<void>} [then] what one does until the state is there
 */
/** @typedef {{ part: string, stories: Story[] }} Chapter */
/** @typedef {{ locale: string, dir: string, strings: Record<string, string>, css: string, part: (name: string) => Promise<any> }} Look */

/** The server refuses. @param {string} code */
export const refused = (code) => ({ refused: code });
/** The server takes its time. */
export const pending = { pending: true };

/** The story is told when this is there. @param {string} selector */
export const shows = (selector) => (/** @type {Stage} */ stage) => stage.find(selector);
/** It failed, and says so. */
export const failed = shows('[role=alert] .madang-sheet__more');
/** It waits. */
export const waiting = shows('.madang-spinner');
/** There is nothing, and it says so. */
export const nothing = shows('p.madang-sheet__state');

const PATIENCE_MS = 5_000;

export class Stage {
  host = document.createElement('div');
  root = this.host.attachShadow({ mode: 'open' });
  panel = document.createElement('section');
  place = document.createElement('div');
  /** @type {Story} */
  #story;

  /** @param {Story} story @param {string} theme @param {Look} look */
  constructor(story, theme, look) {
    this.#story = story;
    this.look = look;
    this.host.className = 'story__frame';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look.css);
    this.root.adoptedStyleSheets.push(sheet);
    const widget = document.createElement('div');
    widget.className = 'madang-root';
    widget.dataset.theme = theme;
    this.panel.className = 'madang-panel';
    this.panel.dataset.mode = 'inline';
    this.panel.setAttribute('role', 'region');
    this.panel.setAttribute('aria-label', 'Chat');
    this.panel.lang = look.locale;
    if (story.place) {
      this.place.className = story.place;
      this.panel.append(this.place);
    }
    widget.append(this.panel);
    this.root.append(widget);
  }

  /** @param {string} name of the part */
  async play(name) {
    const { before, then, given, place } = this.#story;
    if (this.panel.clientWidth >= 380) this.panel.dataset.room = '380';
    const more = await before?.(this);
    const part = await this.look.part(name);
    await part.open({ ...this.#given(), ...(place && { host: this.place }), ...given, ...more });
    await then?.(this);
    this.host.dataset.ready = '';
  }

  #given() {
    const { locale, strings } = this.look;
    const ask = (/** @type {string} */ kind, /** @type {any} */ body) => this.#answer(kind, body);
    return {
      panel: this.panel, locale, strings, me: 'me', server: location.origin, app: 'stories', keeps: false, ask,
      on: () => () => {}, go: () => {}, fill: () => {}, channelId: 'garden', userId: '', seq: '', blocked: '', until: '0',
      files: { server: location.origin, appId: 'stories', token: () => '', words: () => [], hear: () => {}, part: this.look.part },
    };
  }

  /** @param {string} kind @param {any} body */
  async #answer(kind, body) {
    const known = this.#story.answers?.[kind];
    const answer = typeof known === 'function' ? known(body) : known;
    if (answer === undefined) throw new Error(`the story has no answer to ${kind}`);
    if (answer.pending) return new Promise(() => {});
    if (answer.refused) throw { code: answer.refused };
    return { users, ...answer };
  }

  /** Waits for what is there. @param {string} selector @param {number} [at] @returns {Promise<any>} */
  async find(selector, at = 0) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.root.querySelectorAll(selector)[at];
      if (found?.getClientRects().length) return found;
      if (Date.now() > end) throw new Error(`${this.#story.name}: no ${selector}`);
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  /** @param {string} selector @param {number} [at] */
  async press(selector, at) {
    (await this.find(selector, at)).click();
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    const field = await this.find(selector);
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
