/** How much is unread, in the page's title: only while nobody looks at the page, whose title is its own again after that. */

const MARK = /^\(\d+\+?\) /;
let unread = 0;
let listens = false;

/** @param {number} total */
export function title(total) {
  unread = total;
  if (unread && !listens) {
    document.addEventListener('visibilitychange', paint);
    page.observe(document.head, { subtree: true, childList: true, characterData: true });
  }
  if (!unread && listens) {
    document.removeEventListener('visibilitychange', paint);
    page.disconnect();
  }
  listens = unread > 0;
  paint();
}

/** The page changes its title itself, too. */
const page = new MutationObserver(paint);

function paint() {
  const own = document.title.replace(MARK, '');
  const wanted = unread && document.hidden ? `(${unread > 99 ? '99+' : unread}) ${own}` : own;
  if (document.title !== wanted) document.title = wanted;
}
