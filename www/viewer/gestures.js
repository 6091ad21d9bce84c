/** Zoom and pan of one picture, and the swipes that leave it. */

const MOST = 8;
const TAP_MS = 300;

export class Gestures {
  #scale = 1;
  #x = 0;
  #y = 0;
  /** @type {HTMLElement | undefined} */
  #picture;
  /** Fingers that are down. @type {Map<number, PointerEvent>} */
  #fingers = new Map();
  /** Of a pinch. */
  #distance = 0;
  #tapped = 0;
  /** Where the one finger began. */
  #begin = { x: 0, y: 0, moved: false };
  #stage;
  #hear;

  /** @param {HTMLElement} stage @param {{ move: (by: number) => void, close: () => void }} hear */
  constructor(stage, hear) {
    this.#stage = stage;
    this.#hear = hear;
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.#down(event));
    stage.addEventListener('pointermove', (event) => this.#moved(event));
    for (const name of ['pointerup', 'pointercancel']) stage.addEventListener(name, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    stage.addEventListener('dblclick', (event) => event.preventDefault());
  }

  /** @param {HTMLElement} picture */
  attach(picture) {
    this.#picture = picture;
    this.#paint();
  }

  /** Another picture comes. */
  reset() {
    this.#picture = undefined;
    this.#fingers.clear();
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#stage.dataset.zoomed = 'false';
  }

  /** As it was. */
  rest() {
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#paint(true);
  }

  /** @param {number} by @param {{ x: number, y: number }} [at] from the middle */
  zoom(by, at = { x: 0, y: 0 }) {
    const scale = Math.min(MOST, Math.max(1, this.#scale * by));
    const share = scale / this.#scale;
    this.#x = at.x - (at.x - this.#x) * share;
    this.#y = at.y - (at.y - this.#y) * share;
    this.#scale = scale;
    this.#paint(true);
  }

  #paint(calm = false) {
    const picture = this.#picture;
    if (!picture) return;
    const { clientWidth: width, clientHeight: height } = this.#stage;
    const room = (/** @type {number} */ side, /** @type {number} */ size) => Math.max(0, (size * this.#scale - side) / 2);
    const [far, deep] = [room(width, picture.offsetWidth), room(height, picture.offsetHeight)];
    if (this.#scale > 1) {
      this.#x = Math.min(far, Math.max(-far, this.#x));
      this.#y = Math.min(deep, Math.max(-deep, this.#y));
    }
    picture.dataset.calm = String(calm);
    picture.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#stage.dataset.zoomed = String(this.#scale > 1);
    this.#stage.dataset.scale = this.#scale.toFixed(2);
  }

  /** @param {{ clientX: number, clientY: number }} event */
  #place({ clientX, clientY }) {
    const box = this.#stage.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), this.#place(event));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, event);
    if (this.#fingers.size === 1) this.#begin = { x: event.clientX, y: event.clientY, moved: false };
    else this.#begin.moved = true;
    this.#distance = this.#spread();
  }

  #spread() {
    const [a, b] = [...this.#fingers.values()];
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    this.#fingers.set(event.pointerId, event);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (Math.hypot(event.clientX - this.#begin.x, event.clientY - this.#begin.y) > 8) this.#begin.moved = true;
    if (this.#fingers.size > 1) {
      const [a, b] = [...this.#fingers.values()];
      const middle = { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
      const distance = this.#spread();
      if (this.#distance) this.zoom(distance / this.#distance, this.#place(middle));
      this.#distance = distance;
      return;
    }
    this.#x += dx;
    if (this.#scale > 1 || event.pointerType !== 'mouse') this.#y += dy;
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || this.#fingers.size) return;
    const [dx, dy] = [event.clientX - this.#begin.x, event.clientY - this.#begin.y];
    if (!this.#begin.moved) return this.#tap(event);
    if (this.#scale > 1) return this.#paint();
    const width = this.#stage.clientWidth;
    const along = getComputedStyle(this.#stage).direction === 'rtl' ? dx : -dx;
    if (event.type === 'pointerup' && Math.abs(dx) > Math.min(90, width / 4) && Math.abs(dx) > Math.abs(dy)) this.#hear.move(Math.sign(along));
    else if (event.type === 'pointerup' && dy > 120 && event.pointerType !== 'mouse') this.#hear.close();
    else this.rest();
  }

  /** Two quick ones zoom; one beside the picture closes. @param {PointerEvent} event */
  #tap(event) {
    const now = performance.now();
    if (now - this.#tapped < TAP_MS) {
      this.#tapped = 0;
      return this.#scale > 1 ? this.rest() : this.zoom(2.5, this.#place(event));
    }
    this.#tapped = now;
    const box = this.#picture?.getBoundingClientRect();
    const inside = box && event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.#hear.close();
  }
}
