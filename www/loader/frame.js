/** Where the page's policy forbids WebAssembly: the same widget in a frame on the chat server's own origin. */

const PATIENCE_MS = 20_000;

/**
 * Messages to the frame are `{madang: [method, argument]}`, the first is `{madang: options}`; from it
 * `{madang: [name, detail]}`. Each side knows the other's origin before it says anything but "loaded".
 *
 * @param {HTMLElement} root
 * @param {any} options as for `mount`
 * @param {(name: string, detail: any) => void} emit
 * @returns {[call: (method: string, argument: unknown) => void, stop: () => void]}
 */
export function mountFrame(root, options, emit) {
  const { origin } = new URL(options.server);
  const frame = document.createElement('iframe');
  frame.className = 'madang-frame';
  frame.title = options.label;
  frame.allow = 'clipboard-write; microphone';
  frame.src = `${origin}/frame?${new URLSearchParams({ app_id: options.appId, channel_id: options.channelId || '', mode: options.mode })}`;
  /** @type {unknown[] | undefined} */
  let waiting = [{ ...options, server: origin, tokenFetcher: undefined, part: undefined, connect: undefined, page: location.href }];
  const post = (/** @type {unknown} */ message) => {
    if (waiting) waiting.push(message);
    else frame.contentWindow?.postMessage({ madang: message }, origin);
  };
  const hear = (/** @type {MessageEvent} */ { source, origin: from, data }) => {
    if (source !== frame.contentWindow || from !== origin || !data?.madang) return;
    const [name, detail] = data.madang;
    if (name !== 'loaded') return emit(name, detail);
    clearTimeout(timer);
    const early = waiting || [];
    waiting = undefined;
    early.forEach(post);
  };
  const timer = setTimeout(emit, PATIENCE_MS, 'error', { code: 'blocked', message: 'the frame did not load', fatal: true });
  addEventListener('message', hear);
  root.append(frame);
  return [
    (method, argument) => post([method, argument]),
    () => {
      clearTimeout(timer);
      removeEventListener('message', hear);
    },
  ];
}
