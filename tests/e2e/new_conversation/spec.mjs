import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';
import { OFFLINE_NOISE, ROOMY, world } from '../harness/world.mjs';

const NAMES = { mina: 'Mina Park', jun: '김준호', jiwoo: '김지우', noor: 'Noor van Dijk', zoe: 'Zoë' };
const sheet = (widget, name = 'New conversation') => widget.page.getByRole('dialog', { name });
const tab = (widget, name) => sheet(widget).getByRole('tab', { name });
const names = (widget) => sheet(widget).locator('[role=tabpanel]:not([hidden]) .madang-start__list .madang-sheet__name').allTextContents();
const offers = (widget, ...wanted) =>
  until(async () => JSON.stringify(await names(widget)) === JSON.stringify(wanted), `${wanted}`).catch(async (failure) => {
    throw new Error(`${failure.message}, but they are ${await names(widget)}`);
  });

async function start(widget) {
  await widget.page.getByRole('button', { name: 'New conversation' }).click();
  await sheet(widget).waitFor();
}

test('one person is written to, several become a group, and a third one finds and joins it; by keyboard too', { timeout: 120_000 }, async (t) => {
  const { widgets: [mina, jun, zoe] } = await group(t, ['mina', 'jun', 'zoe'], {}, NAMES);
  const { keyboard } = mina.page;
  await start(mina);
  await offers(mina, 'Noor van Dijk', 'Zoë', '김준호', '김지우');
  await keyboard.type('기');
  await offers(mina, '김준호', '김지우');
  await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await sheet(mina).getByRole('button', { name: 'Remove 김준호' }).waitFor();
  await sheet(mina).getByRole('button', { name: 'Message', exact: true }).press('Enter');
  await mina.input.waitFor();
  await mina.send('여기서 이야기해요');
  await jun.page.locator('.madang-channels__row', { hasText: 'Mina Park' }).click();
  await jun.sees('여기서 이야기해요');

  // The same person again is the same conversation.
  await mina.page.getByRole('button', { name: 'Back' }).click();
  await start(mina);
  await sheet(mina).getByRole('button', { name: '김준호' }).click();
  await sheet(mina).getByRole('button', { name: 'Message', exact: true }).click();
  await mina.sees('여기서 이야기해요');
  // Of two nobody decides, and nobody has to be looked for.
  const pair = await new Details(mina).open();
  await pair.row('김준호').waitFor();
  assert.equal(await pair.view.getByText('Operator').count(), 0);
  assert.equal(await pair.view.getByRole('searchbox').count(), 0);
  await pair.close();
  await mina.page.getByRole('button', { name: 'Back' }).click();
  assert.equal(await mina.page.locator('.madang-channels__row').filter({ hasText: '여기서' }).count(), 1);

  await start(mina);
  await sheet(mina).getByRole('button', { name: '김준호' }).click();
  await sheet(mina).getByRole('button', { name: 'Noor van Dijk' }).click();
  await sheet(mina).getByRole('textbox', { name: 'Name (optional)' }).fill('Night raid');
  await sheet(mina).getByRole('checkbox', { name: 'Anybody can find and join it' }).check();
  await sheet(mina).getByRole('button', { name: 'Create group' }).click();
  await mina.page.locator('.madang-panel__title', { hasText: 'Night raid' }).waitFor();
  await mina.send('who is in?');

  await start(zoe);
  await tab(zoe, 'Channels').click();
  await sheet(zoe).getByRole('searchbox', { name: 'Find a channel' }).fill('RAID');
  await offers(zoe, 'Night raid');
  await sheet(zoe).getByRole('button', { name: /Night raid.*3 members.*Join/s }).click();
  await zoe.sees('who is in?');
  await zoe.send('me!');
  await mina.sees('me!');
  await zoe.page.getByRole('button', { name: 'Back' }).click();
  await start(zoe);
  await keyboardTo(zoe);
  await sheet(zoe).getByRole('button', { name: /Night raid.*4 members.*Open/s }).waitFor();
});

/** From the chosen tab to the other one by an arrow. */
async function keyboardTo(widget) {
  await tab(widget, 'People').focus();
  await widget.page.keyboard.press('ArrowRight');
  assert.equal(await tab(widget, 'Channels').getAttribute('aria-selected'), 'true');
}

