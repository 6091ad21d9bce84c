/** Stories of what is a list and little more: pins, threads, who reacted or has read. */
import { failed, nothing, pending, refused, shows, waiting } from './frame.js';
import { CHANNEL, LONG, MINUTE, member, message, now, view } from './people.js';

const pin = (/** @type {number} */ seq, /** @type {string} */ user_id, /** @type {string} */ text) => ({ user_id: 'mina', pinned_at: now - seq * MINUTE, message: message(seq, user_id, text, { pinned: true }) });
const pins = { pins: [pin(3, 'jun', '토요일 열 시, 남쪽 문'), pin(2, 'mina', 'Bring gloves and something to drink'), pin(1, 'long', LONG)] };
const thread = (/** @type {number} */ seq, /** @type {number} */ unread, /** @type {string} */ text, /** @type {object} */ last) => ({
  ...view({ channel_id: `${CHANNEL}.${seq}` }), unread_count: unread, thread: { root: message(seq, 'mina', text), following: true }, last_message: last,
});
const threads = [thread(4, 3, 'Who has the key to the shed?', message(8, 'jun', '저한테 있어요')), thread(2, 0, LONG, message(3, 'long', LONG)), thread(1, 0, 'Compost', message(2, 'noor', '', { deleted: true }))];
const reactions = [{ user_id: 'mina', emoji: '👍' }, { user_id: 'long', emoji: '🌱' }, { user_id: 'jun', emoji: '❤️' }];

/** @type {import('./frame.js').Chapter[]} */
export default [
  {
    part: 'pins',
    stories: [
      { name: 'pins-list', given: { mayPin: 'true' }, answers: { list_pins: pins } },
      { name: 'pins-none', answers: { list_pins: { pins: [] } }, then: nothing },
      { name: 'pins-loading', answers: { list_pins: pending }, then: waiting },
      { name: 'pins-failed', answers: { list_pins: refused('offline') }, then: failed },
      { name: 'pins-bar', place: 'madang-pins__bar', given: { channelId: 'bar' }, answers: { list_pins: pins }, then: shows('.madang-pins__jump') },
    ],
  },
  {
    part: 'threads',
    stories: [
      { name: 'threads-list', answers: { list_threads: { threads, next: 'more' } } },
      { name: 'threads-none', answers: { list_threads: { threads: [] } }, then: nothing },
      { name: 'threads-loading', answers: { list_threads: pending }, then: waiting },
      { name: 'threads-failed', answers: { list_threads: refused('offline') }, then: failed },
      {
        name: 'threads-cut', answers: { list_threads: (/** @type {any} */ { after }) => (after ? refused('offline') : { threads, next: 'more' }) },
        then: async (stage) => {
          await stage.press('.madang-sheet__more');
          await failed(stage);
        },
      },
    ],
  },
  {
    part: 'who',
    stories: [
      { name: 'who-reacted', given: { seq: '4' }, answers: { list_reactions: { reactions, next: 'more' } } },
      { name: 'who-read', given: { seq: '4', read: '1' }, answers: { list_members: { members: [member('mina'), member('long')] } } },
      { name: 'who-nobody', given: { seq: '4', read: '1' }, answers: { list_members: { members: [] } }, then: nothing },
      { name: 'who-loading', given: { seq: '4' }, answers: { list_reactions: pending }, then: waiting },
      { name: 'who-failed', given: { seq: '4' }, answers: { list_reactions: refused('offline') }, then: failed },
    ],
  },
  { part: 'preview', stories: [{ name: 'preview-refused', given: { seq: '4' }, answers: { remove_preview: refused('offline') } }] },
];
