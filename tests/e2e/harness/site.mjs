/** The site that embeds the chat: static pages on an origin of its own, and `/token?user=`, as a site's backend has it. */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { ROOT } from './server.mjs';

const KINDS = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };
/** What a page may take from npm packages, as it would from a CDN. */
const NPM = { '/npm/bootstrap.css': 'bootstrap/dist/css/bootstrap.css', '/npm/preflight.css': 'tailwindcss/preflight.css' };

export class Site {
  /** Extra response headers, such as a content security policy. @type {Record<string, string>} */
  headers = {};

  /** @param {{ folder: string, port: number, server: import('./server.mjs').ChatServer, channel: string }} options */
  constructor({ folder, port, server, channel }) {
    this.url = `http://127.0.0.1:${port}`;
    const fill = { '{{server}}': server.url, '{{app_id}}': server.app.app_id, '{{channel_id}}': channel };
    const read = (name) => [folder, path.join(ROOT, 'tests/site'), import.meta.dirname].map((base) => path.join(base, name)).find((file) => fs.existsSync(file));
    this.http = http.createServer((request, response) => {
      const url = new URL(request.url, this.url);
      const answer = (status, kind, body) => {
        response.writeHead(status, { 'content-type': kind, 'cache-control': 'no-store', ...this.headers });
        response.end(body);
      };
      if (url.pathname === '/token') {
        const seconds = Number(url.searchParams.get('seconds') || 3000);
        return answer(200, 'application/json', JSON.stringify({ token: server.token(url.searchParams.get('user'), { seconds }) }));
      }
      if (url.pathname === '/favicon.ico') return answer(204, 'image/x-icon');
      const npm = NPM[url.pathname];
      const name = path.normalize(url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname);
      const file = npm ? path.join(ROOT, 'node_modules', npm) : read(name);
      if (!file || !fs.existsSync(file)) return answer(404, 'text/plain', 'not found');
      let content = fs.readFileSync(file);
      const extension = path.extname(file);
      if (extension === '.html') for (const [mark, value] of Object.entries(fill)) content = content.toString().replaceAll(mark, value);
      answer(200, KINDS[extension] || 'application/octet-stream', content);
    });
    this.ready = new Promise((resolve) => this.http.listen(port, '127.0.0.1', resolve));
  }

  end() {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(resolve));
  }
}
