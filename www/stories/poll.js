/** Stories of polls: asking, the card, and who chose what. */
import { failed, pending, refused, shows, waiting } from './frame.js';
import { LONG, MINUTE, now } from './people.js';

const options = [{ text: 'Saturday, ten in the morning', count: 7 }, { text: '일요일 오후 세 시', count: 3 }, { text: LONG, count: 0 }];
const poll = { options, voters: 10, mine: [0] };
/** @param {string} name @param {object} told @param {Partial<import('./frame.js').Story>} [more] @returns {import('./frame.js').Story} */
const card = (name, told, more) => ({
  name,
  place: 'madang-poll',
  given: { seq: '5' },
  before: ({ place }) => {
    place.dataset.poll = JSON.stringify({ ...poll, ...told });
    place.dataset.closer = 'true';
    place.style.padding = '16px';
  },
  ...more,
});
/** @param {(stage: import('./frame.js').Stage) => Promise<void>} end */
const who = (end) => async (/** @type {import('./frame.js').Stage} */ stage) => {
  await stage.press('.madang-poll__act', 1);
  await end(stage);
};

/** @type {import('./frame.js').Chapter} */
export default {
  part: 'poll',
  stories: [
    { name: 'poll-ask', answers: { send_poll: refused('frozen') } },
    card('poll-new', { mine: [], voters: 0, options: options.map((one) => ({ ...one, count: 0 })) }),
    card('poll-voted', { closes_at: now + 90 * MINUTE }),
    card('poll-several', { multiple: true, anonymous: true, mine: [0, 1] }),
    card('poll-closed', { closed_at: now }),
    card('poll-who', {}, { answers: { list_votes: { votes: [{ user_id: 'mina', options: [0] }, { user_id: 'long', options: [1] }], next: 'more' } }, then: who(shows('.madang-sheet__more')) }),
    card('poll-who-loading', {}, { answers: { list_votes: pending }, then: who(waiting) }),
    card('poll-who-failed', {}, { answers: { list_votes: refused('offline') }, then: who(failed) }),
  ],
};
