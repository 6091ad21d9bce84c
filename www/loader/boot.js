/**
 * `<madang-chat>`, second stage, fetched on intent: mounts the widget into the shadow root, carries calls in and events
 * out, keeps the token fresh, and falls back to a frame.
 */
import css from './boot.css';
import { mountFrame } from './frame.js';
import { Line } from './line.js';
import { linkTo, linked, placed } from './link.js';
import { Rest } from './rest.js';
import { connect } from '../tabs/socket.js';

/** @typedef {(name: string, detail?: any) => void} Emit */
/** @typedef {HTMLElement & { tokenFetcher?: (userId?: string) => string | Promise<string>, strings?: object, page?: string, linkTo?: (channelId: string, seq: number) => string | undefined }} Host */
/** @typedef {[method: string, argument?: any]} Ask */

const PATIENCE_MS = 20_000;
const locales = __MADANG_LOCALES__;
const parts = __MADANG_PARTS__;

/** @type {Promise<{ glue: any, sheet: CSSStyleSheet, rest: Rest }> | undefined} Once a page. */
let ready;
/** @type {CSSStyleSheet | undefined} */
let own;
/** The widget's style sheet. @type {Promise<string> | undefined} */
let style;
/** Where a new instance of the glue comes from, when the old one's module was lost. @type {string | undefined} */
let anew;
/** Where the page's own address leads; the first widget goes there. */
let link = linked(location.href);
/** What ends the widgets of this page. @type {Set<(failure: unknown) => void>} */
const ends = new Set();

/** @param {string} base @param {Promise<[any, WebAssembly.Module, Response]>} parts */
const prepare = (base, parts) =>
  (ready ??= (async () => {
    const [first, module, answer] = await parts;
    if (!answer.ok) throw new Error(`style sheet: ${answer.status}`);
    const glue = anew ? await import(anew) : first;
    const [text, wasm] = await Promise.all([(style ??= answer.text()), glue.default({ module_or_path: module })]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const lose = (/** @type {unknown} */ failure) => {
      ready = undefined;
      anew = `${glue.later.url}?`; // a module of scripts is run once for each address
      ends.forEach((end) => setTimeout(end, 0, failure));
      ends.clear();
    };
    return { glue, sheet, rest: new Rest(glue.later, wasm, `${base}/${__MADANG_REST__}`, lose) };
  })());

/** @template T @param {Promise<T>} work @returns {Promise<T>} */
async function withPatience(work) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, PATIENCE_MS, new Error('timeout'))));
  try {
    return /** @type {T} */ (await Promise.race([work, late]));
  } finally {
    clearTimeout(timer);
  }
}

/** @param {any} failure */
const describe = (failure) => ({ code: failure?.code || 'failed', message: String(failure?.message || failure) });

/**
 * @param {Host} chat @param {string} base the origin of the assets @param {Promise<any>} parts glue, module and sheet
 * @param {Ask[]} early what was asked before @param {Emit} emit @param {() => void} giveUp back to the first stage
 */
export function attach(chat, base, parts, early, emit, giveUp) {
  return new Boot(chat, base, parts, early, emit, giveUp);
}

class Boot {
  unread = 0;
  /** Calls that wait for the widget. @type {Ask[] | undefined} */
  #waiting;
  /** @type {string | undefined} */
  #token;
  /** @type {((method: string, argument?: any) => any) | undefined} */
  #call;
  /** @type {(() => void) | undefined} */
  #stop;
  /** Sentences of the locale, where it is not English. @type {Record<string, string>} */
  #strings = {};
  /** The user's id, once there is one. @type {string | undefined} */
  #me;
  /** @type {Rest | undefined} */
  #rest;
  #line = new Line((text) => this.#call?.('ask', text));
  /** Between mount and unmount; what a past run still delivers is dropped. @type {object | undefined} */
  #run;
  #root = document.createElement('div');
  #badge = document.createElement('span');
  #chat;
  #base;
  #parts;
  #emit;
  #giveUp;

  /** @param {Host} chat @param {string} base @param {Promise<any>} parts @param {Ask[]} early @param {Emit} emit @param {() => void} giveUp */
  constructor(chat, base, parts, early, emit, giveUp) {
    this.#chat = chat;
    this.#base = base;
    this.#parts = parts;
    this.#emit = emit;
    this.#giveUp = giveUp;
    if (!own) (own = new CSSStyleSheet()).replaceSync(css);
    this.#shadow.adoptedStyleSheets.push(own);
    this.#root.className = 'madang-root';
    this.#root.part.add('root');
    this.#badge.part.add('badge');
    this.#launcher?.append(this.#badge);
    this.#count(0);
    this.#waiting = [];
    if (link) this.ask('open', link);
    link = undefined;
    early.forEach(([method, argument]) => this.ask(method, argument));
    this.#root.addEventListener('click', (event) => this.#follow(event));
    this.#mount();
  }

