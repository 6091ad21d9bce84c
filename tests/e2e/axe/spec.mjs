import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../harness/axe.mjs';
import { until } from '../harness/widget.mjs';
import { OFFLINE_NOISE, world } from '../harness/world.mjs';

/** Each state is brought about from a page with the panel closed. */
const STATES = {
  'the launcher': async () => {},
  'an empty conversation': async (widget) => {
    await widget.open();
  },
  'a conversation': async (widget, it) => {
    const peer = await it.peer('jun');
    await peer.send('courtyard', 'How heavy is it?');
    await peer.send('courtyard', '무게가 얼마나 되나요?');
    await widget.open();
    await widget.send('About four kilograms');
    await widget.state('About four kilograms', 'sent', 'delivered', 'read');
    peer.tell('typing', { channel_id: 'courtyard', active: true });
  },
  'the menu of a message': async (widget) => {
    await widget.open();
    await widget.send('with a menu');
    await widget.state('with a menu', 'sent', 'delivered', 'read');
    await widget.row('with a menu').first().hover();
    await widget.row('with a menu').first().getByRole('button', { name: 'Message actions' }).click();
    await widget.page.getByRole('menu').waitFor();
  },
  'offline, with a pending message': async (widget) => {
    await (await widget.open()).whole();
    await widget.page.context().setOffline(true);
    await until(() => widget.banner.isVisible(), 'the banner');
    await widget.send('waiting');
    await widget.state('waiting', 'pending');
  },
  'the list of channels': async (widget) => {
    await widget.launcher.click();
    await widget.page.locator('.madang-channels__row').first().waitFor();
  },
};

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in six states, ${theme}`, { timeout: 120_000 }, async (t) => {
    const it = await world(t);
    it.expected.push(OFFLINE_NOISE);
    for (const [name, arrange] of Object.entries(STATES)) {
      const at = name === 'the list of channels' ? '/list.html' : '/';
      const widget = await it.visit({ user: 'mina', at, query: { theme } });
      await arrange(widget, it);
      assert.deepEqual(await violations(widget), [], `${name}, ${theme}`);
      await widget.page.context().close();
    }
  });
}
