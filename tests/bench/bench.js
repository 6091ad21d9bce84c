/**
 * The page of `cargo xtask bench --page`: the widget as its server hands it out, with a socket whose other end stands in this page, so
 * that the measured work is the widget's alone. It exposes `window.__bench`: `ready`, `load`, `append`, `list`, `composer`.
 */
(() => {
  const users = [{ user_id: 'me', nickname: 'Me' }, { user_id: 'agent', nickname: 'Agent' }];
  const limits = {
    text_chars: 5000, frame_bytes: 65536, group_members: 100, sends_per_second: 5, send_burst: 10, connections_per_user: 30,
    history_per_second: 20, typing_interval_ms: 3000, reaction_kinds: 100, file_bytes: 25000000, uploads_per_second: 4, list_users: true,
  };
  /** The newest message that is handed over has this number, however many there are. */
  const NEWEST = 1_000_000;
  /** A channel for each time. */
  let loads = 0;
  /** What the newest channel holds, once it was handed over. @type {any[] | undefined} */
  let messages;
  /** @type {Wire | undefined} */
  let line;
  /** The first time, the widget waits for its history, as it would for a slow server. @type {(answer: () => void) => void} */
  let wait;
  const waiting = new Promise((resolve) => (wait = resolve));

  const channel = () => `bench-${loads}`;
  const numbered = (/** @type {any} */ { id, text, author, at }, /** @type {number} */ seq) => ({ seq, rev: seq, user_id: author, client_id: id.padEnd(8, '-'), text, created_at: at });

  /** @param {string} channel_id */
  const view = (channel_id) => ({ channel: { channel_id, type: 'open', name: 'Bench', member_count: 0, created_at: 1, seq: NEWEST, rev: NEWEST }, unread_count: 0, users });

  const answers = {
    hello: () => ({ kind: 'welcome', body: { user: users[0], epoch: 'bench', server_time: Date.now(), heartbeat_ms: 20000, limits } }),
    list_channels: () => ({ kind: 'channel_list', body: { channels: [view(channel())] } }),
    enter: ({ channel_id }) => ({ kind: 'channel', body: view(channel_id) }),
    // The whole conversation in one page, however long: what a tab holds that was scrolled back far.
    history: ({ channel_id }) => ({ kind: 'history_page', body: { channel_id, epoch: 'bench', rev: NEWEST, messages, users, has_before: false, has_after: false, cursors: [] } }),
    ping: () => ({ kind: 'pong', body: { revs: [] } }),
  };

  class Wire extends EventTarget {
    readyState = 0;
    binaryType = 'blob';
    bufferedAmount = 0;
    protocol = '';
    extensions = '';
    onopen = onmessage = onclose = onerror = null;

    /** @param {string} url */
    constructor(url) {
      super();
      this.url = url;
      line = this;
      setTimeout(() => {
        this.readyState = 1;
        this.#tell(new Event('open'));
      });
      this.beat = setInterval(() => this.push({ kind: 'heartbeat', body: { revs: [] } }), 10_000);
    }

    #tell(event) {
      this.dispatchEvent(event);
      this[`on${event.type}`]?.(event);
    }

    /** One frame of the server, now. */
    push(frame) {
      this.#tell(new MessageEvent('message', { data: JSON.stringify(frame) }));
    }

    /** @param {string} text */
    send(text) {
      const { kind, id, body } = JSON.parse(text);
      if (id === undefined && kind !== 'hello') return;
      const answer = () => this.push({ id, ...(answers[kind]?.(body) ?? { kind: 'done', body: {} }) });
      const later = kind === 'history' && !messages ? wait : setTimeout;
      later(answer);
    }

    close() {
      clearInterval(this.beat);
      this.readyState = 3;
      this.#tell(new CloseEvent('close', { code: 1000, wasClean: true }));
    }
  }
  Object.assign(Wire, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
  // The widget asks for no more of it than this.
  window.WebSocket = Wire;

  const root = () => document.querySelector('madang-chat')?.shadowRoot;
  const part = (/** @type {string} */ selector) => root()?.querySelector(selector);
  const until = async (/** @type {() => unknown} */ what) => {
    while (!what()) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  // No page but this one signs a token: nobody reads it but the widget, for the name in it.
  const token = `${btoa('{}')}.${btoa(JSON.stringify({ sub: 'me', exp: 9_999_999_999 }))}.x`;
  addEventListener('DOMContentLoaded', () => {
    const chat = document.querySelector('madang-chat');
    chat?.setAttribute('token', token);
    chat?.open({ channelId: channel() });
  });

  window.__bench = {
    ready: waiting.then(() => until(() => part('textarea'))),
    async load(/** @type {any[]} */ all) {
      const first = !messages;
      messages = all.map((one, index) => numbered(one, NEWEST - all.length + index + 1));
      if (first) return (await waiting)();
      loads++;
      document.querySelector('madang-chat')?.open({ channelId: channel() });
    },
    append(/** @type {any} */ one) {
      const last = numbered(one, (messages.at(-1)?.seq ?? NEWEST) + 1);
      messages.push(last);
      line?.push({ kind: 'message_created', body: { channel_id: channel(), rev: last.rev, message: last, user: users[1] } });
    },
    list: () => part('.madang-timeline'),
    composer: () => part('textarea'),
    root,
  };
})();
