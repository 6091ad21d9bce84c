/** Stories of starting a conversation. */
import { failed, nothing, pending, refused, waiting } from './frame.js';
import { LONG, users } from './people.js';

const people = { list_users: { users: users.slice(1, 5), next: 'more' } };
const channel = (/** @type {string} */ channel_id, /** @type {object} */ more) => ({ channel: { channel_id, type: 'group', name: channel_id, member_count: 3, ...more } });
const channels = [channel('Night raid', {}), channel('courtyard', { type: 'open', name: '마당' }), { ...channel('long', { name: LONG.slice(0, 100) }), joined: true }, channel('x', { name: '' })];
const browse = (/** @type {import('./frame.js').Stage} */ stage) => stage.press('[role=tab]', 1);

/** @type {import('./frame.js').Chapter} */
export default {
  part: 'start',
  stories: [
    { name: 'start-people', answers: people },
    {
      name: 'start-group',
      answers: people,
      then: async (stage) => {
        for (const at of [0, 1, 3]) await stage.press('.madang-start__list .madang-sheet__row', at);
      },
    },
    { name: 'start-nobody', answers: { list_users: { users: [] } }, then: nothing },
    { name: 'start-loading', answers: { list_users: pending }, then: waiting },
    { name: 'start-offline', answers: { list_users: refused('offline') }, then: failed },
    { name: 'start-forbidden', answers: { list_users: refused('forbidden') }, then: nothing },
    { name: 'start-channels', answers: { ...people, browse_channels: { channels } }, then: browse },
    { name: 'start-creatable', answers: { ...people, browse_channels: { channels, may_create: true } }, then: browse },
    {
      name: 'start-create',
      answers: { ...people, browse_channels: { channels, may_create: true }, create_channel: refused('offline') },
      then: async (stage) => {
        await browse(stage);
        await stage.press('.madang-start__foot > .madang-text-button');
        await stage.type('form.madang-start__foot .madang-input', LONG.slice(0, 80));
        await stage.press('.madang-start__acts > .madang-button');
      },
    },
    { name: 'start-nothing', answers: { ...people, browse_channels: { channels: [] } }, then: (stage) => browse(stage).then(() => nothing(stage)) },
  ],
};
