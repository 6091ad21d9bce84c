/** One test's world: a server, a site on another origin, one browser, and people in it. Ends with the test. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { Peer } from './peer.mjs';
import { ChatServer, ROOT, freePort } from './server.mjs';
import { Site } from './site.mjs';
import { Widget } from './widget.mjs';

export const OUT = path.join(ROOT, 'tests/e2e/out');
export const CHANNEL = 'courtyard';
const ARGS = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-features=SpareRendererForSitePerProcess,Translate', '--font-render-hinting=none',
  '--use-fake-device-for-media-stream',
];

/** Fast enough for a test, where the limits are not what is tested. */
export const ROOMY = { sends_per_second: 500, send_burst: 1000, history_per_second: 200 };

/**
 * @param {import('node:test').TestContext} t
 * @param {{ folder?: string, limits?: object, channelName?: string }} [options] `folder` holds the case's own pages
 */
export async function world(t, { folder = path.join(ROOT, 'tests/site'), limits = ROOMY, channelName = 'Courtyard' } = {}) {
  const sitePort = await freePort();
  const server = new ChatServer({ port: await freePort(), origins: [`http://127.0.0.1:${sitePort}`], limits });
  const ends = [() => server.end()];
  t.after(async () => {
    const failures = [];
    for (const end of ends.reverse()) await Promise.resolve().then(end).catch((failure) => failures.push(failure));
    if (failures.length) throw failures[0];
  });
  await server.start();
  await server.openChannel(CHANNEL, channelName);
  const site = new Site({ folder, port: sitePort, server, channel: CHANNEL });
  ends.push(() => site.end());
  await site.ready;
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}: set CHROMIUM`);
  const browser = await chromium.launch({ executablePath, headless: true, args: ARGS });
  ends.push(() => browser.close());
  const made = new World(server, site, browser, t);
  ends.push(() => made.judge());
  return made;
}

class World {
  /** What pages complained of and no test expected. @type {string[]} */
  complaints = [];
  /** Complaints that belong to the test. @type {RegExp[]} */
  expected = [];
  /** @type {Peer[]} */
  #peers = [];

  constructor(server, site, browser, t) {
    this.server = server;
    this.site = site;
    this.browser = browser;
    this.name = t.name;
  }

  /** A person with a browser profile of their own, on a page of the site. */
  async visit({ user = '', at = '/', query = {}, viewport = { width: 1280, height: 800 }, ...context } = {}) {
    const profile = await this.browser.newContext({ viewport, locale: 'en-US', ...context });
    return this.newPage(profile, { user, at, query });
  }

  /** A page in a profile that is there already. */
  async newPage(profile, { user = '', at = '/', query = {} } = {}) {
    const page = await profile.newPage();
    page.setDefaultTimeout(15_000);
    const who = user || 'visitor';
    page.on('pageerror', (error) => this.complaints.push(`${who}: ${error.stack || error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${who}: ${message.text()} (${message.location().url})`);
    });
    const search = new URLSearchParams({ ...(user && { user }), ...query });
    await page.goto(`${this.site.url}${at}${search.size ? `?${search}` : ''}`);
    return new Widget(page);
  }

  /** A client without a browser. */
  async peer(user) {
    const peer = await Peer.connect(this.server, user);
    this.#peers.push(peer);
    return peer;
  }

  screenshotPath(name) {
    mkdirSync(OUT, { recursive: true });
    return path.join(OUT, `${name}.png`);
  }

  /** Fails the test when a page complained. */
  judge() {
    for (const peer of this.#peers) peer.close();
    const left = this.complaints.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
    if (left.length) throw new Error(`pages complained:\n${left.join('\n')}`);
  }
}

/** What a browser says by itself while the network or the server is away. */
export const OFFLINE_NOISE = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to .* failed/;
