import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { come, enter, group, row } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

/** Notes what rings, and lets a test take the page out of sight. */
const spy = () => {
  window.rung = { sounds: 0, alerts: [] };
  const make = AudioContext.prototype.createOscillator;
  let notes = 0;
  AudioContext.prototype.createOscillator = function () {
    window.rung.sounds = ++notes / 2;
    return make.call(this);
  };
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      window.rung.alerts.push({ title, body: options.body, tag: options.tag });
      window.rung.last = this;
    }
  };
  window.look = (looks) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !looks });
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => looks });
    document.dispatchEvent(new Event('visibilitychange'));
  };
};

async function spied(it, profile, user) {
  const widget = await it.newPage(profile, { user, at: '/list.html' });
  await widget.launcher.click();
  await row(widget).waitFor();
  return widget;
}

const rung = (widget) => widget.page.evaluate(() => ({ sounds: window.rung.sounds, alerts: window.rung.alerts }));
const sounds = async (...widgets) => (await Promise.all(widgets.map(rung))).reduce((sum, { sounds }) => sum + sounds, 0);
/** To the list after a reload, which shows what was open. */
const reload = async ({ page, launcher }) => {
  await page.reload();
  await launcher.click();
  const [back, list] = [page.getByRole('button', { name: 'Back' }), page.locator('.madang-channels__row')];
  await back.or(list).first().waitFor();
  if (await back.isVisible()) await back.click();
  await list.first().waitFor();
};
/** Longer than any tab waits for another, and than a burst is one. */
const quiet = (widget) => widget.page.waitForTimeout(2_300);
const badge = (widget) => row(widget).locator('.madang-channels__badge');
const sheet = (widget) => widget.page.getByRole('dialog', { name: 'Notifications' });
const configure = async (widget) => {
  await widget.page.getByRole('button', { name: 'Notifications', exact: true }).click();
  await sheet(widget).waitFor();
};

test('of several tabs one rings, none while somebody looks, and the title tells who looks elsewhere', { timeout: 120_000 }, async (t) => {
  const { it, id } = await group(t, []);
  const profile = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await profile.addInitScript(spy);
  const [one, other] = [await spied(it, profile, 'mina'), await spied(it, profile, 'mina')];
  const jun = await it.peer('jun');
  await jun.send(id, 'Is anybody here?');
  await until(async () => (await sounds(one, other)) > 0, 'a sound');
  await quiet(one);
  assert.equal(await sounds(one, other), 1, 'one of two tabs rings');

  await one.page.evaluate(() => window.look(false));
  await until(async () => (await one.page.title()).startsWith('(1) '), 'the title to say how much is unread');
  await one.page.evaluate(() => (document.title = 'Changed by the page'));
  await until(async () => (await one.page.title()) === '(1) Changed by the page', 'the mark on the new title');
  await one.page.evaluate(() => window.look(true));
  assert.equal(await one.page.title(), 'Changed by the page');

  await enter(one);
  await one.sees('Is anybody here?');
  await jun.send(id, 'Ah, there you are');
  await one.sees('Ah, there you are');
  await quiet(one);
  assert.equal(await sounds(one, other), 1, 'what somebody looks at rings nowhere');

  // The other device of the same person is another browser.
  const elsewhere = await it.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  await elsewhere.addInitScript(spy);
  const phone = await spied(it, elsewhere, 'mina');
  await one.page.getByRole('button', { name: 'Back' }).click();
  await configure(one);
  await sheet(one).getByRole('switch', { name: 'Sound' }).click();
  await sheet(one).getByRole('button', { name: 'Back' }).click();
  await jun.send(id, 'One more thing');
  await until(async () => (await sounds(phone)) === 1, 'the phone to ring');
  await quiet(one);
  assert.equal(await sounds(one, other), 1, 'the sound is off for all tabs of the device');
});

