/** Links to messages: the page's own address with `madang=<channel>/<seq>`; not behind its `#`, by which pages route. */

const NAME = 'madang';

/** @param {string} page @param {string} channelId @param {number} seq */
export function linkTo(page, channelId, seq) {
  const url = new URL(page);
  url.searchParams.set(NAME, `${channelId}/${seq}`);
  return `${url}`;
}

/** Where an address leads; with a page, only if it is one of that page. @param {string} address @param {string} [page] @returns {string | undefined} */
export function linked(address, page = address) {
  try {
    const [url, own] = [new URL(address), new URL(page)];
    return (url.origin === own.origin && url.pathname === own.pathname && url.searchParams.get(NAME)) || undefined;
  } catch {
    return; // `mailto:` and what else a link may be
  }
}

/** A place as the module reads it: `channel`, or `channel/seq`. @param {any} place */
export const placed = (place) => (place?.channelId ? `${place.channelId}/${place.seq || ''}` : place);
