/** Pages of others, to be linked to. */
import http from 'node:http';
import { freePort } from './server.mjs';

/** A site whose pages people link to; a path is answered when it is opened. */
export async function pages(t) {
  const answers = {};
  const port = await freePort();
  const gates = new Map();
  const server = http.createServer(async ({ url }, response) => {
    await gates.get(url)?.promise;
    const answer = answers[url];
    if (!answer) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': answer.type || 'text/html; charset=utf-8' }).end(answer.body ?? answer);
  });
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  t.after(() => (server.closeAllConnections(), server.close()));
  // The one address that is not public and may be asked all the same.
  process.env.MADANG_PREVIEW_OWN_ADDRESSES = `127.0.0.1:${port}`;
  const hold = (path) => {
    let open;
    gates.set(path, { promise: new Promise((done) => (open = done)), open: () => open() });
  };
  return { answers, url: (path) => `http://127.0.0.1:${port}${path}`, hold, release: (path) => gates.get(path).open() };
}

/** A page that says this of itself. @param {Record<string, string>} tags */
export const head = (tags) => `<!doctype html><html><head>${Object.entries(tags).map(([name, text]) => `<meta property="og:${name}" content="${text}">`).join('')}</head>`;