test('a notification of the browser says who wrote what, and leads there', { timeout: 120_000 }, async (t) => {
  const { it, id } = await group(t, []);
  const profile = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', permissions: ['notifications'] });
  await profile.addInitScript(spy);
  const mina = await spied(it, profile, 'mina');
  const jun = await it.peer('jun');
  await configure(mina);
  const alert = sheet(mina).getByRole('switch', { name: 'Browser notifications' });
  assert.equal(await alert.getAttribute('aria-checked'), 'false', 'not before somebody asked for it');
  await alert.click();
  await until(async () => (await alert.getAttribute('aria-checked')) === 'true', 'the switch to be on');
  await sheet(mina).getByRole('button', { name: 'Back' }).click();
  await mina.page.evaluate(() => window.look(false));
  await jun.send(id, '오늘 저녁에 만나요');
  await until(async () => (await rung(mina)).alerts.length === 1, 'a notification');
  assert.deepEqual((await rung(mina)).alerts, [{ title: '김준호', body: '오늘 저녁에 만나요', tag: id }]);
  await mina.page.evaluate(() => {
    window.look(true);
    window.rung.last.onclick();
  });
  await mina.sees('오늘 저녁에 만나요');
  await reload(mina);
  await configure(mina);
  assert.equal(await alert.getAttribute('aria-checked'), 'true', 'it outlives a reload');
});

test('a muted conversation counts and rings no more, do not disturb silences all, on every device', { timeout: 150_000 }, async (t) => {
  const { it, id } = await group(t, []);
  const profile = await it.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await profile.addInitScript(spy);
  const mina = await spied(it, profile, 'mina');
  const phone = await come(it, 'mina', { viewport: { width: 390, height: 844 } });
  const jun = await it.peer('jun');
  await enter(mina);
  const details = await new Details(mina).open();
  await details.view.getByLabel('Notifications').selectOption('Nothing');
  await details.close();
  await mina.page.getByRole('button', { name: 'Back' }).click();
  for (const widget of [mina, phone]) await row(widget).getByText('Muted').waitFor({ state: 'attached' });
  await jun.send(id, 'Can you hear me?');
  await badge(mina).waitFor();
  assert.equal(await mina.page.evaluate(() => window.madang.unread()), 0);
  await quiet(mina);
  assert.equal(await sounds(mina), 0);
  await mina.page.screenshot({ path: it.screenshotPath('notifications-muted') });

  await enter(mina);
  await details.open();
  await details.view.getByLabel('Notifications').selectOption('Only mentions');
  await details.close();
  await mina.page.getByRole('button', { name: 'Back' }).click();
  await jun.send(id, 'nobody in particular');
  await jun.ask('send', { channel_id: id, client_id: 'named-0001', text: '@Mina Park come', mentions: [{ start: 0, end: 10, user_id: 'mina' }] });
  await until(async () => (await sounds(mina)) === 1, 'a mention to ring');
  await until(() => mina.page.evaluate(() => window.madang.unread() === 1), 'one mention in the total');

  await configure(mina);
  await sheet(mina).getByRole('button', { name: '1 hour' }).click();
  await sheet(mina).getByText(/^Notifications are paused on all your devices until /).waitFor();
  await phone.page.getByRole('button', { name: 'Notifications', exact: true }).click();
  await sheet(phone).getByText(/^Notifications are paused on all your devices until /).waitFor();
  await jun.ask('send', { channel_id: id, client_id: 'named-0002', text: '@Mina Park really', mentions: [{ start: 0, end: 10, user_id: 'mina' }] });
  await until(() => mina.page.evaluate(() => window.madang.unread() === 2), 'it counts all the same');
  await quiet(mina);
  assert.equal(await sounds(mina), 1, 'and rings not');
  await sheet(phone).getByRole('button', { name: 'Turn off' }).click();
  await sheet(mina).getByText('Pause notifications for a while.').waitFor();
});

