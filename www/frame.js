/**
 * The page behind the frame fallback: the chat server's own origin, which allows WebAssembly. It hosts the same element
 * and speaks with the page that framed it (see loader/frame.js). Which pages may, `frame-ancestors` says.
 */
import { Chat } from './loader/element.js';

customElements.define('madang-chat', Chat);
const sheet = new CSSStyleSheet();
sheet.replaceSync('html,body{margin:0;height:100%;overflow:hidden}madang-chat{height:100%}');
document.adoptedStyleSheets = [sheet];

const EVENTS = [
  'ready', 'error', 'close', 'token-needed', 'message-sent', 'message-received', 'unread-changed', 'connection-changed',
  'identity-changed', 'gap',
];

/** @type {any} */
let chat;
/** The origin of the framing page, once it has spoken. */
let site = '';

addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent || source === self || !data?.madang || (site && origin !== site)) return;
  site = origin;
  if (chat) call(data.madang);
  else begin(data.madang);
});

/** @param {any} options */
function begin(options) {
  chat = document.createElement('madang-chat');
  const attributes = {
    'app-id': options.appId, 'channel-id': options.channelId, token: options.token, theme: options.theme,
    locale: options.locale, storage: options.storage ? null : 'none', mode: options.mode === 'launcher' ? 'launcher' : 'page', label: options.label,
  };
  for (const [name, value] of Object.entries(attributes)) value && chat.setAttribute(name, value);
  chat.strings = options.strings;
  chat.page = options.page;
  for (const name of EVENTS) chat.on(name, (/** @type {any} */ detail) => tell(name, detail));
  document.body.append(chat);
}

/** @param {[method: string, argument: any]} call */
function call([method, argument]) {
  if (method === 'open') chat.open(argument);
  else if (method === 'close') chat.close();
  else chat.ask(method, argument);
}

/** @param {string} name @param {any} detail */
function tell(name, detail) {
  parent.postMessage({ madang: [name, detail ?? null] }, site);
}

// Nothing is told yet, so anybody may hear it.
parent.postMessage({ madang: ['loaded'] }, '*');
