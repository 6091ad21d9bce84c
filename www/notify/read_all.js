/** Marks every conversation and followed thread as read. */

const PAGE = 100;

/** @param {import('../kit/sheet.js').Given} given */
export async function readAll({ ask }) {
  const read = async (/** @type {any[]} */ views) => {
    for (const { channel, unread_count, preference } of views) {
      if (unread_count || preference?.unread_from) await ask('mark_read', { channel_id: channel.channel_id, seq: channel.seq });
    }
  };
  let after;
  do {
    const { channels, next } = await ask('list_channels', { limit: PAGE, after });
    await read(channels);
    after = next;
  } while (after);
  // Those with something unread come first.
  do {
    const { threads, next } = await ask('list_threads', { limit: PAGE, after });
    await read(threads);
    after = threads.at(-1)?.unread_count ? next : undefined;
  } while (after);
}
