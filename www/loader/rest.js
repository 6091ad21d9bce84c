/**
 * The rest of the widget's module, which no first view runs (xtask/src/dist/split): it arrives right after that. Until it
 * is here, what a person does in the panel waits, and is done then; what is typed stands in its field meanwhile. So it is
 * rarely the module itself that comes upon something that is not here: then it gets it at once, at the price of a moment
 * in which the page stands still. If even that fails all is lost: the widget ends with an error, and begins anew when it
 * is opened.
 */

/** It is fetched once the widget is connected: without a connection it is tried nevertheless. */
const LATEST_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

/** What a person does that can be done later. */
const KEPT = ['click', 'contextmenu', 'keydown', 'input', 'change', 'compositionstart', 'compositionend'];
/** What goes with it, or must be done again. */
const DROPPED = ['pointerdown', 'pointerup', 'keyup', 'paste', 'dragover', 'drop'];
/** What the browser would do by itself that is not wanted twice, or not at all. */
const STOPPED = ['click', 'contextmenu', 'dragover', 'drop'];

export class Rest {
  here = false;
  /** Whether it was asked for, and did not come: the page's calls wait as well. */
  #failing = false;
  /** Calls of the page that wait for it. @type {(() => void)[]} */
  #waiting = [];
  /** What ends the waiting of people. @type {(() => void)[]} */
  #guards = [];
  #asked = false;
  #wasm;
  #url;

  /**
   * @param {{ now: () => void }} later the module's way to here @param {any} wasm what the first half exports
   * @param {string} url @param {(failure: unknown) => void} lose
   */
  constructor(later, wasm, url, lose) {
    this.#wasm = wasm;
    this.#url = url;
    later.now = () => {
      try {
        this.#now();
      } catch (failure) {
        lose(failure);
        throw failure;
      }
    };
    setTimeout(() => this.fetch(), LATEST_MS);
  }

  /** Fetches it beside all else, until it is here. */
  async fetch(wait = FIRST_WAIT_MS) {
    if (this.#asked || this.here) return;
    this.#asked = true;
    try {
      this.#fill(await WebAssembly.compileStreaming(fetch(this.#url, { credentials: 'omit', priority: 'low' })));
    } catch {
      this.#failing = !this.here;
      setTimeout(() => {
        this.#asked = this.here;
        this.fetch(Math.min(wait * 2, LONGEST_WAIT_MS));
      }, wait);
    }
  }

  /** Does it now, or as soon as the rest is here if that is what fails. @param {() => any} work */
  when(work) {
    return this.#failing ? void this.#waiting.push(work) : work();
  }

  /** Keeps what a person does within `root` until the rest is here. @param {HTMLElement} root */
  guard(root) {
    if (this.here) return;
    /** @type {[EventTarget, Event][]} */
    const kept = [];
    const types = [...KEPT, ...DROPPED];
    const hear = (/** @type {any} */ event) => {
      this.fetch();
      root.ariaBusy = 'true';
      event.stopImmediatePropagation();
      const sends = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
      if (sends || STOPPED.includes(event.type)) event.preventDefault();
      if (KEPT.includes(event.type)) kept.push([event.composedPath()[0], new event.constructor(event.type, event)]);
    };
    types.forEach((type) => root.addEventListener(type, hear, true));
    this.#guards.push(async () => {
      types.forEach((type) => root.removeEventListener(type, hear, true));
      root.ariaBusy = null;
      for (const [target, event] of kept) {
        target.dispatchEvent(event);
        await new Promise((next) => setTimeout(next)); // each is done before the next, as it was for the person
      }
    });
  }

  #now() {
    if (this.here) return;
    const ask = new XMLHttpRequest();
    // Never behind the same address that is on its way; else the browser may have it.
    ask.open('GET', this.#asked ? `${this.#url}?` : this.#url, false);
    ask.overrideMimeType('text/plain; charset=x-user-defined');
    ask.send();
    if (ask.status !== 200) throw new Error(`${this.#url}: ${ask.status}`);
    this.#fill(new WebAssembly.Module(Uint8Array.from(ask.responseText, (letter) => letter.charCodeAt(0))));
  }

  /** @param {WebAssembly.Module} module */
  #fill(module) {
    if (this.here) return;
    new WebAssembly.Instance(module, { a: this.#wasm });
    this.here = true;
    this.#failing = false;
    // Never within what asked for it.
    [...this.#waiting, ...this.#guards].forEach((work) => setTimeout(work));
    this.#waiting = [];
    this.#guards = [];
  }
}
