import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { Details } from '../harness/details.mjs';
import { until } from '../harness/widget.mjs';
import { CHANNEL, world } from '../harness/world.mjs';

const dialog = (widget, name) => widget.page.getByRole('dialog', { name });

test('a page with one channel has no list, and its ways all the same: search, threads, sound and do not disturb', { timeout: 90_000 }, async (t) => {
  const it = await world(t);
  const jun = await it.peer('jun');
  await jun.send(CHANNEL, 'The kiln is open');
  await jun.ask('send', { channel_id: `${CHANNEL}.1`, client_id: 'reply-0001', text: 'and warm' });
  const mina = await it.visit({ user: 'mina', viewport: { width: 360, height: 640 } });
  await mina.open();
  await mina.sees('The kiln is open');
  const { keyboard } = mina.page;
  assert.equal(await mina.page.getByRole('button', { name: 'Back' }).count(), 0);
  for (const [name, title] of [['Search', 'Search'], ['Threads', 'Threads']]) {
    await mina.panel.getByRole('button', { name, exact: true }).press('Enter');
    await dialog(mina, title).waitFor();
    await keyboard.press('Escape');
    await dialog(mina, title).waitFor({ state: 'detached' });
  }
  const details = await new Details(mina).open();
  const way = details.view.getByRole('button', { name: 'Sound and do not disturb' });
  await way.press('Enter');
  const bell = dialog(mina, 'Notifications');
  await bell.getByRole('switch', { name: 'Sound' }).waitFor();
  assert.deepEqual(await violations(mina), []);
  await mina.page.screenshot({ path: it.screenshotPath('one-channel-bell') });
  await bell.getByRole('button', { name: '1 hour' }).press('Enter');
  await bell.getByText('Notifications are paused on all your devices until').waitFor();
  await keyboard.press('Escape');
  await bell.waitFor({ state: 'detached' });
  await until(() => way.evaluate((node) => node.getRootNode().activeElement === node), 'the focus to be back');
  await keyboard.press('Escape');
  // What was decided is known when it opens again.
  await details.open();
  await way.press('Enter');
  await bell.getByText('Notifications are paused on all your devices until').waitFor();
  await mina.page.keyboard.press('Escape');
  await details.view.screenshot({ path: it.screenshotPath('one-channel-details') });
});
