import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { head, pages } from '../harness/linked.mjs';
import { jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';

const card = (widget, text) => widget.row(text).first().locator('.madang-preview');
const loaded = (widget, text) => card(widget, text).locator('.madang-preview__image[data-state=loaded]').waitFor();
const fromEnd = (widget) => widget.timeline.evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));
const topOf = (widget, text) => widget.row(text).first().evaluate((row) => Math.round(row.getBoundingClientRect().top));
const send = async (peer, id, text) => peer.ask('send', { channel_id: id, client_id: `say-${Math.random().toString(36).slice(2)}-0`, text });

const answers = async ({ page }) => ({
  '/jar': head({ title: 'A moon jar, thrown in two halves and joined at the belly', description: 'White porcelain, and not quite round. '.repeat(8), site_name: 'The kiln shop', image: '/jar.jpg' }),
  '/jar.jpg': { type: 'image/jpeg', body: await jpeg(page, 1200, 630) },
  '/square': head({ title: '정사각형 그림이 있는 글', description: '마당에서 읽는 짧은 이야기', site_name: '마당 신문', image: '/square.jpg' }),
  '/square.jpg': { type: 'image/jpeg', body: await jpeg(page, 400, 400, { hue: 20 }) },
  '/words': head({ title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', description: 'Only words', site_name: 'Words' }),
});

test('a card comes for both, is one link, is taken away by its author, and goes with an edit', { timeout: 120_000 }, async (t) => {
  const site = await pages(t);
  const { it, peer, id, widgets: [mina, jun] } = await group(t, ['mina', 'jun']);
  Object.assign(site.answers, await answers(mina));
  for (const widget of [mina, jun]) await enter(widget);
  await mina.send(`Look at this jar ${site.url('/jar')}`);
  for (const widget of [mina, jun]) await loaded(widget, 'Look at this jar');
  const link = card(jun, 'Look at this jar');
  assert.deepEqual(
    await link.evaluate(({ href, target, rel, tagName }) => [tagName, href, target, rel]),
    ['A', site.url('/jar'), '_blank', 'noopener noreferrer nofollow'],
  );
  await jun.page.getByRole('link', { name: /^The kiln shop A moon jar, thrown in two halves/ }).waitFor();
  assert.equal(await link.locator('[dir=auto]').count(), 3);
  assert.equal(await link.locator('a, button').count(), 0, 'one link');
  const description = await link.locator('.madang-preview__description').evaluate((node) => [node.clientHeight / parseFloat(getComputedStyle(node).lineHeight), node.scrollHeight > node.clientHeight]);
  assert.deepEqual(description, [2, true], 'two lines of it');
  const source = await link.locator('img').getAttribute('src');
  assert.ok(source.startsWith(`${it.server.url}/files/`), source);
  assert.equal(await mina.row('Look at this jar').locator('.madang-message__edited').count(), 0);
  await send(peer, id, `And this ${site.url('/square')}`);
  await send(peer, id, site.url('/words'));
  await send(peer, id, site.url('/jar.jpg'));
  await loaded(jun, 'And this');
  await loaded(jun, '/jar.jpg');
  await until(async () => (await fromEnd(jun)) <= 1, 'the view to stay at the end');
  for (const [widget, name] of [[mina, 'mina'], [jun, 'jun']]) {
    await widget.page.screenshot({ path: it.screenshotPath(`preview-1280-${name}`) });
    assert.deepEqual(await violations(widget), []);
  }

  await jun.page.getByRole('link', { name: `127.0.0.1: ${site.url('/jar.jpg')}` }).waitFor();
  // By keys: the card is a stop, and opens the page.
  await link.focus();
  const opened = jun.page.context().waitForEvent('page');
  await jun.page.keyboard.press('Enter');
  assert.equal((await opened).url(), site.url('/jar'));
  await (await opened).close();

  // Not by who is neither author nor operator.
  await jun.row('Look at this jar').hover();
  await jun.row('Look at this jar').getByRole('button', { name: 'Message actions' }).click();
  await jun.page.getByRole('menuitem', { name: 'Reply', exact: true }).waitFor();
  assert.equal(await jun.page.getByRole('menuitem', { name: 'Remove preview' }).count(), 0);
  await jun.page.keyboard.press('Escape');
  await mina.act('Look at this jar', 'Remove preview');
  for (const widget of [mina, jun]) await card(widget, 'Look at this jar').waitFor({ state: 'detached' });
  await peer.ask('edit', { channel_id: id, seq: 2, text: 'And nothing else' });
  await jun.sees('And nothing else');
  assert.equal(await card(jun, 'And nothing else').count(), 0);
  // What was there is there after a reload, without asking the page again.
  await jun.page.reload();
  await jun.launcher.click();
  await loaded(jun, '/jar.jpg');
  assert.equal(await card(jun, 'Look at this jar').count(), 0);
});

test('a card above what one reads moves nothing, and at the end the view stays there', { timeout: 120_000 }, async (t) => {
  const site = await pages(t);
  site.hold('/jar');
  site.hold('/square');
  const { it, peer, id, widgets: [jun] } = await group(t, ['jun']);
  Object.assign(site.answers, await answers(jun));
  for (let number = 1; number <= 30; number++) await send(peer, id, `${number}: plain words of a plain message`);
  await send(peer, id, `early ${site.url('/jar')}`);
  for (let number = 31; number <= 60; number++) await send(peer, id, `${number}: plain words of a plain message`);
  await enter(jun);
  await jun.wheel(Infinity);
  await jun.sees('60: plain');
  await jun.row('45: plain').first().evaluate((row) => row.scrollIntoView({ block: 'center' }));
  await jun.page.waitForTimeout(300);
  const before = await topOf(jun, '45: plain');
  site.release('/jar');
  await loaded(jun, 'early');
  await until(async () => Math.abs((await topOf(jun, '45: plain')) - before) <= 2, 'what is read to stand still');
  await jun.page.screenshot({ path: it.screenshotPath('preview-hold') });
  await jun.timeline.evaluate((node) => (node.scrollTop = node.scrollHeight));
  await until(async () => (await fromEnd(jun)) <= 1, 'the newest end');
  await send(peer, id, `late ${site.url('/square')}`);
  await jun.sees('late');
  await until(async () => (await fromEnd(jun)) <= 1, 'the end with the message');
  site.release('/square');
  await loaded(jun, 'late');
  await until(async () => (await fromEnd(jun)) <= 1, 'the end with its card');
});

for (const theme of ['light', 'dark']) {
  test(`narrow, in Korean, from right to left, ${theme}`, { timeout: 120_000 }, async (t) => {
    const site = await pages(t);
    const narrow = { viewport: { width: 360, height: 640 }, query: { theme, locale: 'ko' } };
    const { it, peer, id, widgets: [mina] } = await group(t, ['mina'], narrow);
    Object.assign(site.answers, await answers(mina));
    const jun = await it.peer('jun');
    await send(jun, id, `이 항아리 어때요? ${site.url('/jar')}`);
    await send(peer, id, `신문에서 봤어요 ${site.url('/square')}`);
    await send(jun, id, site.url('/words'));
    await enter(mina);
    await loaded(mina, '신문에서');
    await card(mina, '/words').waitFor();
    const box = await card(mina, '/words').boundingBox();
    assert.ok(box.height >= 44 && box.width <= 320, JSON.stringify(box));
    await mina.page.screenshot({ path: it.screenshotPath(`preview-ko-${theme}`) });
    assert.deepEqual(await violations(mina), []);
    await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mina.page.screenshot({ path: it.screenshotPath(`preview-rtl-${theme}`) });
    await mina.timeline.evaluate((node) => (node.scrollTop = 0));
    await loaded(mina, '이 항아리');
    await mina.page.screenshot({ path: it.screenshotPath(`preview-rtl-top-${theme}`) });
    await mina.row('신문에서').first().focus();
    await mina.page.keyboard.press('Enter');
    await mina.page.getByRole('menuitem', { name: '미리보기 지우기' }).click();
    await card(mina, '신문에서').waitFor({ state: 'detached' });
  });
}
