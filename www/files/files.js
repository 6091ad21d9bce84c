/**
 * Files, fetched when one is first attached or shown: uploads that survive a broken line, and the pictures, players and
 * downloads of the timeline. The widget's model decides; this carries out and tells (`hear`).
 */
import { Links } from './links.js';
import { fill, preview } from './media.js';
import { upload } from './upload.js';

/**
 * @typedef {object} Options
 * @property {string} server its origin
 * @property {string} appId
 * @property {() => string} token the user's, or nothing yet
 * @property {() => string[]} words see `Word`
 * @property {(what: string, id: string, value: string) => void} hear
 * @property {(part: string) => Promise<any>} part
 */

/** What `words` gives, by place. */
export const Word = { close: 0, previous: 1, next: 2, download: 3, zoomIn: 4, zoomOut: 5, failed: 6, voice: 7, play: 8, pause: 9, speed: 10, place: 11 };

/** @param {Options} options @returns {(method: string, ...given: any[]) => void} */
export function open(options) {
  const files = new Files(options);
  return (method, ...given) => /** @type {any} */ (files)[method](...given);
}

class Files {
  /** By the model's id. @type {Map<string, File>} */
  #held = new Map();
  /** By the server's id: what was uploaded from here is shown before it is loaded. @type {Map<string, File>} */
  #own = new Map();
  /** @type {Map<string, AbortController>} */
  #running = new Map();
  /** Uploads at a time. */
  #places = 3;
  /** @type {(() => void)[]} */
  #queue = [];
  #options;
  #links;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#links = new Links(options);
  }

  /** @param {string} id @param {File} file */
  add(id, file) {
    this.#held.set(id, file);
  }

  /** Uploads a file that was added, from wherever it was left. @param {string} id */
  async start(id) {
    const file = this.#held.get(id);
    if (!file) return this.#options.hear('failed', id, 'lost');
    if (this.#running.has(id)) return;
    const control = new AbortController();
    this.#running.set(id, control);
    await this.#place();
    const { hear } = this.#options;
    const told = await upload(this.#options, id, file, control.signal, (share) => hear('progress', id, String(share)));
    this.#leave();
    this.#running.delete(id);
    if (control.signal.aborted) return;
    if (typeof told === 'string') return hear('failed', id, told);
    this.#own.set(told.file_id, file);
    hear('done', id, JSON.stringify(told));
  }

  async #place() {
    if (this.#places > 0) this.#places--;
    else await new Promise((/** @type {(value?: any) => void} */ go) => this.#queue.push(go));
  }

  #leave() {
    const next = this.#queue.shift();
    if (next) next();
    else this.#places++;
  }

  /** Nothing more of this file. @param {string} id */
  cancel(id) {
    this.#running.get(id)?.abort();
    this.#held.delete(id);
  }

  /** Shows a file that is only here. @param {HTMLElement} element @param {string} id */
  preview(element, id) {
    const file = this.#held.get(id);
    if (file) preview(element, file);
  }

  /** Fills a place of the timeline. @param {HTMLElement} element with data-file-id, data-kind and data-name */
  show(element) {
    const id = element.dataset.fileId || '';
    fill(element, this.#links, this.#options, this.#own.get(id));
  }

  /** The widget is gone. */
  end() {
    for (const control of this.#running.values()) control.abort('end');
    this.#held.clear();
    this.#own.clear();
  }
}
