/** From the script tag to an element: reads `data-*`, adopts the calls queued on `window.madang`. */
import { Chat } from './element.js';

/** @param {HTMLScriptElement | null} script */
export function start(script) {
  const page = /** @type {any} */ (window);
  customElements.get('madang-chat') || customElements.define('madang-chat', Chat);
  const appId = script?.dataset.appId;
  const early = page.madang;
  // Without an id the elements are in the markup or made by the npm entry. Navigation may run the same script again.
  if (!appId || (early?.isConnected && early.getAttribute('app-id') === appId)) return;
  const chat = /** @type {any} */ (document.createElement('madang-chat'));
  for (const { name, value } of script.attributes) {
    if (name.startsWith('data-')) chat.setAttribute(name.slice(5), value);
  }
  if (!early?.isConnected) page.madang = chat;
  const attach = () => {
    document.body.append(chat);
    if (Array.isArray(early)) early.forEach((call) => chat.push(call));
  };
  document.body ? attach() : addEventListener('DOMContentLoaded', attach, { once: true });
}
