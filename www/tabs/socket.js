/** What the widget takes for its WebSocket: one of the lines of a real one, which all tabs of an origin share. */
import { Tabs } from './tabs.js';

/** Without locks (an old browser, no https) each tab has its own. @param {string} address */
export const connect = (address) =>
  navigator.locks && window.BroadcastChannel ? new SharedSocket(address) : new WebSocket(address);

/** As much of WebSocket as the widget uses. */
export class SharedSocket extends EventTarget {
  /** @type {number} */
  readyState = WebSocket.CONNECTING;
  /** @type {WebSocket | Tabs | undefined} */
  #way;
  /** The first thing said, which a socket of one's own has to say again. */
  #hello = '';
  #address;

  /** @param {string} address */
  constructor(address) {
    super();
    this.#address = address;
    const tabs = (this.#way = Tabs.of(address));
    tabs.join(this);
  }

  /** @param {string} text */
  send(text) {
    this.#hello ||= text;
    if (this.#way instanceof Tabs) this.#way.send(this, text);
    else if (this.#way?.readyState === WebSocket.OPEN) this.#way.send(text);
  }

  close() {
    this.readyState = WebSocket.CLOSED;
    if (this.#way instanceof Tabs) this.#way.leave(this);
    else this.#way?.close();
    this.#way = undefined;
  }

  opened() {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  /** @param {string} data */
  heard(data) {
    if (this.readyState === WebSocket.OPEN) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** @param {number} code */
  ended(code) {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.#way = undefined;
    this.dispatchEvent(new CloseEvent('close', { code }));
  }

  /** The others are somebody else: from here on it has a socket to itself. */
  alone() {
    const own = (this.#way = new WebSocket(this.#address));
    own.onopen = () => own.send(this.#hello);
    own.onmessage = ({ data }) => this.heard(data);
    own.onclose = ({ code }) => this.#way === own && this.ended(code);
  }
}
