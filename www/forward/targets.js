/** The conversations that one may forward to, as the list has them. */

/** @typedef {{ id: string, title: string, picture?: string | null }} Target */

const PAGE = 100;
/** Beyond it one searches for the person instead. */
const MOST = 1_000;

/**
 * @param {import('../kit/sheet.js').Given} given @param {import('../kit/words.js').Words} words
 * @param {(targets: Target[], last: boolean) => void} show all so far, after each page
 */
export async function conversations({ ask, me }, words, show) {
  /** @type {Target[]} */
  const targets = [];
  let after;
  do {
    const { channels, next } = await ask('list_channels', { limit: PAGE, after });
    for (const { channel, users, some_members: members } of channels) {
      const people = users.filter((/** @type {any} */ user) => members.includes(user.user_id) && user.user_id !== me);
      const title = channel.name || people.map((/** @type {any} */ user) => words.name(user)).join(', ') || words.text('USER__NAME__UNKNOWN');
      targets.push({ id: channel.channel_id, title, picture: channel.cover_url ?? (people.length === 1 ? people[0].profile_url : undefined) });
    }
    after = targets.length < MOST ? next : undefined;
    show(targets, !after);
  } while (after);
}
