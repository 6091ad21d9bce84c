/** Stories of the search and of the ways to a day. */
import { pending, refused } from './frame.js';
import { CHANNEL, LONG, message, view } from './people.js';

const hit = (/** @type {number} */ seq, /** @type {string} */ user_id, /** @type {string} */ text, /** @type {[number, number][]} */ found) => ({ channel_id: CHANNEL, message: message(seq, user_id, text), found });
const hits = [
  hit(9, 'mina', 'I can bring the seedlings on Saturday', [[16, 25]]),
  hit(7, 'jun', '토요일에 모종을 가져올게요', [[5, 7]]),
  hit(4, 'long', LONG, [[30, 34]]),
];
const page = { hits, channels: [view()] };
const look = (/** @type {import('./frame.js').Stage} */ stage) => stage.type('.madang-search__field', 'seedlings');

/** @type {import('./frame.js').Chapter} */
export default {
  part: 'search',
  stories: [
    { name: 'search-begin', given: { unread: '7', only: '' } },
    { name: 'search-all', given: { channelId: '', unread: '', only: '' }, answers: { search: page }, then: look },
    { name: 'search-found', given: { unread: '', only: '' }, answers: { search: { ...page, next: 'more' } }, then: look },
    { name: 'search-nothing', given: { unread: '', only: '1' }, answers: { search: { hits: [], channels: [] } }, then: look },
    { name: 'search-loading', given: { unread: '', only: '' }, answers: { search: pending }, then: look },
    { name: 'search-offline', given: { unread: '', only: '' }, answers: { search: refused('offline') }, then: look },
    { name: 'search-day', given: { at: '1790000000000' }, answers: { enter: view() } },
  ],
};