  get #shadow() {
    return /** @type {ShadowRoot} */ (this.#chat.shadowRoot);
  }
  get #launcher() {
    return /** @type {HTMLElement | null} */ (this.#shadow.querySelector('.madang-launcher'));
  }
  get #label() {
    return this.#get('label') || (/^ko/.test(this.#locale) ? '채팅' : 'Chat');
  }
  get #locale() {
    return this.#get('locale') || document.documentElement.lang || navigator.language;
  }
  /** @param {string} name */
  #get(name) {
    return this.#chat.getAttribute(name) ?? undefined;
  }

  async #mount() {
    const run = (this.#run = {});
    this.#waiting ??= [];
    const hear = (/** @type {string} */ name, /** @type {any} */ detail) => run === this.#run && this.#heard(name, detail);
    try {
      const worded = this.#words();
      const loaded = withPatience(prepare(this.#base, this.#parts)).catch((failure) => {
        ready = undefined;
        console.warn('madang goes into a frame, because', failure);
      });
      this.#token ??= this.#get('token') ?? (await this.#fetchToken());
      const [widget, strings] = [await loaded, await worded];
      if (run !== this.#run) return;
      this.#shadow.append(this.#root);
      if (widget) {
        this.#shadow.adoptedStyleSheets.push(widget.sheet);
        const { glue, rest } = widget;
        const end = (/** @type {unknown} */ failure) => hear('error', { ...describe(failure), code: 'unreachable', fatal: true });
        ends.add(end);
        rest.guard(this.#root);
        const handle = glue.mount(this.#root, { ...this.#options(), strings }, hear);
        this.#rest = rest;
        this.#call = (method, argument) => rest.when(() => glue.call(handle, method, argument));
        this.#stop = () => {
          ends.delete(end);
          glue.unmount(handle);
        };
      } else {
        // This script came through, the rest did not: the page's policy allows no WebAssembly, or no fetch.
        [this.#call, this.#stop] = mountFrame(this.#root, this.#options(), hear);
      }
      const waiting = this.#waiting || [];
      this.#waiting = undefined;
      if (this.#chat.hasAttribute('open')) this.#say('open');
      waiting.forEach(([method, argument]) => this.#say(method, argument));
    } catch (failure) {
      hear('error', { ...describe(failure), fatal: true });
    }
  }

  #options() {
    return {
      appId: this.#get('app-id'),
      server: this.#get('server') ?? this.#base,
      channelId: this.#get('channel-id'),
      userId: this.#get('user-id'),
      token: this.#token,
      theme: this.#get('theme') ?? 'auto',
      locale: this.#locale,
      mode: this.#get('mode') ?? 'launcher',
      label: this.#label,
      strings: this.#chat.strings,
      storage: this.#get('storage') !== 'none',
      part: Object.assign((/** @type {string} */ name) => this.#part(name), { link: this.#link }),
      connect,
    };
  }

  get #page() {
    return this.#chat.page ?? location.href;
  }

  /** The address of a message, as the page makes it, or the page's own. @param {string} channelId @param {number} seq */
  #link = (channelId, seq) => this.#chat.linkTo?.(channelId, seq) || linkTo(this.#page, channelId, seq);

  /** A link to a message on this page leads there without leaving it. @param {MouseEvent} event */
  #follow(event) {
    const anchor = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const place = linked(anchor.href, this.#page);
    if (!place) return;
    event.preventDefault();
    this.ask('open', place);
  }

  /** A part of the widget that is fetched when it is needed; what it opens gets the way to the server. @param {string} name */
  async #part(name) {
    const module = await import(`${this.#base}/${parts[name]}`);
    const given = () => ({
      panel: this.#root.querySelector('.madang-panel'),
      locale: this.#locale,
      strings: this.#strings,
      me: this.#me,
      server: this.#get('server') ?? this.#base,
      app: this.#get('app-id'),
      keeps: this.#get('storage') !== 'none',
      ask: this.#line.ask,
      on: this.#line.on,
      go: (/** @type {string} */ channelId, /** @type {number} */ seq) => this.#say('open', `${channelId}/${seq || ''}`),
      fill: (/** @type {string} */ channelId, /** @type {string} */ text) => this.#say('prefill', { channelId, text }),
    });
    return { ...module, open: (/** @type {object} */ options) => module.open({ ...given(), ...options }) };
  }

  /** A call of the page. @param {string} method @param {any} [argument] */
  ask(method, argument) {
    if (method === 'setTheme' || method === 'setLocale') this.#chat.setAttribute(method.slice(3).toLowerCase(), argument);
    else if (method === 'identify') this.#identify(argument);
    else if (method === 'open') this.#say(method, placed(argument));
    else {
      if (method === 'logout') {
        this.#token = this.#chat.tokenFetcher = undefined;
        this.#chat.removeAttribute('token');
      }
      this.#say(method, argument);
    }
  }

  /** An attribute of the element changed. @param {string} name @param {string | null} value */
  changed(name, value) {
    if (name === 'open') this.#opened(value !== null);
    else if (name === 'theme') this.#say('setTheme', value ?? 'auto', true);
    else if (name === 'locale') this.#relocate();
    else if (name === 'token') value && value !== this.#token && this.#identify(value);
    else {
      if (name === 'user-id') this.#token = undefined; // another user or channel: begin anew
      this.#unmount();
      this.#mount();
    }
  }

  /** The sentences of the locale, with the page's own above them. English is built in. */
  async #words() {
    const name = locales[this.#locale.toLowerCase().split('-')[0]];
    const given = name && (await fetch(`${this.#base}/${name}`, { credentials: 'omit' }).then((answer) => answer.json(), () => {}));
    return (this.#strings = { ...given, ...this.#chat.strings });
  }

  async #relocate() {
    const locale = this.#locale;
    const frame = this.#root.querySelector('iframe');
    const strings = frame ? undefined : await this.#words();
    if (locale === this.#locale) this.#say('setLocale', frame ? locale : { text: locale, strings }, true);
  }

  /** @param {string | { token?: string, userId?: string, tokenFetcher?: Host['tokenFetcher'] }} who */
  #identify(who) {
    const { token, userId, tokenFetcher } = typeof who === 'string' ? { token: who } : who || {};
    if (tokenFetcher) this.#chat.tokenFetcher = tokenFetcher;
    if (userId) this.#chat.setAttribute('user-id', userId);
    if (token) {
      this.#token = token;
      this.#say('identify', { token }, true);
    } else this.#waiting || this.#refresh();
  }

  #fetchToken() {
    return this.#chat.tokenFetcher?.(this.#get('user-id'));
  }

  async #refresh() {
    const run = this.#run;
    try {
      const token = await this.#fetchToken();
      if (token && run === this.#run) this.#identify(token);
    } catch (failure) {
      this.#emit('error', { ...describe(failure), code: 'token' });
    }
  }

  /** @param {string} method @param {any} [argument] @param {boolean} [told] the options will say it */
  #say(method, argument, told) {
    if (this.#waiting) return told || this.#waiting.push([method, argument]);
    try {
      this.#call?.(method, argument);
    } catch (failure) {
      this.#emit('error', describe(failure));
    }
  }

  /** @param {string} name @param {any} detail */
  #heard(name, detail) {
    if (name === 'open' || name === 'close') return void this.#chat.toggleAttribute('open', name === 'open');
    if (name === 'frame') return this.#line.heard(detail);
    if (name === 'connection-changed') {
      if (detail?.state !== 'online') this.#line.lost();
      else this.#rest?.fetch();
    }
    if (name === 'identity-changed') this.#me = detail?.userId;
    if (name === 'token-needed') this.#refresh();
    if (name === 'unread-changed') this.#count(detail?.total ?? detail);
    if (name === 'message-received' && this.#rest) this.#notify({ message: detail }); // a frame rings by itself
    if (detail?.fatal) this.#giveUp();
    this.#emit(name, detail);
  }

  /** @param {boolean} open */
  #opened(open) {
    const inside = document.activeElement === this.#chat;
    this.#say(open ? 'open' : 'close', undefined, true);
    if (!open && inside) this.#launcher?.focus({ preventScroll: true });
  }

  /** Rings, or shows in the page's title how much is unread. @param {{ message: object } | { unread: number }} what */
  async #notify(what) {
    if (this.#get('notify') !== 'none') await this.#part('notify').then((part) => part.open(what), () => {});
  }

  /** @param {number} unread */
  #count(unread) {
    if (unread || this.unread) this.#notify({ unread });
    this.unread = unread;
    this.#badge.hidden = !unread;
    this.#badge.textContent = unread > 99 ? '99+' : `${unread}`;
    this.#launcher?.setAttribute('aria-label', unread ? `${this.#label}, ${this.#badge.textContent}` : this.#label);
  }

  #unmount() {
    this.#run = undefined;
    try {
      this.#stop?.();
    } catch (failure) {
      console.error('madang', failure);
    }
    this.#call = this.#stop = undefined;
    this.#root.replaceChildren();
    this.#root.remove();
    this.#shadow.adoptedStyleSheets.splice(2);
    this.#count(0);
  }

  /** Back to the first stage: nothing of this one stays. */
  end() {
    this.#unmount();
    this.#badge.remove();
    this.#shadow.adoptedStyleSheets.splice(1);
  }
}
