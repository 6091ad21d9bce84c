/** The real server: its binary on a free port and a folder of its own, killed and started again at will. */
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The binary under test: MADANG_BIN, or the newer of target's two. */
export function binary() {
  if (process.env.MADANG_BIN) return process.env.MADANG_BIN;
  const built = ['release', 'debug'].map((profile) => path.join(ROOT, 'target', profile, 'madang')).filter(fs.existsSync);
  if (!built.length) throw new Error('no server binary: cargo build --release -p madang-server, or set MADANG_BIN');
  return built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class ChatServer {
  #child;
  log = '';

  /** @param {{ port: number, origins: string[], limits?: object }} options */
  constructor({ port, origins, limits }) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.data = fs.mkdtempSync(path.join(os.tmpdir(), 'madang-e2e-'));
    const create = ['app', 'create', 'shop', '--json', '--data', this.data, ...origins.flatMap((origin) => ['--origin', origin])];
    if (limits) create.push('--limits', JSON.stringify(limits));
    this.app = JSON.parse(execFileSync(binary(), create, { encoding: 'utf8' }));
  }

  async start() {
    this.#child = spawn(binary(), ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MADANG_PLAYGROUND: 'true' },
    });
    const keep = (chunk) => (this.log = (this.log + chunk).slice(-20_000));
    this.#child.stdout.on('data', keep);
    this.#child.stderr.on('data', keep);
    const child = this.#child;
    for (let attempt = 0; attempt < 400; attempt++) {
      if (child.exitCode !== null) throw new Error(`the server ended at once:\n${this.log}`);
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`the server did not become ready:\n${this.log}`);
  }

  /** SIGKILL: no goodbye, no flush. */
  async kill(signal = 'SIGKILL') {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async end() {
    await this.kill();
    fs.rmSync(this.data, { recursive: true, force: true });
  }

  /** A user's token, as the site's backend signs it. */
  token(user, { name = user[0].toUpperCase() + user.slice(1), seconds = 3000 } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: user, app_id: this.app.app_id, name, iat: now, exp: now + seconds };
    const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
    return `${signed}.${createHmac('sha256', this.app.secret).update(signed).digest('base64url')}`;
  }

  /** A call of the Platform API. */
  async api(method, where, body) {
    const answer = await fetch(`${this.url}/api/v1/${where}`, {
      method,
      headers: { authorization: `Bearer ${this.app.secret}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.json().catch(() => ({}));
  }

  openChannel(channel_id, name) {
    return this.api('POST', 'channels', { type: 'open', channel_id, name });
  }
}
