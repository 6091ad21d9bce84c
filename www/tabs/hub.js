/**
 * The one real socket of all tabs, held by the tab that leads. Who asked gets the answer; what the server tells by itself
 * goes to all. The server knows nothing of it but that hello may be said again.
 */

/** The head of a frame, as both sides write it. */
const HEAD = /^\{"kind":"(\w+)"(?:,"id":(\d+))?/;
/** Questions that get no answer are forgotten beyond this. */
const MOST_ASKED = 1_000;
/** The server's own limit. */
const MOST_WATCHED = 100;
/** A line that ended without the server's will. */
export const LOST = 1006;
/** What lines hear first when only their way was lost: come back at once. */
export const RECONNECT = '{"kind":"reconnect","body":{"retry_after_ms":0,"jitter_ms":100}}';

/** @typedef {{ opened?: true, text?: string, code?: number, alone?: true }} Told what a line hears; `{}`: the leader is there */
/** @typedef {{ entered: Set<string>, watched: string[] }} Line */

export class Hub {
  /** @type {WebSocket | undefined} */
  #socket;
  /** Whose hello the server judges the socket by, and whether it was welcome. */
  #first = '';
  #welcome = false;
  #last = 0;
  /** Who asked, and under which id. @type {Map<number, { key: string, id: number, kind: string }>} */
  #asked = new Map();
  /** @type {Map<string, Line>} */
  #lines = new Map();
  #address;
  #tell;

  /** @param {string} address @param {(key: string | undefined, told: Told) => void} tell a line, or all of them */
  constructor(address, tell) {
    this.#address = address;
    this.#tell = tell;
  }

  /** @param {string} key */
  open(key) {
    this.#lines.set(key, { entered: new Set(), watched: [] });
    this.#tell(key, {});
    if (!this.#socket) this.#connect();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#tell(key, { opened: true });
  }

  /** @param {string} key */
  close(key) {
    const line = this.#lines.get(key);
    if (!this.#lines.delete(key)) return;
    this.#asked.forEach((asked, id) => asked.key === key && this.#asked.delete(id));
    if (!this.#lines.size) return this.end(LOST);
    line?.entered.forEach((channel_id) => this.#held(channel_id) || this.#say('exit', { channel_id }));
    if (line?.watched.length) this.#say('watch_presence', { user_ids: this.#watched() });
  }

  /** What a line says. @param {string} key @param {string} text */
  send(key, text) {
    const line = this.#lines.get(key);
    const [head, kind, own] = HEAD.exec(text) ?? [];
    if (!line || !head) return;
    if (kind === 'hello') {
      for (const { channel_id } of JSON.parse(text).body.resume ?? []) line.entered.add(channel_id);
      this.#first ||= key;
    } else if (kind === 'enter') line.entered.add(JSON.parse(text).body.channel_id);
    else if (kind === 'exit') {
      const { channel_id } = JSON.parse(text).body;
      line.entered.delete(channel_id);
      if (this.#held(channel_id)) return own && this.#tell(key, { text: `{"kind":"done","id":${own},"body":{}}` });
    } else if (kind === 'watch_presence') {
      const { id, body } = JSON.parse(text);
      line.watched = body.user_ids;
      text = JSON.stringify({ kind, id, body: { user_ids: this.#watched() } });
    }
    this.#socket?.send(own ? text.replace(HEAD, `{"kind":"${kind}","id":${this.#ask(key, Number(own), kind)}`) : text);
  }

  /** All lines of a tab are gone. @param {string} tab */
  leave(tab) {
    for (const key of this.#lines.keys()) if (key.startsWith(tab)) this.close(key);
  }

  /** Another tab will lead. */
  resign() {
    this.#tell(undefined, { text: RECONNECT });
    this.end(LOST);
  }

  /** The socket is closed, and all lines hear it. @param {number} code */
  end(code) {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.close();
    // The server's word on the first hello is for who said it: the others have tokens of their own.
    if (!this.#welcome && this.#first) this.#tell(this.#first, { code });
    this.#tell(undefined, { code: this.#welcome ? code : LOST });
    this.#lines.clear();
    this.#asked.clear();
    this.#first = '';
    this.#welcome = false;
  }

  #connect() {
    const socket = (this.#socket = new WebSocket(this.#address));
    socket.onopen = () => this.#tell(undefined, { opened: true });
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = ({ code }) => socket === this.#socket && this.end(code);
  }

  /** @param {string} text */
  #heard(text) {
    const [head, kind, id] = HEAD.exec(text) ?? [];
    if (!head || !id) return this.#tell(undefined, { text });
    const asked = this.#asked.get(Number(id));
    if (!asked) return;
    const { key } = asked;
    if (asked.kind !== 'hello') this.#asked.delete(Number(id));
    else if (kind === 'welcome') this.#welcome = true;
    else if (kind === 'error' && key !== this.#first) {
      this.#lines.delete(key);
      return this.#tell(key, { alone: true });
    }
    this.#tell(key, { text: text.replace(HEAD, `{"kind":"${kind}","id":${asked.id}`) });
  }

  /** @param {string} key @param {number} id @param {string} kind */
  #ask(key, id, kind) {
    this.#asked.set(++this.#last, { key, id, kind });
    for (const [oldest, asked] of this.#asked) {
      if (this.#asked.size <= MOST_ASKED) break;
      if (asked.kind !== 'hello') this.#asked.delete(oldest);
    }
    return this.#last;
  }

  /** Says something of our own; the answer is nobody's. @param {string} kind @param {object} body */
  #say(kind, body) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ kind, id: ++this.#last, body }));
  }

  /** Whether a line still hears the channel. @param {string} channel_id */
  #held(channel_id) {
    return [...this.#lines.values()].some(({ entered }) => entered.has(channel_id));
  }

  #watched() {
    return [...new Set([...this.#lines.values()].flatMap(({ watched }) => watched))].slice(0, MOST_WATCHED);
  }
}
