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
  /** Messages of each channel. @type {Map<string, any[]>} */
  const channels = new Map([['empty', []]]);
  /** @type {Wire | undefined} */
  let line;
  let welcomed = () => {};
  const shown = new Promise((resolve) => (welcomed = () => resolve(undefined)));

  /** As a message of the protocol. */
  const message = ({ id, text, author, at }, index) => ({ seq: index + 1, rev: index + 1, user_id: author, client_id: id.padEnd(8, '-'), text, created_at: at });

  /** @param {string} channel_id */
  function view(channel_id) {
    const messages = channels.get(channel_id) ?? [];
    const last_message = messages[messages.length - 1];
    const rev = messages.length;
    return { channel: { channel_id, type: 'open', name: 'Bench', member_count: 0, created_at: 1, seq: rev, rev }, last_message, unread_count: 0, users };
  }

  const answers = {
    hello: () => ({ kind: 'welcome', body: { user: users[0], epoch: 'bench', server_time: Date.now(), heartbeat_ms: 20000, limits } }),
    list_channels: () => ({ kind: 'channel_list', body: { channels: [...channels.keys()].map(view) } }),
    enter: ({ channel_id }) => ({ kind: 'channel', body: view(channel_id) }),
    // The whole conversation in one page, however long: what a tab holds that was scrolled back far.
    history: ({ channel_id, before }) => {
      const messages = before ? [] : (channels.get(channel_id) ?? []);
      return { kind: 'history_page', body: { channel_id, epoch: 'bench', rev: view(channel_id).channel.rev, messages, users, has_before: false, has_after: false, cursors: [] } };
    },
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
      const answer = answers[kind]?.(body) ?? { kind: 'done', body: {} };
      setTimeout(() => {
        this.push({ kind: answer.kind, id, body: answer.body });
        if (kind === 'history') welcomed();
      });
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
    chat?.open({ channelId: 'empty' });
  });
  let loads = 0;

  window.__bench = {
    ready: shown.then(() => until(() => part('textarea'))),
    load(messages) {
      channels.delete(`loaded-${loads}`);
      const channel_id = `loaded-${++loads}`;
      channels.set(channel_id, messages.map(message));
      document.querySelector('madang-chat')?.open({ channelId: channel_id });
    },
    append(one) {
      const channel_id = `loaded-${loads}`;
      const messages = channels.get(channel_id) ?? [];
      messages.push(message(one, messages.length));
      const last = messages[messages.length - 1];
      line?.push({ kind: 'message_created', body: { channel_id, rev: last.rev, message: last, user: users[1] } });
    },
    list: () => part('.madang-timeline'),
    composer: () => part('textarea'),
    root,
  };
})();
