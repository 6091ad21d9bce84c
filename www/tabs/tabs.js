/**
 * The tabs of an origin that talk to the same server and application. The one that holds a lock leads: it has the socket,
 * the others reach it by a channel. When it goes, the next in the queue has the lock, and all reconnect as after any
 * loss, each from where it is. When it no longer answers (a suspended page), whoever needs it takes its place.
 */
import { Hub, LOST, RECONNECT } from './hub.js';

/** @typedef {import('./socket.js').SharedSocket} SharedSocket */
/** @typedef {import('./hub.js').Told} Told */
/** @typedef {{ key: string, open?: true, text?: string, close?: true }} Said by a line, to the leader */
/** @typedef {{ leader: string, key?: string, told?: Told }} Led by the leader: without `told` it has just begun */

/** A leader that does not answer within this is believed to be suspended. */
const PATIENCE_MS = 1_500;

/** @type {Map<string, Tabs>} */
const known = new Map();

export class Tabs {
  #id = crypto.randomUUID();
  /** @type {Map<string, SharedSocket>} */
  #lines = new Map();
  /** Those that wait for the leader's first word. @type {Map<string, ReturnType<typeof setTimeout>>} */
  #unheard = new Map();
  /** When this tab leads. @type {Hub | undefined} */
  #hub;
  #leader = '';
  #count = 0;
  /** Other tabs with lines here. @type {Set<string>} */
  #others = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #linger;
  /** Ends everything; and the waiting for the lock. */
  #gone = new AbortController();
  #queue = new AbortController();
  #address;
  #name;
  #channel;
  #alive;

  /** @param {string} address */
  static of(address) {
    const tabs = known.get(address) ?? new Tabs(address);
    known.set(address, tabs);
    return tabs;
  }

  /** @param {string} address */
  constructor(address) {
    this.#address = address;
    this.#name = `madang ${address}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => ('leader' in data ? this.#led(data) : this.#hub && this.#said(data));
    this.#alive = new Promise((alive) => this.#hold(`${this.#name} ${this.#id}`, { signal: this.#gone.signal }, () => alive(true)));
    this.#wait();
    addEventListener('pagehide', () => this.#end(), { signal: this.#gone.signal });
  }

  /** @param {SharedSocket} socket */
  join(socket) {
    clearTimeout(this.#linger);
    const key = `${this.#id} ${++this.#count}`;
    this.#lines.set(key, socket);
    this.#open(key);
  }

  /** @param {SharedSocket} socket @param {string} text */
  send(socket, text) {
    const key = this.#key(socket);
    if (key) this.#say({ key, text });
  }

  /** @param {SharedSocket} socket */
  leave(socket) {
    const key = this.#key(socket);
    if (!key) return;
    this.#say({ key, close: true });
    this.#forget(key);
  }

  /** @param {SharedSocket} socket */
  #key(socket) {
    for (const [key, line] of this.#lines) if (line === socket) return key;
  }

  /** @param {string} key */
  #forget(key) {
    this.#heardOf(key);
    this.#lines.delete(key);
    clearTimeout(this.#linger);
    // Unless the line is replaced at once: somebody signed in.
    if (!this.#lines.size) this.#linger = setTimeout(() => this.#end());
  }

  /** @param {string} key */
  #heardOf(key) {
    clearTimeout(this.#unheard.get(key));
    this.#unheard.delete(key);
  }

  /** @param {string} key */
  async #open(key) {
    if (this.#hub) return this.#hub.open(key);
    this.#heardOf(key);
    this.#unheard.set(key, setTimeout(() => this.#takeOver(), PATIENCE_MS));
    await this.#alive; // so that the leader can tell when this tab is gone
    if (this.#lines.has(key)) this.#say({ key, open: true });
  }

  /** @param {Said} said */
  #say(said) {
    if (this.#hub) this.#said(said);
    else if (!this.#gone.signal.aborted) this.#channel.postMessage(said);
  }

  /** To the leader, which this tab is. @param {Said} said */
  #said({ key, open, text, close }) {
    if (open) {
      this.#attend(key.split(' ')[0]);
      this.#hub?.open(key);
    } else if (close) this.#hub?.close(key);
    else if (text) this.#hub?.send(key, text);
  }

  /** Notices the end of another tab by its lock. @param {string} tab */
  #attend(tab) {
    if (tab === this.#id || this.#others.has(tab)) return;
    this.#others.add(tab);
    const hub = this.#hub;
    const left = () => {
      this.#others.delete(tab);
      hub?.leave(tab);
    };
    navigator.locks.request(`${this.#name} ${tab}`, { signal: this.#gone.signal }, left).catch(() => {});
  }

  /** From the leader. @param {Led} led */
  #led({ leader, key, told }) {
    if (!told) return this.#follow(leader);
    this.#leader ||= leader;
    if (leader !== this.#leader) return;
    if (key) this.#tell(key, told);
    else [...this.#lines.keys()].forEach((line) => this.#tell(line, told));
  }

  /** @param {string} key @param {Told} told */
  #tell(key, { opened, text, code, alone }) {
    const line = this.#lines.get(key);
    if (!line) return;
    this.#heardOf(key);
    if (opened && !line.readyState) line.opened();
    if (text) line.heard(text);
    if (code || alone) this.#forget(key);
    if (alone) line.alone();
    if (code) line.ended(code);
  }

  /** Another leader: what hung on the one before is lost. @param {string} leader */
  #follow(leader) {
    this.#leader = leader;
    for (const [key, line] of this.#lines) {
      if (line.readyState) {
        line.heard(RECONNECT);
        this.#tell(key, { code: LOST });
      } else this.#open(key);
    }
  }

  /** Waits for its turn to lead. */
  #wait() {
    this.#queue = new AbortController();
    this.#hold(this.#name, { signal: this.#queue.signal }, () => this.#lead());
  }

  #takeOver() {
    if (this.#hub) return;
    this.#queue.abort();
    this.#hold(this.#name, { steal: true }, () => this.#lead());
  }

  /** Holds a lock until the end, or until another takes it. @param {string} name @param {LockOptions} options @param {() => void} held */
  #hold(name, options, held) {
    const { signal } = this.#gone;
    const until = () =>
      new Promise((done) => {
        if (signal.aborted) return done(0);
        signal.addEventListener('abort', done);
        held();
      });
    navigator.locks.request(name, options, until).catch(() => {
      if (name === this.#name && this.#hub) this.#yield();
    });
  }

  #lead() {
    const hub = (this.#hub = new Hub(this.#address, (key, told) => {
      if (hub !== this.#hub) return;
      const leader = this.#id;
      if (!key?.startsWith(leader) && this.#others.size) this.#channel.postMessage({ leader, key, told });
      this.#led({ leader, key, told });
    }));
    this.#channel.postMessage({ leader: this.#id });
    this.#follow(this.#id);
  }

  /** Another took the lead, since this tab did not answer. */
  #yield() {
    this.#unlead();
    this.#leader = '';
    this.#wait();
  }

  #unlead() {
    this.#hub?.resign();
    this.#hub = undefined;
    this.#others.clear();
  }

  #end() {
    if (this.#hub) this.#unlead();
    else this.#lines.forEach((_, key) => this.#say({ key, close: true }));
    this.#gone.abort();
    this.#queue.abort();
    known.delete(this.#address);
    this.#channel.close();
    [...this.#lines.keys()].forEach((key) => this.#tell(key, { code: LOST }));
    clearTimeout(this.#linger);
  }
}
