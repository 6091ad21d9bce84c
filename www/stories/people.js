/** The people and conversations that the stories are about: the one place where what a server would say is made up. */

export const MINUTE = 60_000;
export const now = Date.now();
export const CHANNEL = 'garden';

/** @param {string} user_id @param {string} nickname */
const user = (user_id, nickname) => ({ user_id, nickname });
export const users = [
  user('me', 'Ada'), user('mina', 'Mina Park'), user('jun', '김준호'), user('noor', 'Noor van Dijk'),
  user('long', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'), user('v_0123456789ab', ''),
];

/** @param {string} user_id @param {object} [more] */
export const member = (user_id, more) => ({ user_id, role: 'member', state: 'joined', joined_at: now, rev: 1, ...more });

/** @param {number} seq @param {string} user_id @param {string} text @param {object} [more] */
export const message = (seq, user_id, text, more) => ({ seq, rev: seq, user_id, client_id: `client-${seq}`, text, created_at: now - (40 - seq) * MINUTE, ...more });

export const LONG = '가나다라마바사아자차카타파하 '.repeat(9) + 'https://example.com/without/any/place/to/break/0123456789abcdefghijklmnopqrstuvwxyz';

/** A channel as one sees it. @param {object} [channel] @param {object} [me] */
export const view = (channel, me) => ({
  channel: { channel_id: CHANNEL, type: 'group', name: 'Garden planning', member_count: 6, created_at: now, seq: 9, rev: 9, ...channel },
  me: member('me', me),
  unread_count: 0,
  mention_count: 0,
  some_members: ['mina', 'jun', 'noor'],
  users,
});
