import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../harness/widget.mjs';
import { world } from '../harness/world.mjs';

/** What has the focus, looked up through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return { name: active?.getAttribute('aria-label') || active?.textContent?.trim().slice(0, 40) || '', classes: active?.className ?? '', tag: active?.tagName ?? '' };
  });

test('open, read, write, edit, delete and close without a mouse', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  const { page } = mina;
  const press = (key) => page.keyboard.press(key);

  // The launcher is the last stop of the page.
  await page.locator('#mail').focus();
  await press('Tab');
  assert.match((await focused(page)).classes, /madang-launcher/);
  const ring = await mina.launcher.evaluate((button) => getComputedStyle(button).outlineStyle + getComputedStyle(button).outlineWidth);
  assert.equal(ring, 'solid2px');
  assert.equal(await mina.launcher.getAttribute('aria-expanded'), 'false');
  await press('Enter');
  await mina.input.waitFor();
  await mina.connected();
  assert.equal(await mina.launcher.getAttribute('aria-expanded'), 'true');
  await until(async () => (await focused(page)).tag === 'TEXTAREA', 'the composer to have the focus');

  await page.keyboard.type('first line');
  await press('Shift+Enter');
  await page.keyboard.type('second line');
  await press('Enter');
  await mina.sees('second line');
  assert.equal(await mina.row('first line').locator('.madang-message__text').innerText(), 'first line\nsecond line');
  assert.equal(await mina.input.inputValue(), '');
  await page.keyboard.type('to be changed');
  await press('Enter');
  await mina.state('to be changed', 'sent', 'delivered', 'read');

  // Tab goes round within the panel, and every stop has a name and a ring.
  const stops = new Set();
  for (let step = 0; step < 14; step++) {
    await press('Tab');
    const { name, classes } = await focused(page);
    assert.ok(name, `a stop without a name: ${classes}`);
    assert.doesNotMatch(classes, /madang-launcher|brand/, 'the focus left the dialog');
    stops.add(name);
  }
  assert.ok(stops.has('Message') && stops.has('Close'), [...stops].join(', '));

  // Into the log, to the last message, its menu, and the edit.
  await mina.timeline.focus();
  await press('ArrowUp');
  assert.match((await focused(page)).classes, /madang-message/);
  await press('Enter');
  await page.getByRole('menu').waitFor();
  await until(async () => (await focused(page)).name === 'React with 👍', 'the first reaction to have the focus');
  await press('ArrowDown');
  assert.equal((await focused(page)).name, 'Reply');
  await press('ArrowUp');
  await press('ArrowUp');
  assert.equal((await focused(page)).name, 'Delete');
  for (let step = 0; step < 12 && (await focused(page)).name !== 'Edit'; step++) await press('ArrowDown');
  await press('Enter');
  await until(async () => (await mina.input.inputValue()) === 'to be changed', 'the text in the composer');
  await until(async () => (await focused(page)).tag === 'TEXTAREA', 'the composer to have the focus again');
  await press('Control+a');
  await page.keyboard.type('changed by keys');
  await press('Enter');
  await mina.sees('changed by keys');

  // Escape closes the menu only; then the edit only; then the panel, and gives the focus back.
  await mina.timeline.focus();
  await press('ArrowUp');
  await press('Enter');
  await page.getByRole('menu').waitFor();
  await press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  assert.equal(await mina.panel.isVisible(), true);
  await press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
  await press('End');
  assert.equal((await focused(page)).name, 'Delete');
  await press('Enter');
  await mina.sees('This message was deleted');
  await mina.input.focus();
  await press('Escape');
  await mina.panel.waitFor({ state: 'hidden' });
  assert.match((await focused(page)).classes, /madang-launcher/);
  assert.equal(await mina.launcher.getAttribute('aria-expanded'), 'false');
});
