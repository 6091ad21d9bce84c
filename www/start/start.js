/** A new conversation: with people that are chosen here, or in a channel that anybody may enter or join. */
import { Sheet } from '../kit/sheet.js';
import { Words } from '../kit/words.js';
import { Channels } from './channels.js';
import { People } from './people.js';
import { css as cover } from '../cover/cover.js';
import { make, style } from '../kit/dom.js';
import css from './start.css';
import { ENGLISH } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {{ given: Given, words: Words, enter: (channelId: string) => void }} Place what both tabs are given */

/** @param {Given} given */
export function open(given) {
  const words = new Words(ENGLISH, given);
  const sheet = new Sheet(given, { title: words.text('PANEL__START__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-start', css });
  style(given.panel, cover);
  const place = {
    given,
    words,
    enter: (/** @type {string} */ channelId) => {
      sheet.close();
      given.go(channelId);
    },
  };
  const list = make('div', 'madang-start__tabs', { role: 'tablist', 'aria-label': words.text('PANEL__START__LABEL') });
  sheet.node.insertBefore(list, sheet.body);
  const tabs = [new People(place), new Channels(place)].map((tab, at) => {
    const id = `madang-start-${at}`;
    const head = make('button', 'madang-start__tab', { type: 'button', role: 'tab', 'aria-controls': id }, words.text(at ? 'START__CHANNELS__LABEL' : 'START__PEOPLE__LABEL'));
    tab.node.setAttribute('role', 'tabpanel');
    tab.node.id = id;
    tab.node.setAttribute('aria-label', head.textContent ?? '');
    head.addEventListener('click', () => select(at));
    list.append(head);
    sheet.body.append(tab.node);
    sheet.onEnd(() => tab.end());
    return { head, tab };
  });
  /** @param {number} chosen */
  function select(chosen) {
    tabs.forEach(({ head, tab }, at) => {
      head.setAttribute('aria-selected', String(at === chosen));
      head.tabIndex = at === chosen ? 0 : -1;
      tab.node.hidden = at !== chosen;
    });
    tabs[chosen].tab.show();
  }
  list.addEventListener('keydown', (event) => {
    const now = tabs.findIndex(({ head }) => head === event.target);
    if (now < 0 || !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    // Two tabs: every arrow leads to the other one.
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : 1 - now;
    select(to);
    tabs[to].head.focus();
  });
  select(0);
  tabs[0].tab.focus();
}
