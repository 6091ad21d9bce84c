/** The way of the widget's JavaScript parts to the server: over the widget's own socket, never another one. */

/** The ids of the widget itself never get here. */
const FIRST_ID = 2_000_000_000;
const PATIENCE_MS = 20_000;

/** @typedef {{ kind: string, id?: number, body: any }} Frame */
/** @typedef {{ code: string, message?: string, retry_after_ms?: number }} Refusal */

export class Line {
  #last = FIRST_ID;
  /** @type {Map<number, (frame: Frame) => void>} */
  #asked = new Map();
  /** @type {Set<(frame: Frame) => void>} */
  #listeners = new Set();
  #send;

  /** @param {(text: string) => boolean} send whether there is a line */
  constructor(send) {
    this.#send = send;
  }

  /**
   * Asks the server; rejects with a {@link Refusal}, whose code is `offline` when there is no answer to be had.
   * @param {string} kind @param {object} body @returns {Promise<any>} the answer's body
   */
  ask = (kind, body) =>
    new Promise((resolve, reject) => {
      const id = ++this.#last;
      const late = setTimeout(() => this.#asked.get(id)?.(LOST), PATIENCE_MS);
      this.#asked.set(id, (answer) => {
        clearTimeout(late);
        this.#asked.delete(id);
        if (answer.kind === 'error') reject(answer.body);
        else resolve(answer.body);
      });
      if (!this.#send(JSON.stringify({ kind, id, body }))) this.#asked.get(id)?.(LOST);
    });

  /** Hears every event of the server from the first question on; gives what ends it. @param {(frame: Frame) => void} listener */
  on = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param {string} text */
  heard(text) {
    const frame = /** @type {Frame} */ (JSON.parse(text));
    const asked = frame.id && this.#asked.get(frame.id);
    if (asked) asked(frame);
    this.#listeners.forEach((listener) => listener(frame));
  }

  /** There is no line any more: no answer will come. */
  lost() {
    this.#asked.forEach((answer) => answer(LOST));
  }
}

/** @type {Frame} */
const LOST = { kind: 'error', body: { code: 'offline' } };
