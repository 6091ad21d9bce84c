/** A client without a browser: a bare WebSocket that speaks the protocol, to fill channels and to read the store back. */
import { randomBytes } from 'node:crypto';
import net from 'node:net';

export class Peer {
  #socket;
  #buffer = Buffer.alloc(0);
  #answers = new Map();
  #id = 0;
  /** Why the line ended; empty while it stands. */
  #closed = '';
  /** Everything pushed, oldest first. */
  pushed = [];

  /** @param {import('./server.mjs').ChatServer} server @param {string} user */
  static async connect(server, user) {
    const peer = new Peer();
    await peer.#open(server);
    const token = server.token(user);
    await peer.ask('hello', { version: 1, app_id: server.app.app_id, token, resume: [] });
    return peer;
  }

  async #open(server) {
    const socket = (this.#socket = net.connect(server.port, '127.0.0.1'));
    socket.setNoDelay(true);
    socket.on('error', () => {});
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /ws?app_id=${server.app.app_id} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await new Promise((resolve, reject) => {
      let head = Buffer.alloc(0);
      const read = (chunk) => {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        socket.off('data', read);
        const status = head.subarray(0, end).toString().split('\r\n')[0];
        if (!status.includes(' 101 ')) return reject(new Error(`upgrade: ${status}`));
        socket.on('data', (more) => this.#read(more));
        this.#read(head.subarray(end + 4));
        resolve();
      };
      socket.on('data', read);
      socket.once('close', () => {
        reject(new Error((this.#closed ||= 'closed')));
        for (const { reject: refuse } of this.#answers.values()) refuse(new Error(this.#closed));
      });
    });
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const buffer = this.#buffer;
      if (buffer.length < 2) return;
      let length = buffer[1] & 127;
      let at = 2;
      if (length === 126) [length, at] = [buffer.length < 4 ? Infinity : buffer.readUInt16BE(2), 4];
      else if (length === 127) [length, at] = [buffer.length < 10 ? Infinity : Number(buffer.readBigUInt64BE(2)), 10];
      if (buffer.length < at + length) return;
      const opcode = buffer[0] & 15;
      const payload = buffer.subarray(at, at + length);
      this.#buffer = buffer.subarray(at + length);
      if (opcode === 1) this.#heard(JSON.parse(payload.toString()));
      else if (opcode === 8) this.#closed = `closed: ${payload.readUInt16BE(0)} ${payload.subarray(2)}`;
      else if (opcode === 9) this.#write(10, payload);
    }
  }

  #heard({ kind, id, body }) {
    const waiting = this.#answers.get(id);
    if (!waiting) return void this.pushed.push({ kind, body });
    this.#answers.delete(id);
    if (kind === 'error') waiting.reject(Object.assign(new Error(`${waiting.kind}: ${body.code}: ${body.message}`), body));
    else waiting.resolve(body);
  }

  #write(opcode, payload) {
    const mask = randomBytes(4);
    const length = payload.length;
    const head = length < 126 ? Buffer.from([128 | opcode, 128 | length]) : Buffer.from([128 | opcode, 254, length >> 8, length & 255]);
    const masked = Buffer.from(payload);
    for (let at = 0; at < length; at++) masked[at] ^= mask[at & 3];
    this.#socket.write(Buffer.concat([head, mask, masked]));
  }

  /** @returns {Promise<any>} the answer's body */
  ask(kind, body) {
    if (this.#closed) return Promise.reject(new Error(`${kind}: ${this.#closed}`));
    const id = ++this.#id;
    const answer = new Promise((resolve, reject) => this.#answers.set(id, { kind, resolve, reject }));
    this.#write(1, Buffer.from(JSON.stringify({ kind, id, body })));
    return answer;
  }

  /** Says what is not answered. */
  tell(kind, body) {
    this.#write(1, Buffer.from(JSON.stringify({ kind, body })));
  }

  /** Sends, and where the server asks for patience repeats it with the same id. */
  async send(channel_id, text) {
    const client_id = randomBytes(12).toString('hex');
    for (;;) {
      try {
        return await this.ask('send', { channel_id, client_id, text });
      } catch (failure) {
        if (failure.code !== 'rate_limited') throw failure;
        await new Promise((later) => setTimeout(later, failure.retry_after_ms));
      }
    }
  }

  /** Every message of a channel as the server's store has it, oldest first. */
  async history(channel_id) {
    const messages = [];
    let before;
    for (;;) {
      const page = await this.ask('history', { channel_id, limit: 100, ...(before && { before }) });
      messages.unshift(...page.messages);
      if (!page.has_before) return messages;
      before = page.messages[0].seq;
    }
  }

  close() {
    this.#socket.destroy();
  }
}
