/** Stories of what one does with a message, and of lines that tell what happened: forward, unread, admin. */
import { failed, nothing, pending, refused, waiting } from './frame.js';
import { LONG, view } from './people.js';

const channels = { channels: [view({}), view({ channel_id: 'long', name: LONG }), view({ channel_id: 'ko', name: '수원 도자기 모임' })] };
const message = { seq: '4' };
const choose = (/** @type {import('./frame.js').Stage} */ stage) => stage.press('.madang-forward__list button');

/** @param {object} admin @param {Record<string, string>} [more] */
const line = (admin, more) => (/** @type {import('./frame.js').Stage} */ { place }) => {
  place.style.cssText = 'margin-block:auto';
  Object.assign(place.dataset, { by: 'Mina Park', admin: JSON.stringify(admin), ...more });
};
const names = (/** @type {string[]} */ ...all) => ({ names: JSON.stringify(all) });

/** @type {import('./frame.js').Chapter[]} */
export default [
  {
    part: 'forward',
    stories: [
      { name: 'forward-list', given: message, answers: { list_channels: channels } },
      { name: 'forward-chosen', given: message, answers: { list_channels: channels }, then: choose },
      { name: 'forward-none', given: message, answers: { list_channels: { channels: [] } }, then: nothing },
      { name: 'forward-loading', given: message, answers: { list_channels: pending }, then: waiting },
      { name: 'forward-failed', given: message, answers: { list_channels: refused('offline') }, then: failed },
      {
        name: 'forward-refused', given: message, answers: { list_channels: channels, forward: refused('muted') },
        then: async (stage) => {
          await choose(stage);
          await stage.press('.madang-forward__foot .madang-button');
        },
      },
    ],
  },
  {
    part: 'unread',
    stories: [
      { name: 'unread-marked', given: message, answers: { set_preference: {} } },
      { name: 'unread-refused', given: message, answers: { set_preference: refused('offline') } },
    ],
  },
  {
    part: 'admin',
    stories: [
      { name: 'admin-pinned', place: 'madang-admin', before: line({ what: 'pinned', seq: 3 }) },
      { name: 'admin-added', place: 'madang-admin', before: line({ what: 'added' }, names('Jun', LONG, '노어', 'Hana')) },
      { name: 'admin-slow', place: 'madang-admin', before: line({ what: 'slow_mode', seconds: 300 }) },
      { name: 'admin-note', place: 'madang-admin', before: line({ what: 'note' }, { text: LONG }) },
    ],
  },
];
