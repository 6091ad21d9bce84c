/** Addresses of files: asked for together, and again before they end. */
import { ask } from './upload.js';

/** @typedef {{ original: string, thumbnail: string, until: number }} Link */

export class Links {
  /** @type {Map<string, Link>} */
  #known = new Map();
  /** @type {Map<string, { promise: Promise<Link>, done: (link: Link) => void, fail: (failure: any) => void }>} */
  #wanted = new Map();
  #options;

  /** @param {import('./files.js').Options} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {string} id @param {boolean} [anew] the one we have does not work @returns {Promise<Link>} */
  get(id, anew) {
    const known = this.#known.get(id);
    if (known && !anew && known.until - Date.now() > 20_000) return Promise.resolve(known);
    let wanted = this.#wanted.get(id);
    if (!wanted) {
      let done = (/** @type {Link} */ _) => {};
      let fail = (/** @type {any} */ _) => {};
      const promise = new Promise((/** @type {(link: Link) => void} */ a, b) => ([done, fail] = [a, b]));
      promise.catch(() => {});
      wanted = { promise, done, fail };
      if (!this.#wanted.size) setTimeout(() => this.#ask(), 30);
      this.#wanted.set(id, wanted);
    }
    return wanted.promise;
  }

  async #ask() {
    const wanted = [...this.#wanted].slice(0, 100);
    for (const [id] of wanted) this.#wanted.delete(id);
    if (this.#wanted.size) setTimeout(() => this.#ask(), 0);
    const body = JSON.stringify({ file_ids: wanted.map(([id]) => id) });
    try {
      const answer = await ask(this.#options, '/links', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      const { links, until } = await answer.json();
      const { server } = this.#options;
      // Measured by this device's clock, whatever that says: links end five minutes from now at the earliest.
      const end = Math.min(until * 1000, Date.now() + 300_000);
      for (const { file_id, path, thumbnail } of links) {
        const link = { original: server + path, thumbnail: server + (thumbnail || path), until: Math.max(end, Date.now() + 240_000) };
        this.#known.set(file_id, link);
      }
      for (const [id, { done, fail }] of wanted) {
        const link = this.#known.get(id);
        if (link && links.some((/** @type {any} */ one) => one.file_id === id)) done(link);
        else fail(new Error('gone'));
      }
    } catch (failure) {
      for (const [, { fail }] of wanted) fail(failure);
    }
  }
}
