import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { enter, group } from '../harness/group.mjs';
import { until } from '../harness/widget.mjs';

const dialog = (widget) => widget.page.getByRole('dialog', { name: 'Read by' });
const names = (widget) => dialog(widget).locator('.madang-sheet__name').allInnerTexts();

test('in a group one sees who has read a message, and nobody sees it of another’s', { timeout: 90_000 }, async (t) => {
  const { it, widgets: [mina, jun, noor] } = await group(t, ['mina', 'jun', 'noor']);
  await enter(mina);
  await mina.send('The kiln is open');
  await mina.state('The kiln is open', 'sent', 'delivered', 'read');
  await mina.act('The kiln is open', 'Read by');
  await dialog(mina).getByText('Nobody has read it yet.').waitFor();
  assert.deepEqual(await violations(mina), []);
  await mina.page.keyboard.press('Escape');
  await enter(jun);
  await jun.sees('The kiln is open');
  await enter(noor);
  await noor.sees('The kiln is open');
  await until(async () => {
    await mina.act('The kiln is open', 'Read by');
    const read = (await dialog(mina).locator('.madang-sheet__name').nth(1).waitFor({ timeout: 1_000 }).then(() => true, () => false)) && (await names(mina));
    if (!read) await mina.page.keyboard.press('Escape');
    return read && JSON.stringify(read.sort()) === JSON.stringify(['Noor van Dijk', '김준호']);
  }, 'both to have read it');
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('readers') });
  await mina.page.keyboard.press('Escape');

  const row = jun.row('The kiln is open').first();
  await row.hover();
  await row.getByRole('button', { name: 'Message actions' }).click();
  await jun.page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor();
  assert.equal(await jun.page.getByRole('menuitem', { name: 'Read by' }).count(), 0);
});
