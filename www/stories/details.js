/** Stories of the details of a channel and of the people in it. */
import { failed, nothing, pending, refused, waiting } from './frame.js';
import { CHANNEL, LONG, MINUTE, member, now, users, view } from './people.js';

const operator = view({}, { role: 'operator' });
const open = { type: 'open', name: 'Courtyard', member_count: 0 };
const members = [member('mina', { role: 'operator' }), member('me'), member('jun'), member('noor', { muted_until: now + 30 * MINUTE }), member('long'), member('v_0123456789ab')];
const list = { members };
const report = (/** @type {number} */ id, /** @type {object} */ more) => ({ report_id: id, user_id: 'jun', reporter_id: 'noor', channel_id: CHANNEL, reason: 'spam', text: '', created_at: now, ...more });
const reports = [report(1, { seq: 4, text: LONG }), report(2, { reason: 'filtered', reporter_id: 'jun', seq: 5, text: 'darn' }), report(3, { reason: 'harassment' })];

/** @type {import('./frame.js').Chapter} */
export default {
  part: 'details',
  stories: [
    { name: 'details-operator', answers: { enter: operator, list_members: list } },
    { name: 'details-member', answers: { enter: view(), list_members: list } },
    { name: 'details-pair', answers: { enter: { ...view({ name: '', distinct: true, member_count: 2 }), some_members: ['mina'] }, list_members: { members: members.slice(0, 2) } } },
    { name: 'details-open', answers: { enter: view(open, { state: 'left' }), list_members: { members: members.map((one) => ({ ...one, state: 'left' })), count: 1_204, next: 'more' } } },
    { name: 'details-long', answers: { enter: view({ name: LONG.slice(0, 100) }, { role: 'operator' }), list_members: list } },
    { name: 'details-reports', answers: { enter: operator, list_members: list, list_reports: { reports } }, then: (stage) => stage.press('[data-part=reports]') },
    { name: 'details-quiet', answers: { enter: operator, list_members: list, list_reports: { reports: [] } }, then: (stage) => stage.press('[data-part=reports]').then(() => nothing(stage)) },
    { name: 'details-loading', answers: { enter: pending }, then: waiting },
    { name: 'details-failed', answers: { enter: refused('offline') }, then: failed },
    { name: 'details-people-loading', answers: { enter: view(), list_members: pending }, then: waiting },
    { name: 'details-people-failed', answers: { enter: view(), list_members: refused('offline') }, then: failed },
    { name: 'details-refused', answers: { enter: operator, list_members: list, update_channel: refused('forbidden') }, then: (stage) => stage.press('.madang-details__settings [role=switch]') },
    { name: 'details-person', given: { userId: 'jun' }, answers: { enter: operator } },
    { name: 'details-person-report', given: { userId: 'long', seq: '4' }, answers: { enter: { ...view(), users } } },
  ],
};
