/** A group with people in it, each in a browser of their own, on a page that shows all channels. */
import { world } from './world.mjs';

export const NAMES = { mina: 'Mina Park', jun: '김준호', noor: 'Noor van Dijk' };

/**
 * The group «Kiln» of all whom `names` has; mina is its operator, and `peer`. Everybody in `people` has the list open.
 * @param {import('node:test').TestContext} t @param {string[]} people @param {object} [visit] how they come
 * @param {Record<string, string>} [names] nicknames by user
 */
export async function group(t, people, visit = {}, names = NAMES) {
  const it = await world(t);
  for (const [user, nickname] of Object.entries(names)) await it.server.api('PUT', `users/${user}`, { nickname });
  // A token's name is the nickname: people come with theirs.
  const sign = it.server.token.bind(it.server);
  it.server.token = (user, options) => sign(user, { name: names[user], ...options });
  const peer = await it.peer('mina');
  const { channel } = await peer.ask('create_channel', { client_id: 'create-0001', name: 'Kiln', user_ids: Object.keys(names).filter((user) => user !== 'mina') });
  const widgets = [];
  for (const user of people) {
    widgets.push(await come(it, user, visit));
  }
  return { it, peer, id: channel.channel_id, widgets };
}

/** Somebody with the list open. @param {any} it the world @param {string} user @param {object} [visit] how they come */
export async function come(it, user, visit = {}) {
  const widget = await it.visit({ user, at: '/list.html', ...visit });
  await widget.launcher.click();
  await row(widget).waitFor();
  return widget;
}

/** The group in the list. @param {import('./widget.mjs').Widget} widget */
export const row = (widget) => widget.page.locator('.madang-channels__row', { hasText: 'Kiln' });

/** Opens the group. @param {import('./widget.mjs').Widget} widget */
export async function enter(widget) {
  await row(widget).click();
  // The field of who may not write is there, and hidden.
  await widget.input.waitFor({ state: 'attached' });
  await widget.connected();
}
