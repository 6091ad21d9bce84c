import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';
import { world } from '../harness/world.mjs';

const sought = (widget, text) => widget.row(text).and(widget.page.locator('[data-sought]')).first().waitFor();
const toast = (widget, text) => widget.page.locator('.madang-toast', { hasText: text }).first().waitFor();
const GONE = 'This message does not exist, or you may not see it.';

/** A group with many messages. */
async function talk(t, people, options) {
  const made = await group(t, people, options);
  for (let number = 1; number <= 70; number++) await made.peer.send(made.id, `line ${number}.`);
  return made;
}

test('a link is copied, opens the page at the message, and within the chat leads there in place', { timeout: 150_000 }, async (t) => {
  const { it, peer, id, widgets: [jun] } = await talk(t, ['jun'], { permissions: ['clipboard-read', 'clipboard-write'] });
  await enter(jun);
  await jun.wheel(Infinity);
  await jun.page.evaluate(() => history.replaceState(null, '', `${location.href}#/shelf/2`));
  await jun.act('line 69.', 'Copy link');
  await toast(jun, 'Link copied');
  const link = await jun.page.evaluate(() => navigator.clipboard.readText());
  const url = new URL(link);
  assert.deepEqual([url.searchParams.get('madang'), url.searchParams.get('user'), url.hash], [`${id}/69`, 'jun', '#/shelf/2']);
  // The page as a link opens it: no click, no launcher.
  url.searchParams.set('madang', `${id}/4`);
  const fresh = await it.newPage(jun.page.context(), { at: '/list.html', user: 'jun', query: { madang: `${id}/4` } });
  await fresh.panel.waitFor();
  await sought(fresh, 'line 4.');
  await fresh.page.screenshot({ path: it.screenshotPath('link-1280') });
  assert.deepEqual(await violations(fresh), []);
  // In a message, it leads there without leaving the page.
  await peer.send(id, `see ${url}`);
  await jun.sees('see http');
  await jun.page.evaluate(() => (window.stayed = true));
  await jun.row('see http').first().getByRole('link').first().click();
  await sought(jun, 'line 4.');
  assert.equal(await jun.page.evaluate(() => window.stayed), true);
  // By the handle; and where the page makes its links itself.
  await jun.page.evaluate((channelId) => window.madang.open({ channelId, seq: 7 }), id);
  await sought(jun, 'line 7.');
  await jun.page.evaluate(() => (window.madang.linkTo = (channelId, seq) => `https://shop.example/go/${channelId}/${seq}`));
  await jun.act('line 7.', 'Copy link');
  await until(async () => (await jun.page.evaluate(() => navigator.clipboard.readText())) === `https://shop.example/go/${id}/7`, 'the link of the page');
  // What is not there.
  await jun.page.evaluate((channelId) => window.madang.open({ channelId, seq: 4000 }), id);
  await toast(jun, GONE);
});

test('a link into a thread opens the thread; one to what a person may not see says so, and shows the list', { timeout: 120_000 }, async (t) => {
  const { it, peer, id } = await talk(t, []);
  for (let number = 1; number <= 3; number++) await peer.send(`${id}.5`, `reply ${number}.`);
  const jun = await it.visit({ user: 'jun', at: '/list.html', query: { madang: `${id}.5/2` } });
  await sought(jun, 'reply 2.');
  await jun.page.screenshot({ path: it.screenshotPath('link-thread') });
  const stranger = await it.visit({ user: 'stranger', at: '/list.html', query: { madang: `${id}/4` } });
  await toast(stranger, GONE);
  await stranger.page.screenshot({ path: it.screenshotPath('link-gone') });
  await stranger.page.getByText('Courtyard').first().waitFor();
  const nobody = await it.visit({ user: 'jun', at: '/list.html', query: { madang: 'no-such-thing/1', locale: 'ko', theme: 'dark' }, viewport: { width: 360, height: 640 } });
  await toast(nobody, '없는 메시지이거나 볼 수 없는 메시지예요.');
  await nobody.page.screenshot({ path: it.screenshotPath('link-gone-ko') });
  assert.deepEqual(await violations(nobody), []);
});

test('in the frame, where the page forbids WebAssembly, links are of the page', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const peer = await it.peer('mina');
  for (let number = 1; number <= 60; number++) await peer.send('courtyard', `line ${number}.`);
  const server = it.server.url;
  it.site.headers = { 'content-security-policy': `default-src 'self'; script-src 'self' ${server}; connect-src 'self' ${server}; frame-src ${server}; img-src 'self' ${server} data:; style-src 'self'` };
  it.expected.push(/WebAssembly|Content Security Policy|unsafe-eval/);
  const jun = await it.visit({ user: 'jun', at: '/list.html', query: { madang: 'courtyard/3' } });
  const inside = jun.page.frameLocator('iframe.madang-frame');
  await inside.locator('.madang-message[data-sought]', { hasText: 'line 3.' }).waitFor();
});
