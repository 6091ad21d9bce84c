import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { come, enter, group, row } from '../harness/group.mjs';
import { jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const NAMES = { mina: 'Mina Park', jun: '김준호', noor: 'Noor van Dijk' };

/** A picture is shown there, drawn and in a circle's square. */
const shown = (place, what) =>
  until(() => place.locator('img.madang-avatar__picture, canvas.madang-avatar__picture').first().evaluate((picture) => {
    const { width, height } = picture.getBoundingClientRect();
    return (picture.naturalWidth ?? picture.width) > 0 && Math.abs(width - height) < 1 && getComputedStyle(picture).objectFit === 'cover';
  }), `the picture in ${what}`);

async function pick(widget, name, bytes, mimeType = 'image/jpeg') {
  await widget.page.locator('.madang-cover input[type=file]').setInputFiles({ name, mimeType, buffer: bytes });
}

test('an operator gives a group its picture by keyboard; all see it in list, head and details; it is replaced and taken away', { timeout: 120_000 }, async (t) => {
  const { it, widgets: [mina, jun] } = await group(t, ['mina', 'jun'], {}, NAMES);
  await enter(mina);
  // Waited for before the key is pressed: the browser has to be told first, and a key is faster.
  const chosen = mina.page.waitForEvent('filechooser');
  const details = await new Details(mina).open();
  const press = details.view.getByRole('button', { name: 'Choose picture' });
  await press.focus();
  await mina.page.keyboard.press('Enter');
  const chooser = await chosen;
  await chooser.setFiles({ name: 'kiln.jpg', mimeType: 'image/jpeg', buffer: await jpeg(mina.page, 900, 500, { telling: true }) });
  await details.view.getByRole('button', { name: 'Replace picture' }).waitFor();
  await until(() => details.view.getByRole('button', { name: 'Replace picture' }).evaluate((node) => node.getRootNode().activeElement === node), 'the focus to be back');
  await shown(details.view.locator('.madang-cover'), 'the details');
  await shown(mina.page.locator('.madang-panel__with'), 'the head');
  await shown(row(jun), "Jun's list");
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('cover-details') });
  await jun.page.screenshot({ path: it.screenshotPath('cover-list') });
  await enter(jun);
  await shown(jun.page.locator('.madang-panel__with'), "Jun's head");
  await jun.send('who fires on Thursday?');
  await jun.act('who fires', 'Forward');
  await shown(jun.page.locator('.madang-forward__list'), 'the list of where to forward to');
  await jun.page.keyboard.press('Escape');
  const his = await new Details(jun).open();
  await shown(his.view.locator('.madang-details__face'), "Jun's details");
  assert.equal(await his.view.getByRole('button', { name: /picture/ }).count(), 0, 'members choose none');
  await jun.page.screenshot({ path: it.screenshotPath('cover-details-member') });

  const before = await his.view.locator('.madang-details__face img').getAttribute('src');
  await pick(mina, 'notes.txt', Buffer.from('no picture'), 'text/plain');
  await details.view.getByText('This file cannot be shown as a picture.').waitFor();
  await pick(mina, 'jar.jpg', await jpeg(mina.page, 300, 700, { hue: 20 }));
  await until(async () => (await his.view.locator('.madang-details__face img').getAttribute('src')) !== before, 'the next picture');
  await details.view.getByRole('button', { name: 'Remove picture' }).click();
  await details.view.getByRole('button', { name: 'Choose picture' }).waitFor();
  await until(async () => (await jun.page.locator('.madang-panel__with .madang-avatar__picture').count()) === 0, 'initials again');
});

test('a group is made with a picture, and who browses sees it before they join', { timeout: 120_000 }, async (t) => {
  const { it, widgets: [mina] } = await group(t, ['mina'], {}, { ...NAMES, zoe: 'Zoë' });
  await mina.page.getByRole('button', { name: 'New conversation' }).click();
  const sheet = mina.page.getByRole('dialog', { name: 'New conversation' });
  for (const name of ['김준호', 'Noor van Dijk']) await sheet.getByRole('button', { name }).click();
  await sheet.getByRole('textbox', { name: 'Name (optional)' }).fill('Night raid');
  await sheet.getByRole('checkbox').check();
  // A line so slow that one sees it go.
  await mina.page.route(/\/files\/[0-9a-f]+\?/, async (route) => {
    if (route.request().method() === 'PATCH') await new Promise((later) => setTimeout(later, 700));
    await route.continue();
  });
  await pick(mina, 'raid.jpg', await jpeg(mina.page, 640, 640, { hue: 260 }));
  await sheet.getByRole('progressbar', { name: 'Uploading' }).waitFor();
  assert.equal(await sheet.getByRole('button', { name: 'Create group' }).isDisabled(), true);
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await sheet.getByRole('button', { name: 'Choose picture' }).waitFor();
  await pick(mina, 'raid.jpg', await jpeg(mina.page, 640, 640, { hue: 260 }));
  await sheet.getByRole('button', { name: 'Replace picture' }).waitFor();
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('cover-start') });
  await sheet.getByRole('button', { name: 'Create group' }).click();
  await mina.page.locator('.madang-panel__title', { hasText: 'Night raid' }).waitFor();
  await shown(mina.page.locator('.madang-panel__with'), 'the head');
  const zoe = await come(it, 'jun').then(() => it.visit({ user: 'zoe', at: '/list.html' }));
  await zoe.launcher.click();
  await zoe.page.getByRole('button', { name: 'New conversation' }).click();
  const hers = zoe.page.getByRole('dialog', { name: 'New conversation' });
  await hers.getByRole('tab', { name: 'Channels' }).click();
  await shown(hers.getByRole('button', { name: /Night raid/ }), 'what she browses');
  await zoe.page.screenshot({ path: it.screenshotPath('cover-browse') });
});

test('of an open channel a visitor without a name sees it too, where the page allows no pictures as well', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  await it.server.api('PUT', 'users/mina', { nickname: 'Mina' });
  await it.server.api('POST', `channels/${CHANNEL}/members/mina`, { measure: 'operator' });
  for (const [viewport, locale, theme] of [[{ width: 360, height: 640 }, 'ko', 'dark'], [{ width: 390, height: 844 }, 'ar', 'light']]) {
    const mina = await it.visit({ user: 'mina', viewport, hasTouch: true, isMobile: true, query: { locale, theme } });
    if (locale === 'ar') await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mina.launcher.click();
    await mina.input.waitFor();
    await mina.page.locator('.madang-panel__open').click();
    await mina.page.locator('.madang-cover').waitFor();
    await pick(mina, 'court.jpg', await jpeg(mina.page, 500, 400, { hue: 90 }));
    await shown(mina.page.locator('.madang-panel__with'), 'the head');
    await until(async () => (await mina.page.locator('.madang-cover__bar').isHidden()), 'the upload');
    assert.deepEqual(await violations(mina), []);
    await mina.page.screenshot({ path: it.screenshotPath(`cover-open-${viewport.width}-${locale}-${theme}`) });
    await mina.page.context().close();
  }
  it.site.headers = { 'content-security-policy': `default-src 'self'; script-src 'self' ${it.server.url} 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${it.server.url} ${it.server.url.replace('http', 'ws')}; img-src 'none'` };
  it.expected.push(/Content Security Policy/);
  const visitor = await it.visit({});
  await visitor.launcher.click();
  await shown(visitor.page.locator('.madang-panel__with'), "a visitor's head");
});
