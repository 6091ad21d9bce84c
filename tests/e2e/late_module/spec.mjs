import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const REST = /\/assets\/madang-rest-[0-9a-f]+\.wasm\??$/;
/** What a browser says of a request that the test lets fail. */
const REFUSED = /ERR_FAILED|ERR_INTERNET_DISCONNECTED/;

/** Holds back the rest of the module: `answer` says what becomes of a request for it. */
async function hold(widget, answer) {
  const asked = [];
  await widget.page.route(REST, (route) => {
    asked.push(route.request().resourceType());
    return answer(route, asked.length);
  });
  return asked;
}

async function filled(t) {
  const it = await world(t);
  const jun = await it.peer('jun');
  await jun.send(CHANNEL, 'Is the kiln warm?');
  return [it, jun, await it.visit({ user: 'mina' })];
}

const fatal = (widget) => widget.listen('error').then((heard) => async () => (await heard()).filter((error) => error.fatal));

test('the first view runs nothing of the rest, which comes by itself', { timeout: 60_000 }, async (t) => {
  const [it, jun, mina] = await filled(t);
  const visitor = await it.visit();
  const visitorAsked = await hold(visitor, (route) => route.continue());
  await visitor.open();
  await visitor.sees('Is the kiln warm?');
  await until(() => visitorAsked.length > 0, 'the rest to be asked for');
  const asked = await hold(mina, (route) => route.continue());
  await mina.open();
  await mina.sees('Is the kiln warm?');
  await until(() => asked.length > 0, 'the rest to be asked for');
  await jun.send(CHANNEL, 'Not yet');
  await mina.sees('Not yet');
  await mina.send('I shall wait');
  await mina.state('I shall wait', 'sent', 'delivered', 'read');
  assert.deepEqual([...asked, ...visitorAsked], ['fetch', 'fetch'], 'asked for once each, and never in haste: run `cargo xtask profile`');
});

test('who acts before the rest is here loses nothing', { timeout: 60_000 }, async (t) => {
  const [, jun, mina] = await filled(t);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await hold(mina, async (route) => {
    await released;
    await route.continue();
  });
  await mina.open();
  await mina.sees('Is the kiln warm?');
  await mina.input.pressSequentially('It is, come over');
  await mina.input.press('Enter');
  assert.equal(await mina.input.inputValue(), 'It is, come over', 'typed, and waiting');
  assert.equal(await mina.page.locator('.madang-root').getAttribute('aria-busy'), 'true');
  // What comes from outside is shown meanwhile.
  await jun.send(CHANNEL, 'Hello?');
  await mina.sees('Hello?');
  await mina.row('Is the kiln warm?').first().hover();
  await mina.page.getByRole('button', { name: 'Message actions' }).first().click();
  assert.equal(await mina.page.getByRole('menu').count(), 0);
  release();
  await mina.sees('It is, come over');
  await mina.state('It is, come over', 'sent', 'delivered', 'read');
  await mina.page.getByRole('menu').waitFor();
  assert.equal(await mina.input.inputValue(), '');
  assert.equal(await mina.page.locator('.madang-root').getAttribute('aria-busy'), null);
  assert.deepEqual((await jun.history(CHANNEL)).map((message) => message.text), ['Is the kiln warm?', 'Hello?', 'It is, come over']);
});

test('a rest that cannot be had at first is fetched again, for people and for the page', { timeout: 60_000 }, async (t) => {
  const [it, jun, mina] = await filled(t);
  it.expected.push(REFUSED);
  const asked = await hold(mina, (route, times) => (times > 2 ? route.continue() : route.abort()));
  const ended = await fatal(mina);
  await mina.open();
  await until(() => asked.length > 0, 'the first attempt');
  await mina.page.waitForTimeout(100);
  await mina.page.evaluate(() => void window.madang.send('From the page'));
  await mina.input.fill('From a person');
  await mina.input.press('Enter');
  await mina.state('From a person', 'sent', 'delivered', 'read');
  await mina.state('From the page', 'sent', 'delivered', 'read');
  assert.ok(asked.length >= 3 && asked.every((type) => type === 'fetch'), 'nobody stood still for it');
  assert.deepEqual(await ended(), []);
  const texts = (await jun.history(CHANNEL)).map((message) => message.text).sort();
  assert.deepEqual(texts, ['From a person', 'From the page', 'Is the kiln warm?']);
});

test('what the module itself needs before the rest came it gets at once', { timeout: 60_000 }, async (t) => {
  const [, jun, mina] = await filled(t);
  const asked = await hold(mina, (route) => (route.request().resourceType() === 'xhr' ? route.continue() : undefined));
  const ended = await fatal(mina);
  await mina.open();
  await mina.sees('Is the kiln warm?');
  await mina.page.evaluate(() => window.madang.setTheme('dark'));
  await mina.page.evaluate(() => window.madang.prefill('A draft of the page'));
  await until(async () => (await mina.input.inputValue()) === 'A draft of the page', 'the draft');
  await until(() => asked.includes('xhr'), 'the rest to be asked for in haste');
  await jun.ask('edit', { channel_id: CHANNEL, seq: 1, text: 'Is the kiln hot?' });
  await mina.sees('Is the kiln hot?');
  await mina.send('It is');
  await mina.state('It is', 'sent', 'delivered', 'read');
  assert.deepEqual(await ended(), []);
});

test('if even that fails the widget says so and ends, and begins anew', { timeout: 60_000 }, async (t) => {
  const [it, jun, mina] = await filled(t);
  it.expected.push(REFUSED, /madang-rest|NetworkError|RuntimeError|recursive use/);
  const asked = await hold(mina, (route) => (route.request().resourceType() === 'xhr' ? route.abort() : undefined));
  const ended = await fatal(mina);
  await mina.open();
  await mina.sees('Is the kiln warm?');
  await until(() => asked.length > 0, 'the rest to be asked for');
  await mina.page.evaluate(() => window.madang.prefill('A draft of the page'));
  await until(async () => (await ended()).length > 0, 'the error');
  assert.equal((await ended())[0].code, 'unreachable');
  await mina.panel.waitFor({ state: 'detached' });
  await mina.page.unroute(REST);
  await mina.open();
  await mina.sees('Is the kiln warm?');
  await mina.send('Again');
  await mina.state('Again', 'sent', 'delivered', 'read');
  await jun.ask('edit', { channel_id: CHANNEL, seq: 1, text: 'Is the kiln hot?' });
  await mina.sees('Is the kiln hot?');
});
