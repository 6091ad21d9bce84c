/** What was tried last: the same wish again is the same intent, and goes with the same client id, so that it is done once. */
export class Intent {
  /** @type {{ key: string, made: any } | undefined} */
  #last;

  /** What was made for this wish: the same as last time when it is the same. @template T @param {unknown} wish @param {() => T} make @returns {T} */
  of(wish, make) {
    const key = JSON.stringify(wish);
    if (this.#last?.key !== key) this.#last = { key, made: make() };
    return this.#last.made;
  }
}
