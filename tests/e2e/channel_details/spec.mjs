import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { come, enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const NAMES = { mina: 'Mina', jun: 'Jun', ara: 'Ara' };
const VIEWS = { small: { width: 360, height: 640 }, phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return { name: active?.getAttribute('aria-label') || active?.textContent?.trim() || '', inside: !!active?.closest('.madang-details') };
  });

test('details by keyboard: rename, name an operator, step down, and back where one was', { timeout: 120_000 }, async (t) => {
  const { widgets: [mina, jun] } = await group(t, ['mina', 'jun'], {}, NAMES);
  await enter(mina);
  await enter(jun);
  const { page } = mina;
  const details = new Details(mina);
  await details.opener.focus();
  await page.keyboard.press('Enter');
  await details.row('Jun').waitFor();
  await until(async () => (await focused(page)).name === 'Back', 'the focus to be on Back');
  const stops = new Set();
  for (let step = 0; step < 24; step++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    assert.ok(stop.inside && stop.name, `a stop outside or without a name: ${JSON.stringify(stop)}`);
    stops.add(stop.name);
  }
  for (const wanted of ['Name', 'Slow mode', 'Muted', 'Leave conversation']) assert.ok(stops.has(wanted), `${wanted} is reached: ${[...stops]}`);

  const name = details.view.getByRole('textbox', { name: 'Name' });
  await name.fill('밤 모임');
  await name.press('Enter');
  await jun.page.locator('.madang-panel__title', { hasText: '밤 모임' }).waitFor();

  await details.row('Jun').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await until(async () => (await focused(page)).name === 'Back', 'the focus to be on Back of his page');
  await details.person.getByRole('button', { name: 'Make operator' }).press('Enter');
  await details.person.getByText('Operator', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await details.person.waitFor({ state: 'detached' });
  await until(async () => (await focused(page)).name.includes('Jun'), 'the focus to be on his row');
  await details.row('Jun').getByText('Operator').waitFor();
  const his = await new Details(jun).open();
  await his.view.getByRole('switch', { name: 'Only operators can write' }).waitFor();
  await details.row('Mina').getByRole('button').click();
  await details.decide('Step down as operator');
  await details.back();
  await details.view.getByRole('switch', { name: 'Only operators can write' }).waitFor({ state: 'detached' });
  assert.equal(await details.view.getByRole('textbox').count(), 0);
  // The last operator stays.
  await his.row('Jun').getByRole('button').click();
  await his.decide('Step down as operator');
  await his.person.getByText('You can’t do that here.').waitFor();
  await his.back();

  await page.keyboard.press('Escape');
  await details.view.waitFor({ state: 'detached' });
  await until(async () => (await focused(page)).name === 'Show details', 'the focus to be back at the title');
  assert.equal(await mina.input.isVisible(), true);
  await his.view.getByRole('button', { name: 'Leave conversation' }).click();
  await his.view.getByRole('button', { name: 'Press again to leave' }).click();
  await jun.page.locator('.madang-details').waitFor({ state: 'detached' });
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in the details, and nothing sticks out, ${theme}`, { timeout: 120_000 }, async (t) => {
    const names = { ...NAMES, long: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk' };
    const { it, id } = await group(t, [], {}, names);
    await it.server.api('POST', `channels/${id}/members/ara`, { measure: 'mute' });
    const jun = await it.peer('jun');
    await jun.send(id, '가나다라마바사아자차카타파하'.repeat(4));
    await jun.ask('report', { channel_id: id, seq: 1, reason: 'spam', note: '' });
    for (const [size, viewport] of Object.entries(VIEWS)) {
      for (const locale of size === 'small' ? ['en', 'ko', 'ar'] : ['en']) {
        const mina = await come(it, 'mina', { viewport, query: { theme, locale } });
        await enter(mina);
        if (locale === 'ar') await mina.page.evaluate(() => (document.documentElement.dir = 'rtl'));
        await mina.page.locator('.madang-panel__open').click();
        const { view, person } = new Details(mina);
        await view.getByRole('listitem').nth(3).waitFor();
        for (const part of ['members', 'reports', 'person']) {
          const layer = part === 'person' ? person : view;
          if (part === 'person') await view.locator('.madang-details__acts button').nth(1).click();
          else await view.locator(`[data-part=${part}]`).click();
          await (part === 'person' ? person.getByRole('group').first() : view.getByRole('listitem').first()).waitFor();
          if (locale === 'en') assert.deepEqual(await violations(mina), [], `${size}, ${part}`);
          const outside = await layer.evaluate((surface) => {
            const { left, right } = surface.getBoundingClientRect();
            return [...surface.querySelectorAll('*')].filter((one) => {
              const box = one.getBoundingClientRect();
              return box.width > 1 && (box.left < left - 1 || box.right > right + 1);
            }).map((one) => one.className);
          });
          assert.deepEqual(outside, [], `${size} ${locale} ${part}: sticks out`);
          await mina.page.waitForTimeout(200); // the surface is there
          await mina.page.screenshot({ path: it.screenshotPath(`details-${size}-${theme}-${locale}-${part}`) });
        }
        await mina.page.context().close();
      }
    }
    const muted = await come(it, 'ara', { query: { theme } });
    await enter(muted);
    await muted.page.getByText('You are muted here').waitFor();
    assert.deepEqual(await violations(muted), [], 'a composer that is closed');
    await muted.page.screenshot({ path: it.screenshotPath(`composer-muted-${theme}`) });
  });
}
