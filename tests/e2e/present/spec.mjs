import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const people = (details) => details.view.locator('.madang-details__list .madang-sheet__name').allTextContents();
const sees = (details, ...names) =>
  until(async () => JSON.stringify(await people(details)) === JSON.stringify(names), `${names}`).catch(async (failure) => {
    throw new Error(`${failure.message}, but they are ${await people(details)}`);
  });

test('who is in an open channel is listed, found and counted; operators are named there and step down', { timeout: 150_000 }, async (t) => {
  const it = await world(t);
  const names = { mina: 'Mina', jun: '김준호', zoe: 'Zoë' };
  const sign = it.server.token.bind(it.server);
  it.server.token = (user, options) => sign(user, { name: names[user], ...options });
  for (const [user, nickname] of Object.entries(names)) await it.server.api('PUT', `users/${user}`, { nickname });
  await it.server.api('POST', `channels/${CHANNEL}/members/mina`, { measure: 'operator' });
  const jun = await it.peer('jun');
  await jun.ask('enter', { channel_id: CHANNEL });
  const zoe = await it.visit({ user: 'zoe' });
  await zoe.open();
  const visitor = await it.visit({});
  await visitor.open();
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  const details = await new Details(mina).open('Here now');
  await sees(details, 'Mina', 'Zoë', '김준호');
  await details.view.getByText('4 here now').waitFor();
  assert.deepEqual(await violations(mina), []);
  await details.view.getByRole('searchbox', { name: 'Find by name' }).fill('기');
  await sees(details, '김준호');
  await details.view.getByRole('searchbox').fill('qqq');
  await details.view.getByText('Nobody has a name like that.').waitFor();
  await details.view.getByRole('searchbox').fill('');
  await sees(details, 'Mina', 'Zoë', '김준호');
  await mina.page.screenshot({ path: it.screenshotPath('present-1280') });

  const hers = await new Details(zoe).open();
  assert.equal(await hers.view.getByRole('button', { name: 'Muted' }).count(), 0);
  await details.act('Zoë', 'Make operator');
  await details.row('Zoë').getByText('Operator').waitFor();
  await hers.view.getByRole('switch', { name: 'Only operators can write' }).waitFor();
  await details.act('김준호', '1 hour', 'Mute');
  await hers.open('Muted');
  await sees(hers, '김준호');
  await details.act('김준호', 'Until lifted', 'Ban');
  await hers.open('Banned');
  await sees(hers, '김준호');
  await hers.act('김준호', 'Lift the ban');
  await details.act('Mina', 'Step down as operator');
  await details.view.getByRole('switch', { name: 'Only operators can write' }).waitFor({ state: 'detached' });
  await details.open('Operators');
  await sees(details, 'Zoë');
  const his = await new Details(visitor).open('Here now');
  await his.row('Mina').waitFor();
});

test('a crowd comes by pages; by touch in Korean, dark, at 360 × 640', { timeout: 150_000 }, async (t) => {
  const it = await world(t);
  const crowd = await Promise.all(Array.from({ length: 70 }, async (_, at) => {
    const peer = await it.peer(`guest${String(at).padStart(2, '0')}`);
    await peer.ask('enter', { channel_id: CHANNEL });
    return peer;
  }));
  const mina = await it.visit({ user: 'mina', viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, query: { locale: 'ko', theme: 'dark' } });
  await mina.launcher.tap();
  await mina.input.waitFor();
  await mina.page.locator('.madang-panel__open').tap();
  const { view } = new Details(mina);
  await view.getByText('지금 71명이 있어요').waitFor();
  await until(async () => (await view.getByRole('listitem').count()) === 50, 'a page');
  assert.deepEqual(await violations(mina), []);
  await view.getByRole('searchbox').scrollIntoViewIfNeeded();
  await mina.page.screenshot({ path: it.screenshotPath('present-360') });
  await until(async () => {
    await view.locator('.madang-sheet__body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
    return (await view.getByRole('listitem').count()) === 71;
  }, 'the rest');
  assert.equal(crowd.length, 70);
});
