/**
 * The npm entry. It loads `embed.js` from the chat server, so that what runs in the page is always of the server's
 * version. Importing it touches neither `window` nor `document`: safe on a server.
 */

/** @type {Map<string, Promise<void>>} */
const loads = new Map();

/** @param {string} server @returns {Promise<void>} */
export function load(server) {
  if (typeof document === 'undefined') return Promise.resolve();
  const { origin } = new URL(server, location.href);
  const known = loads.get(origin);
  if (known) return known;
  const loading = /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `${origin}/embed.js`;
      script.onload = () => resolve();
      script.onerror = () => {
        loads.delete(origin);
        script.remove();
        reject(new Error(`madang: cannot load ${script.src}`));
      };
      document.head.append(script);
    })
  );
  loads.set(origin, loading);
  return loading;
}

const ATTRIBUTES = {
  appId: 'app-id', channelId: 'channel-id', userId: 'user-id', token: 'token', theme: 'theme', locale: 'locale',
  mode: 'mode', position: 'position', server: 'server', label: 'label', zIndex: 'z-index', storage: 'storage',
};
const CALLS = ['open', 'close', 'toggle', 'show', 'hide', 'identify', 'logout', 'setLocale', 'setTheme', 'setAttributes', 'send', 'prefill'];

/** @param {any} options @returns {any} */
export function createChat(options) {
  if (typeof document === 'undefined') return inert();
  const chat = /** @type {any} */ (document.createElement('madang-chat'));
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    if (options[name] != null) chat.setAttribute(attribute, String(options[name]));
  }
  chat.strings = options.strings;
  chat.tokenFetcher = options.tokenFetcher;
  chat.linkTo = options.linkTo;
  if (!customElements.get('madang-chat')) queueUntilDefined(chat);
  (options.parent ?? document.body).append(chat);
  load(options.server).catch((failure) =>
    chat.dispatchEvent(new CustomEvent('madang:error', { detail: { code: 'unreachable', message: String(failure), fatal: true } })),
  );
  return chat;
}

/** Own methods on the element, which give way to the class's once it is defined. @param {any} chat */
function queueUntilDefined(chat) {
  /** @type {[string, any[]][]} */
  const early = [];
  for (const name of CALLS) chat[name] = (/** @type {any[]} */ ...rest) => void early.push([name, rest]);
  chat.unread = () => 0;
  chat.push = (/** @type {any} */ call) => (typeof call === 'function' ? call(chat) : chat[call[0]](...call.slice(1)));
  /** @type {[string, Function, (event: any) => void][]} */
  const heard = [];
  chat.on = (/** @type {string} */ name, /** @type {Function} */ listener) => {
    const hear = (/** @type {any} */ event) => listener(event.detail);
    heard.push([name, listener, hear]);
    chat.addEventListener(`madang:${name}`, hear);
    return () => chat.removeEventListener(`madang:${name}`, hear);
  };
  chat.off = (/** @type {string} */ name, /** @type {Function} */ listener) => {
    for (const [what, who, hear] of heard) if (what === name && who === listener) chat.removeEventListener(`madang:${name}`, hear);
  };
  let destroyed = false;
  chat.destroy = () => {
    destroyed = true;
    chat.remove();
  };
  customElements.whenDefined('madang-chat').then(() => {
    for (const name of [...CALLS, 'unread', 'push', 'on', 'destroy']) delete chat[name];
    const off = chat.off;
    delete chat.off;
    const later = chat.off.bind(chat);
    chat.off = (/** @type {string} */ name, /** @type {Function} */ listener) => {
      off(name, listener);
      later(name, listener);
    };
    if (!destroyed) for (const [name, rest] of early) chat[name](...rest);
  });
}

/** What a server-side render is given: every method is there, none does anything. */
function inert() {
  const nothing = () => {};
  const handle = Object.fromEntries([...CALLS, 'destroy', 'off', 'push'].map((name) => [name, nothing]));
  return { ...handle, unread: () => 0, on: () => nothing };
}
