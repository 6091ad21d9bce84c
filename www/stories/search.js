/** Stories of the search and of the ways to a day. */
import { failed, nothing, pending, refused, shows, waiting } from './frame.js';
import { CHANNEL, LONG, message, view } from './people.js';

const hit = (/** @type {number} */ seq, /** @type {string} */ user_id, /** @type {string} */ text, /** @type {[number, number][]} */ found) => ({ channel_id: CHANNEL, message: message(seq, user_id, text), found });
const hits = [
  hit(9, 'mina', 'I can bring the seedlings on Saturday', [[16, 25]]),
  hit(7, 'jun', '토요일에 모종을 가져올게요', [[5, 7]]),
  hit(4, 'long', LONG, [[30, 34]]),
];
const page = { hits, channels: [view()] };
const found = shows('.madang-hit');
/** @param {(stage: import('./frame.js').Stage) => Promise<void>} end */
const look = (end) => async (/** @type {import('./frame.js').Stage} */ stage) => {
  await stage.type('.madang-search__field', 'seedlings');
  await end(stage);
};

/** @type {import('./frame.js').Chapter} */
export default {
  part: 'search',
  stories: [
    { name: 'search-begin', given: { unread: '7', only: '' } },
    { name: 'search-all', given: { channelId: '', unread: '', only: '' }, answers: { search: page }, then: look(found) },
    { name: 'search-found', given: { unread: '', only: '' }, answers: { search: { ...page, next: 'more' } }, then: look(found) },
    { name: 'search-nothing', given: { unread: '', only: '1' }, answers: { search: { hits: [], channels: [] } }, then: look(nothing) },
    { name: 'search-loading', given: { unread: '', only: '' }, answers: { search: pending }, then: look(waiting) },
    { name: 'search-offline', given: { unread: '', only: '' }, answers: { search: refused('offline') }, then: look(failed) },
    { name: 'search-day', given: { at: '1790000000000' }, answers: { enter: view() } },
  ],
};
