/** How one keeps the conversation: what is told of it, whether it stands at the top, whether it is put away. Nobody else sees it. */
import { choice, toggle } from '../kit/controls.js';
import { make } from '../kit/dom.js';
import { status } from './controls.js';

/** @typedef {import('./channel.js').Channel} Channel */

export class Own {
  #channel;
  #status = status();
  #show;
  node = make('div', 'madang-details__own');

  /** @param {Channel} channel */
  constructor(channel) {
    this.#channel = channel;
    const say = (/** @type {string} */ key) => channel.words.text(`DETAILS__${key}`);
    const notify = choice(say('NOTIFY__LABEL'), (notify) => this.#decide({ notify }));
    const pin = toggle(say('PIN__LABEL'), (pinned) => this.#decide({ pinned }));
    const archive = toggle(say('ARCHIVE__LABEL'), (archived) => this.#decide({ archived }), say('ARCHIVE__TEXT'));
    const unread = toggle(say('UNREAD__LABEL'), (on) => this.#decide({ unread_from: on ? channel.newest : 0 }));
    for (const level of ['all', 'mentions', 'none']) notify.offer(level, say(`NOTIFY__${level.toUpperCase()}`));
    this.#show = () => {
      const { preference, own, me, group } = channel;
      // Who is nobody yet, or no member, keeps nothing.
      this.node.hidden = !own || (group && me?.state !== 'joined');
      notify.select.value = preference.notify;
      pin.show(preference.pinned_at !== undefined);
      archive.show(preference.archived_seq !== undefined);
      unread.show(preference.unread_from !== undefined);
      unread.node.hidden = !channel.newest;
    };
    this.node.append(make('div', 'madang-sheet__section', {}, say('OWN__LABEL')), notify.node, pin.node, archive.node, unread.node, this.#status);
    channel.onChange(this.#show);
  }

  /** @param {{ notify?: string, pinned?: boolean, archived?: boolean, unread_from?: number }} wanted */
  async #decide(wanted) {
    this.#status.textContent = await this.#channel.decide('set_preference', wanted);
    this.#show();
  }
}