test('offline it says so and goes on after; an owner may keep people from being listed; visitors are not offered it', { timeout: 90_000 }, async (t) => {
  const { it, widgets: [mina] } = await group(t, ['mina'], {}, NAMES);
  it.expected.push(OFFLINE_NOISE);
  await start(mina);
  await offers(mina, 'Noor van Dijk', 'Zoë', '김준호', '김지우');
  await mina.page.context().setOffline(true);
  await until(() => mina.banner.isVisible(), 'the banner');
  await sheet(mina).getByRole('searchbox').fill('z');
  await sheet(mina).getByText('You are offline.').waitFor();
  await mina.page.context().setOffline(false);
  await until(async () => !(await mina.banner.isVisible()), 'the line', 20_000);
  await sheet(mina).getByRole('button', { name: 'Try again' }).click();
  await offers(mina, 'Zoë');
  await sheet(mina).getByRole('searchbox').fill('qqq');
  await sheet(mina).getByText('Nobody has a name like that.').waitFor();
  const visitor = await it.visit({ at: '/list.html' });
  await visitor.launcher.click();
  await visitor.page.locator('.madang-channels__row').first().waitFor();
  assert.equal(await visitor.page.getByRole('button', { name: 'New conversation' }).isVisible(), false);
});

test('where people are not listed, channels still are', { timeout: 60_000 }, async (t) => {
  const it = await world(t, { limits: { list_users: false } });
  const mina = await it.visit({ user: 'mina', at: '/list.html' });
  await mina.launcher.click();
  await start(mina);
  await sheet(mina).getByText('You can’t search for people here.').waitFor();
  await tab(mina, 'Channels').click();
  await sheet(mina).getByRole('button', { name: /Courtyard.*Open to everybody/s }).click();
  await mina.page.locator('.madang-panel__title', { hasText: 'Courtyard' }).waitFor();
});

test('where the application lets them, people create open channels, which everybody finds and enters', { timeout: 90_000 }, async (t) => {
  const it = await world(t, { limits: { ...ROOMY, open_channels: true } });
  const mina = await it.visit({ user: 'mina', at: '/list.html' });
  await mina.launcher.click();
  await start(mina);
  await tab(mina, 'Channels').click();
  await sheet(mina).getByRole('button', { name: 'Create a channel' }).click();
  const name = sheet(mina).getByRole('textbox', { name: 'Name of the channel' });
  const go = sheet(mina).getByRole('button', { name: 'Create channel', exact: true });
  assert.ok(await go.isDisabled(), 'a channel has a name');
  await name.fill('Raid night 레이드');
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('start-create-1280') });
  await name.press('Enter');
  await mina.page.locator('.madang-panel__title', { hasText: 'Raid night 레이드' }).waitFor();
  await mina.send('tonight at nine');

  // Who only passes by may come in, and the one who made it operates it.
  const zoe = await it.visit({ user: 'zoe', at: '/list.html' });
  await zoe.launcher.click();
  await start(zoe);
  await tab(zoe, 'Channels').click();
  await sheet(zoe).getByRole('button', { name: /Raid night.*Open to everybody/s }).click();
  await zoe.sees('tonight at nine');
  const details = await new Details(mina).open('Operators');
  await details.row('Mina').waitFor();
});

for (const theme of ['light', 'dark']) {
  test(`looked at and clean, ${theme}`, { timeout: 120_000 }, async (t) => {
    const { widgets: [wide] , it } = await group(t, ['mina'], { query: { theme } }, NAMES);
    await start(wide);
    await sheet(wide).getByRole('button', { name: '김준호' }).click();
    await sheet(wide).getByRole('button', { name: 'Noor van Dijk' }).click();
    assert.deepEqual(await violations(wide), []);
    await wide.page.screenshot({ path: it.screenshotPath(`start-1280-${theme}`) });
    for (const [viewport, dir] of [[{ width: 360, height: 640 }, 'ltr'], [{ width: 390, height: 844 }, 'rtl']]) {
      const narrow = await it.visit({ user: 'mina', at: '/list.html', viewport, query: { theme, locale: 'ko' } });
      await narrow.page.evaluate((dir) => (document.documentElement.dir = dir), dir);
      await narrow.launcher.click();
      await narrow.page.getByRole('button', { name: '새 대화' }).click();
      await sheet(narrow, '새 대화').getByRole('button', { name: '김지우' }).click();
      assert.deepEqual(await violations(narrow), []);
      await narrow.page.screenshot({ path: it.screenshotPath(`start-people-${viewport.width}-${theme}`) });
      await sheet(narrow, '새 대화').getByRole('tab', { name: '채널' }).click();
      await sheet(narrow, '새 대화').getByRole('button', { name: /Courtyard/ }).waitFor();
      assert.deepEqual(await violations(narrow), []);
      await narrow.page.screenshot({ path: it.screenshotPath(`start-channels-${viewport.width}-${theme}`) });
    }
  });
}
