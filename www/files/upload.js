/** One upload: announced, brought in parts, completed. Lines may break; it goes on at what the server has. */

/** @typedef {import('./files.js').Options} Options */

/** So much is told of at a time; less than the server takes, so that a slow line shows that it moves. */
const PART = 262_144;
const LONGEST_PAUSE_MS = 15_000;

/** The server's id of each upload, so that another try goes on. @type {Map<string, string>} */
const begun = new Map();

/**
 * @param {Options} options @param {string} id @param {File} file @param {AbortSignal} signal
 * @param {(share: number) => void} progress of a thousand
 * @returns {Promise<any>} the file as the server tells it, or why not
 */
export async function upload(options, id, file, signal, progress) {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const told = await attempt(options, id, file, signal, (share) => {
        failures = 0;
        progress(share);
      });
      begun.delete(id);
      return told;
    } catch (failure) {
      const { status, code, retry_after_ms } = /** @type {any} */ (failure);
      if (signal.aborted) break;
      // Of what the server forgot nothing is left to go on with.
      if (status === 404 && begun.delete(id) && failures++ < 3) continue;
      if (status && ![401, 408, 429].includes(status) && status < 500) {
        begun.delete(id);
        return code || 'internal';
      }
      await pause(retry_after_ms || Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures++), signal);
    }
  }
  const known = begun.get(id);
  begun.delete(id);
  if (known && signal.reason !== 'end') ask(options, `/${known}`, { method: 'DELETE' }).catch(() => {});
  return 'cancelled';
}

/** @param {Options} options @param {string} id @param {File} file @param {AbortSignal} signal @param {(share: number) => void} progress */
async function attempt(options, id, file, signal, progress) {
  let known = begun.get(id);
  let at = 0;
  if (known) at = Number((await ask(options, `/${known}`, { method: 'HEAD', signal })).headers.get('upload-offset'));
  else {
    const { durationMs: duration_ms, waveform } = /** @type {any} */ (file); // of what was recorded here
    const body = JSON.stringify({ name: file.name, size: file.size, mime: file.type, duration_ms, waveform });
    const answer = await ask(options, '', { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal });
    known = (await answer.json()).file_id;
    begun.set(id, /** @type {string} */ (known));
  }
  while (at < file.size) {
    // The last hundredth is the server's look at it.
    progress(Math.floor((at / file.size) * 990));
    const headers = { 'upload-offset': String(at), 'content-type': 'application/octet-stream' };
    const body = file.slice(at, at + PART);
    const answer = await ask(options, `/${known}`, { method: 'PATCH', body, headers, signal }, [409]);
    const next = Number(answer.headers.get('upload-offset'));
    if (!(next > at) && answer.status !== 409) throw new Error('no progress');
    at = next;
  }
  progress(990);
  return (await ask(options, `/${known}/complete`, { method: 'POST', signal })).json();
}

/**
 * @param {Options} options @param {string} path @param {RequestInit} request @param {number[]} [fine] statuses that are answers
 */
export async function ask(options, path, request, fine = []) {
  const token = options.token();
  if (!token && path !== '/links') throw Object.assign(new Error('nobody yet'), { retry_after_ms: 300 });
  const headers = { ...request.headers, ...(token && { authorization: `Bearer ${token}` }) };
  const url = `${options.server}/files${path}?app_id=${encodeURIComponent(options.appId)}`;
  const answer = await fetch(url, { ...request, headers, credentials: 'omit', cache: 'no-store' });
  if (answer.ok || fine.includes(answer.status)) return answer;
  const told = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(`files: ${answer.status}`), { status: answer.status, ...told });
}

/** Until the time is over, or the network is back. @param {number} ms @param {AbortSignal} signal */
function pause(ms, signal) {
  return new Promise((/** @type {(value?: any) => void} */ go) => {
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      go();
    }
  });
}
