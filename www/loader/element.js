/**
 * `<madang-chat>`, first stage: the launcher, and a handle that queues. On intent it fetches the second stage (boot.js)
 * and, at the same time, what that will need. Every byte here is paid by every visitor of every page.
 */
import css from './launcher.css';

/** @type {Record<'boot' | 'glue' | 'wasm' | 'css', string>} */
/** The origin that served this script, and serves the rest. */
const base = new URL(/** @type {any} */ (document.currentScript)?.src || location.href).origin;

/** What `on` put round a listener. @type {WeakMap<Function, (event: any) => void>} */
const hears = new WeakMap();

/** @type {Promise<any> | undefined} Of boot.js, once a page however many widgets there are. */
let booting;
let query = '';

const fetchAll = () =>
  (booting ??= new Promise((resolve, reject) => {
    const PATIENCE_MS = 20_000; // in here, esbuild writes the number where it is used
    const url = (/** @type {string} */ name) => `${base}/${name}${query}`;
    const get = (/** @type {string} */ name) => fetch(url(name), { credentials: 'omit' });
    const parts = Promise.all([import(url(__MADANG_ASSETS__.glue)), WebAssembly.compileStreaming(get(__MADANG_ASSETS__.wasm)), get(__MADANG_ASSETS__.css)]);
    parts.catch(() => {}); // judged in boot.js
    const fail = (/** @type {any} */ failure) => {
      booting = undefined;
      query += '?'; // a browser remembers a failed import by its address
      reject(failure);
    };
    const timer = setTimeout(fail, PATIENCE_MS, 'timeout');
    import(url(__MADANG_ASSETS__.boot)).then((boot) => {
      clearTimeout(timer);
      resolve([boot, parts]);
    }, fail);
  }));

export class Chat extends HTMLElement {
  static observedAttributes = ['open', 'theme', 'locale', 'token', 'app-id', 'channel-id', 'user-id'];

  // `tokenFetcher` and `strings` are plain properties: a field would wipe what was set before the element was defined.

  /** @type {any} The second stage, while there is one. */
  #boot;
  /** @type {[method: string, argument: any][]} */
  #early = [];
  /** @type {HTMLButtonElement | undefined} */
  #button;

  connectedCallback() {
    if (!this.shadowRoot) {
      this.#build();
      /[?&]madang=/.test(location.search) && this.open(); // a link to a message
    }
    // Inline it is there to be seen; else somebody must have asked.
    if (this.#button) this.hasAttribute('open') && this.#start();
    else
      new IntersectionObserver(([entry], sight) => {
        if (!entry.isIntersecting) return;
        sight.disconnect();
        this.#start();
      }).observe(this);
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#end()); // moved, or gone?
  }

  /** @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    this.#boot?.changed(name, value);
    if (name !== 'open') return;
    this.#paint();
    this.#emit(value === null ? 'close' : name);
    value === null || this.#start();
  }

  /** @param {any} [place] a message: `{ channelId, seq }` */
  open(place) {
    this.toggleAttribute('open', true);
    place && this.ask('open', place);
  }
  close() {
    this.toggleAttribute('open', false);
  }
  toggle() {
    this.toggleAttribute('open');
  }
  show() {
    this.hidden = false;
  }
  hide() {
    this.close();
    this.hidden = true;
  }
  unread() {
    return this.#boot?.unread || 0;
  }
  /** What all other methods do: `identify`, `logout`, `send`, … @param {string} method @param {any} [argument] */
  ask(method, argument) {
    this.#boot ? this.#boot.ask(method, argument) : this.#early.push([method, argument]);
    if (method === 'send') this.#start();
  }
  /** @param {string} name @param {(detail: any) => void} listener */
  on(name, listener) {
    const hear = hears.get(listener) || ((event) => listener(event.detail));
    hears.set(listener, hear);
    this.addEventListener(`madang:${name}`, hear);
    return () => this.off(name, listener);
  }
  /** @param {string} name @param {(detail: any) => void} listener */
  off(name, listener) {
    this.removeEventListener(`madang:${name}`, /** @type {any} */ (hears.get(listener)));
  }
  /** As on the array before: `push(['open'])`, `push((madang) => …)`. @param {any} call */
  push(call) {
    call.call ? call(this) : /** @type {any} */ (this)[call[0]](...call.slice(1));
  }
  destroy() {
    this.remove();
    this.#end();
    const page = /** @type {any} */ (window);
    if (page.madang === this) delete page.madang;
  }

  #build() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.style.setProperty('--madang-z-index', this.getAttribute('z-index'));
    if (/e$/.test(/** @type {string} */ (this.getAttribute('mode')))) return; // inline and page end with it, launcher does not
    const button = (this.#button = document.createElement('button'));
    button.className = 'madang-launcher';
    button.part = 'launcher';
    button.ariaHasPopup = 'dialog';
    button.ariaLabel = this.getAttribute('label') || 'Chat';
    button.onclick = () => this.toggle();
    button.onpointerenter = button.onfocus = () => fetchAll().catch(() => {});
    root.append(button);
    this.#paint();
  }

  #paint() {
    const button = /** @type {any} */ (this.#button);
    if (!button) return;
    const open = this.hasAttribute('open');
    button.ariaExpanded = open;
    button.ariaBusy = open && !this.#boot;
  }

  /** @param {string} name @param {any} [detail] */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`madang:${name}`, { detail, bubbles: true, composed: true }));
  }

  async #start() {
    try {
      const [boot, parts] = await fetchAll();
      if (this.#boot || !this.isConnected) return;
      this.#boot = boot.attach(this, base, parts, this.#early, this.#emit.bind(this), this.#end.bind(this));
      this.#early = [];
      this.#paint();
    } catch (failure) {
      this.#end();
      this.#emit('error', { code: 'unreachable', message: `${failure}`, fatal: true });
    }
  }

  #end() {
    this.#boot?.end();
    this.#boot = undefined;
    this.close();
    this.#paint();
  }
}

for (const method of ['identify', 'logout', 'send', 'prefill', 'setAttributes', 'setLocale', 'setTheme']) {
  /** @type {any} */ (Chat.prototype)[method] = function (/** @type {any} */ argument) {
    this.ask(method, argument);
  };
}