test('a conversation is kept at the top, and one that was put away comes back with a message; by keyboard', { timeout: 120_000 }, async (t) => {
  const { it, peer, id, widgets: [mina] } = await group(t, ['mina']);
  const jun = await it.peer('jun');
  const { channel } = await peer.ask('create_channel', { client_id: 'create-0002', name: 'Market', user_ids: ['jun'] });
  await jun.send(channel.channel_id, 'The newest of all');
  const rows = () => mina.page.locator('.madang-channels__row .madang-channels__name bdi').allTextContents();
  await until(async () => (await rows())[0] === 'Market', 'the newest at the top');
  await enter(mina);
  const { keyboard } = mina.page;
  const details = await new Details(mina).open();
  await details.view.getByRole('switch', { name: 'Keep at the top' }).focus();
  await keyboard.press('Space');
  await until(async () => (await details.view.getByRole('switch', { name: 'Keep at the top' }).getAttribute('aria-checked')) === 'true', 'the switch');
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('notifications-details') });
  await keyboard.press('Escape');
  await mina.page.getByRole('button', { name: 'Back' }).click();
  await until(async () => (await rows())[0] === 'Kiln', 'the pinned one at the top');
  await jun.send(channel.channel_id, 'Still newer');
  await mina.page.locator('.madang-channels__row', { hasText: 'Still newer' }).waitFor();
  assert.deepEqual((await rows()).slice(0, 2), ['Kiln', 'Market']);
  await reload(mina);
  await until(async () => (await rows())[0] === 'Kiln', 'it outlives a reload');

  await mina.page.locator('.madang-channels__row', { hasText: 'Market' }).click();
  await details.open();
  await details.view.getByRole('switch', { name: /^Archived/ }).click();
  await details.close();
  await mina.page.getByRole('button', { name: 'Back' }).click();
  const archive = mina.page.getByRole('button', { name: 'Archived' });
  await archive.waitFor();
  assert.ok(!(await rows()).includes('Market'));
  await archive.focus();
  await keyboard.press('Enter');
  await until(async () => (await rows()).at(-1) === 'Market', 'what was put away');
  assert.equal(await archive.getAttribute('aria-expanded'), 'true');
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('notifications-archive') });
  await jun.send(channel.channel_id, 'Back again');
  await archive.waitFor({ state: 'detached' });
  assert.deepEqual((await rows()).slice(0, 2), ['Kiln', 'Market']);
  assert.ok(id);
});

test('the settings are axe clean, within one Tab ring, and fit every screen', { timeout: 120_000 }, async (t) => {
  const { it, widgets: [mina] } = await group(t, ['mina']);
  await configure(mina);
  assert.deepEqual(await violations(mina), []);
  const stops = new Set();
  for (let press = 0; press < 12; press++) {
    stops.add(await mina.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.getAttribute('aria-label') || active?.textContent;
    }));
    await mina.page.keyboard.press('Tab');
  }
  assert.equal(stops.size, 7, [...stops].join(', '));
  await mina.page.keyboard.press('Escape');
  await sheet(mina).waitFor({ state: 'detached' });
  const looks = [
    { name: '360-dark', viewport: { width: 360, height: 640 }, colorScheme: 'dark', locale: 'en-US' },
    { name: '390-ko', viewport: { width: 390, height: 844 }, locale: 'ko-KR', query: { lang: 'ko' } },
    { name: '1280', viewport: { width: 1280, height: 800 } },
  ];
  for (const { name, ...visit } of looks) {
    const somebody = await come(it, 'mina', visit);
    if (name.endsWith('ko')) await somebody.page.evaluate(() => window.madang.setLocale('ko'));
    const open = somebody.page.locator('.madang-panel__header button:has(path[d^="M7 16.5"])');
    await open.click();
    await somebody.page.locator('.madang-notify').waitFor();
    await somebody.page.waitForTimeout(350);
    await somebody.page.screenshot({ path: it.screenshotPath(`notifications-${name}`) });
    const overflow = await somebody.page.locator('.madang-notify .madang-sheet__body').evaluate((node) => node.scrollWidth - node.clientWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  }
});
