import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { choose, jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';

const sheet = (widget, name = 'Forward to') => widget.page.getByRole('dialog', { name, exact: true });
const line = (widget, text) => widget.page.locator('.madang-message__forwarded', { hasText: text });

/** The group «Kiln», and «Atelier» of jun and noor, in which mina is not. */
async function two(t, people, options) {
  const made = await group(t, people, options);
  const jun = await made.it.peer('jun');
  const { channel } = await jun.ask('create_channel', { client_id: 'create-0002', name: 'Atelier', user_ids: ['noor'] });
  return { ...made, other: channel.channel_id };
}

test('a message is forwarded with a comment, by keys; its readers learn who wrote it, not where', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, other, widgets: [jun] } = await two(t, ['jun']);
  await peer.send(id, 'the kiln is **warm**');
  await enter(jun);
  await jun.sees('the kiln is warm');
  await jun.act('the kiln is warm', 'Forward');
  await sheet(jun).getByRole('button', { name: 'Atelier' }).waitFor();
  await jun.page.keyboard.type('atel');
  await until(async () => (await sheet(jun).getByRole('listitem').count()) === 1, 'one conversation');
  await jun.page.keyboard.press('ArrowDown');
  await jun.page.keyboard.press('Enter');
  await jun.page.keyboard.type('good news');
  await jun.page.screenshot({ path: it.screenshotPath('forward-1280') });
  assert.deepEqual(await violations(jun), []);
  await jun.page.keyboard.press('Enter');
  await sheet(jun).waitFor({ state: 'detached' });
  await jun.page.locator('.madang-toast', { hasText: 'Forwarded' }).first().waitFor();
  const noor = await it.peer('noor');
  const [first, second] = await noor.history(other);
  assert.deepEqual([first.text, first.forwarded, second.text], ['the kiln is warm', { nickname: 'Mina Park' }, 'good news']);
  assert.ok(!JSON.stringify([first, second]).includes(id));
  // As it is read.
  await jun.page.getByRole('button', { name: 'Back' }).click();
  await jun.page.locator('.madang-channels__row', { hasText: 'Atelier' }).click();
  await line(jun, 'Forwarded from Mina Park').waitFor();
  await jun.page.screenshot({ path: it.screenshotPath('forwarded-1280') });
  assert.deepEqual(await violations(jun), []);
  // What another wrote is not edited.
  await jun.row('the kiln is warm').first().hover();
  await jun.row('the kiln is warm').first().getByRole('button', { name: 'Message actions' }).click();
  await jun.page.getByRole('menuitem', { name: 'Forward', exact: true }).waitFor();
  assert.equal(await jun.page.getByRole('menuitem', { name: 'Edit', exact: true }).count(), 0);
});

test('a picture comes along; where one may not write the sheet says so', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, other, widgets: [jun, noor] } = await two(t, ['jun', 'noor']);
  await enter(jun);
  await choose(jun, ['jar.jpg', 'image/jpeg', await jpeg(jun.page, 800, 600)]);
  await jun.page.locator('.madang-attachment[data-state=done]').waitFor();
  await jun.send('a jar');
  await jun.state('a jar', 'sent', 'delivered', 'read');
  await peer.ask('update_channel', { channel_id: id, frozen: true });
  await jun.act('a jar', 'Forward');
  await sheet(jun).getByRole('button', { name: 'Kiln' }).click();
  await sheet(jun).getByRole('button', { name: 'Forward', exact: true }).click();
  await sheet(jun).getByText('You cannot write in that conversation now.').waitFor();
  await jun.page.screenshot({ path: it.screenshotPath('forward-refused') });
  await sheet(jun).getByRole('button', { name: 'Atelier' }).click();
  await sheet(jun).getByRole('button', { name: 'Forward', exact: true }).click();
  await sheet(jun).waitFor({ state: 'detached' });
  await noor.page.locator('.madang-channels__row', { hasText: 'Atelier' }).click();
  await line(noor, 'Forwarded from 김준호').waitFor();
  await noor.page.locator('.madang-message .madang-file[data-kind=image][data-state=loaded]').waitFor();
  assert.ok((await noor.page.locator('.madang-message .madang-file[data-kind=image]').boundingBox()).width > 200, 'it is seen');
  await noor.page.screenshot({ path: it.screenshotPath('forwarded-picture') });
  assert.equal((await it.peer('noor').then((reader) => reader.history(other)))[0].files.length, 1);
});

test('on a narrow touch screen, in Korean, dark, from right to left', { timeout: 120_000 }, async (t) => {
  const narrow = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, query: { theme: 'dark', locale: 'ko' } };
  const { it, peer, id, widgets: [jun] } = await two(t, ['jun'], narrow);
  await peer.send(id, '가마에 불을 넣었어요. 아주아주긴낱말하나가줄을넘어가도괜찮아야해요.');
  await enter(jun);
  await jun.row('가마에').first().dispatchEvent('contextmenu');
  await jun.page.getByRole('menuitem', { name: '전달', exact: true }).tap();
  const to = sheet(jun, '전달할 대화');
  await to.getByRole('button', { name: 'Atelier' }).tap();
  await jun.page.screenshot({ path: it.screenshotPath('forward-ko') });
  assert.deepEqual(await violations(jun), []);
  await to.getByRole('button', { name: '전달', exact: true }).tap();
  await to.waitFor({ state: 'detached' });
  await jun.page.getByRole('button', { name: '뒤로' }).tap();
  await jun.page.locator('.madang-channels__row', { hasText: 'Atelier' }).tap();
  await line(jun, 'Mina Park').waitFor();
  await jun.page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await jun.page.screenshot({ path: it.screenshotPath('forwarded-ko-rtl') });
  assert.deepEqual(await violations(jun), []);
});
