import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { choose, jpeg } from '../harness/pictures.mjs';
import { until } from '../harness/widget.mjs';
import { world } from '../harness/world.mjs';

test('pictures are looked at by keyboard, wheel, double click and swipe, and the focus comes back', { timeout: 120_000 }, async (t) => {
  const it = await world(t);
  const mina = await it.visit({ user: 'mina' });
  await mina.open();
  for (const [name, wide, high, hue] of [['first.jpg', 1400, 900, 150], ['second.jpg', 700, 1100, 20]]) {
    await choose(mina, [name, 'image/jpeg', await jpeg(mina.page, wide, high, { hue })]);
    await mina.send(`about ${name}`);
    await mina.state(`about ${name}`, 'sent', 'delivered', 'read');
  }
  const places = mina.page.locator('.madang-message .madang-file[data-kind=image][data-state=loaded]');
  await until(async () => (await places.count()) === 2, 'both pictures', 30_000);
  const viewer = mina.page.locator('dialog.madang-viewer');
  const stage = viewer.locator('.madang-viewer__stage');
  const shown = () => until(async () => (await stage.getAttribute('data-state')) === 'shown', 'the picture');
  const focus = () => mina.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'));
  const scale = async () => Number(await stage.getAttribute('data-scale'));

  await places.first().focus();
  await mina.page.keyboard.press('Enter');
  await shown();
  assert.equal(await viewer.getAttribute('aria-label'), 'first.jpg');
  assert.equal(await focus(), 'Close');
  await mina.page.screenshot({ path: it.screenshotPath('viewer') });
  assert.deepEqual(await violations(mina), []);

  await mina.page.keyboard.press('+');
  assert.ok((await scale()) > 1.4);
  await mina.page.keyboard.press('0');
  assert.equal(await scale(), 1);
  await mina.page.mouse.move(640, 400);
  await mina.page.mouse.wheel(0, -400);
  await until(async () => (await scale()) > 2, 'the wheel to zoom');
  await mina.page.mouse.wheel(0, 2000);
  await until(async () => (await scale()) === 1, 'the wheel to zoom back');
  await mina.page.mouse.dblclick(640, 400);
  assert.equal(await scale(), 2.5);
  await mina.page.waitForTimeout(400);
  await mina.page.mouse.dblclick(640, 400);
  assert.equal(await scale(), 1);

  await mina.page.keyboard.press('ArrowRight');
  await until(async () => (await viewer.getAttribute('aria-label')) === 'second.jpg', 'the next picture');
  await shown();
  await mina.page.keyboard.press('ArrowRight');
  assert.equal(await viewer.getAttribute('aria-label'), 'second.jpg', 'there is none after it');
  await mina.page.mouse.move(500, 400);
  await mina.page.mouse.down();
  await mina.page.mouse.move(800, 405, { steps: 6 });
  await mina.page.mouse.up();
  await until(async () => (await viewer.getAttribute('aria-label')) === 'first.jpg', 'the swipe');
  await shown();
  for (let step = 0; step < 8; step++) {
    await mina.page.keyboard.press('Tab');
    assert.equal(await mina.page.evaluate(() => !!document.activeElement?.shadowRoot?.activeElement?.closest('dialog') || document.activeElement === document.body), true);
  }
  const download = mina.page.waitForEvent('download');
  await viewer.getByRole('button', { name: 'Download' }).click();
  assert.equal((await download).suggestedFilename(), 'first.jpg');
  await mina.page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  assert.equal(await focus(), 'View first.jpg');
  assert.equal(await mina.panel.isVisible(), true, 'the panel stays open');
});
