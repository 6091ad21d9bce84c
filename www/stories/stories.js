/**
 * The gallery of the parts that are plain JavaScript: each opens in a frame of the widget, light and dark side by side, with the
 * answers that its story gives. `?story=NAME&locale=ko&dir=rtl`; the list leads to all.
 */
import compose from './compose.js';
import details from './details.js';
import device from './device.js';
import { Stage } from './frame.js';
import lists from './lists.js';
import messages from './messages.js';
import poll from './poll.js';
import search from './search.js';
import start from './start.js';

/** @typedef {import('./frame.js').Look} Look */

/** One file a part, or a few small ones together. */
const CHAPTERS = [details, start, search, poll, ...lists, ...messages, ...compose, ...device];

/** The loader has no story: nothing of it is seen. Pictures and players stand in a timeline, which the other gallery shows. */
const WITHOUT = ['files'];

const query = new URLSearchParams(location.search);
const nav = /** @type {HTMLElement} */ (document.querySelector('nav'));
const frames = /** @type {HTMLElement} */ (document.querySelector('.story__pair'));

/** @returns {Promise<Look>} */
async function look() {
  const locale = query.get('locale') ?? 'en';
  const name = __MADANG_LOCALES__[locale];
  const strings = name ? await fetch(`/${name}`).then((answer) => answer.json()) : {};
  const css = await fetch(`/${__MADANG_ASSETS__.css}`).then((answer) => answer.text());
  return { locale, dir: query.get('dir') ?? 'ltr', strings, css, part: (part) => import(`/${__MADANG_PARTS__[part]}`) };
}

/** @param {string} name */
function address(name) {
  const to = new URLSearchParams(query);
  to.set('story', name);
  return `?${to}`;
}

function list() {
  for (const { part, stories } of CHAPTERS) {
    const head = document.createElement('h2');
    head.textContent = part;
    const links = stories.map(({ name }) => {
      const link = document.createElement('a');
      link.href = address(name);
      link.textContent = name;
      if (name === shown) link.setAttribute('aria-current', 'page');
      return link;
    });
    nav.append(head, ...links);
  }
  const missing = Object.keys(__MADANG_PARTS__).filter((part) => !WITHOUT.includes(part) && !CHAPTERS.some((chapter) => chapter.part === part));
  if (missing.length) console.error(`parts without a story: ${missing}`);
}

const shown = query.get('story') ?? CHAPTERS[0].stories[0].name;

async function show() {
  const chapter = CHAPTERS.find(({ stories }) => stories.some(({ name }) => name === shown));
  const story = chapter?.stories.find(({ name }) => name === shown);
  if (!chapter || !story) return console.error(`no story ${shown}`);
  const looked = await look();
  document.documentElement.dir = looked.dir;
  document.title = shown;
  /** @type {HTMLElement} */ (document.querySelector('h1')).textContent = shown;
  const themes = query.get('theme') ? [query.get('theme') ?? ''] : ['light', 'dark'];
  for (const theme of themes) {
    const stage = new Stage(story, theme, looked);
    frames.append(stage.host);
    await stage.play(chapter.part);
  }
}

list();
show();
