/** What may be done about one person: by operators here, and by everybody for themselves. */
import { face, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { NEVER } from './channel.js';
import { choices, line, status } from './controls.js';

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('./channel.js').Channel} Channel */
/** @typedef {import('./channel.js').Member} Member */

/** @type {[string, number][]} */
const MUTES = [['TEN_MINUTES', 600], ['HOUR', 3_600], ['DAY', 86_400], ['ALWAYS', 0]];
/** @type {[string, number][]} */
const BANS = [['DAY', 86_400], ['WEEK', 604_800], ['ALWAYS', 0]];
const REASONS = ['spam', 'harassment', 'inappropriate', 'other'];

export class Person {
  #channel;
  #words;
  #userId;
  #seq;
  /** The channel or thread of the message. */
  #place;
  #sheet;
  #status = status();
  #said = '';
  #reported = false;
  /** @type {Member} */
  #member;

  /** @param {Given} given @param {Channel} channel @param {{ userId: string, seq?: number, place?: string, member?: Member }} about a message of theirs too */
  constructor(given, channel, { userId, seq, place = channel.place, member }) {
    this.#channel = channel;
    this.#words = channel.words;
    this.#userId = userId;
    this.#seq = seq;
    this.#place = place;
    this.#member = member ?? { user_id: userId, role: 'member', state: 'joined' };
    this.#sheet = new Sheet(given, { title: channel.name(userId), back: this.#words.text('PANEL__BACK__LABEL'), name: 'madang-details madang-person' });
    const heard = (/** @type {Member | undefined} */ changed) => {
      if (changed?.user_id === userId) this.#member = { shadow_until: this.#member.shadow_until, ...changed };
      this.#draw();
    };
    channel.onChange(heard);
    this.#sheet.onEnd(() => channel.forget(heard));
    this.#draw();
    if (channel.operates) this.#find();
  }

  get sheet() {
    return this.#sheet;
  }

  /** What they are here; a list and an event do not tell all of it. */
  async #find() {
    const { members } = await this.#channel.ask('list_members', { user_ids: [this.#userId] }).catch(() => ({ members: [] }));
    if (members.length) this.#member = members[0];
    this.#draw();
  }

  /** @param {string} kind @param {object} [body] @param {Partial<Member>} [change] what follows from it */
  async #decide(kind, body, change) {
    this.#said = await this.#channel.decide(kind, { user_id: this.#userId, ...body });
    if (!this.#said && change) this.#channel.note({ ...this.#member, ...change });
    else this.#draw();
  }

  #draw() {
    const { body, node } = this.#sheet;
    const root = /** @type {ShadowRoot | Document} */ (node.getRootNode());
    const at = [...body.querySelectorAll('button')].indexOf(/** @type {HTMLButtonElement} */ (root.activeElement));
    const who = make('div', 'madang-sheet__row');
    const picture = this.#channel.users.get(this.#userId)?.profile_url;
    who.append(...face(this.#channel.name(this.#userId), this.#userId, picture, this.#channel.standing(this.#member)));
    this.#status.textContent = this.#said;
    const own = this.#userId === this.#channel.own;
    body.replaceChildren(who, this.#status, ...(this.#channel.operates ? this.#measures(own) : []), ...(own ? [] : this.#forOneself()));
    // The focus stays where it was, as far as that is there.
    const stops = body.querySelectorAll('button');
    if (at >= 0) (stops[Math.min(at, stops.length - 1)] ?? this.#sheet.head.querySelector('button'))?.focus();
  }

  /** @param {string} key @param {string} kind @param {Partial<Member>} change @param {boolean} [danger] */
  #line(key, kind, change, danger) {
    return line(this.#words.text(`MEMBER__${key}__ACTION`), () => this.#decide(kind, {}, change), { danger });
  }

  /** @param {string} key @param {[string, number][]} spans @param {(seconds: number, until: number) => void} chosen @param {string} [sub] */
  #spans(key, spans, chosen, sub) {
    return choices(
      this.#words.text(`MEMBER__${key}__LABEL`),
      spans.map(([name, seconds]) => [
        this.#words.text(`MEMBER__${name}__ACTION`),
        () => chosen(seconds, seconds ? Date.now() + seconds * 1_000 : NEVER),
      ]),
      sub,
    );
  }

  /** @param {boolean} own */
  #measures(own) {
    const { role, state, muted_until: muted = 0, shadow_until: shadow = 0 } = this.#member;
    /** @type {HTMLElement[]} */
    const parts = [];
    if (role === 'operator') {
      // Operators are equals.
      const down = () => this.#decide('set_role', { role: 'member' }, { role: 'member' });
      return own ? [line(this.#words.text('MEMBER__STEP_DOWN__ACTION'), down)] : [];
    }
    if (own) return [];
    if (state === 'banned') return [this.#line('UNBAN', 'unban', { state: 'left', banned_until: undefined })];
    if (muted > Date.now()) parts.push(this.#line('UNMUTE', 'unmute', { muted_until: undefined }));
    else {
      const mute = (/** @type {number} */ seconds, /** @type {number} */ until) =>
        this.#decide('mute', { seconds: seconds || undefined }, { muted_until: until });
      parts.push(this.#spans('MUTE', MUTES, mute));
    }
    if (shadow > Date.now()) parts.push(this.#line('SHADOW_UNMUTE', 'shadow_unmute', { shadow_until: undefined }));
    else {
      const mute = (/** @type {number} */ seconds, /** @type {number} */ until) =>
        this.#decide('shadow_mute', { seconds: seconds || undefined }, { shadow_until: until });
      parts.push(this.#spans('SHADOW_MUTE', MUTES, mute, this.#words.text('MEMBER__SHADOW_MUTE__TEXT')));
    }
    const ban = (/** @type {number} */ seconds, /** @type {number} */ until) =>
      this.#decide('ban', { seconds: seconds || undefined }, { state: 'banned', banned_until: until });
    parts.push(this.#spans('BAN', BANS, ban), make('hr', 'madang-details__rule'));
    if (state === 'joined' || !this.#channel.group) {
      const up = () => this.#decide('set_role', { role: 'operator' }, { role: 'operator' });
      parts.push(line(this.#words.text('MEMBER__MAKE_OPERATOR__ACTION'), up));
      if (this.#channel.group) parts.push(this.#line('KICK', 'kick', { state: 'left' }, true));
    }
    if (this.#seq) {
      const text = this.#words.text('MEMBER__DELETE__ACTION');
      parts.push(line(text, () => this.#delete(), { danger: true }));
    }
    return parts;
  }

  async #delete() {
    const refused = await this.#channel.decide('delete', { channel_id: this.#place, seq: this.#seq });
    this.#said = refused || this.#words.text('MEMBER__DELETED__TEXT');
    if (!refused) this.#seq = undefined;
    this.#draw();
  }

  /** Report and block: what everybody may do about anybody else. */
  #forOneself() {
    /** @type {HTMLElement[]} */
    const parts = [];
    if (this.#reported) parts.push(make('p', 'madang-details__thanks', { role: 'status' }, this.#words.text('REPORT__SENT__TEXT')));
    else if (!this.#channel.operates) {
      const title = this.#words.text(this.#seq ? 'REPORT__MESSAGE__LABEL' : 'REPORT__PERSON__LABEL');
      parts.push(choices(title, REASONS.map((reason) => [this.#words.text(`REPORT__${reason.toUpperCase()}__ACTION`), () => this.#report(reason)])));
    }
    const blocked = this.#channel.blocked.has(this.#userId);
    const text = this.#words.text(blocked ? 'MEMBER__UNBLOCK__ACTION' : 'MEMBER__BLOCK__ACTION');
    const sub = blocked ? undefined : this.#words.text('MEMBER__BLOCK__TEXT');
    parts.push(make('hr', 'madang-details__rule'), line(text, () => this.#decide('block', { on: !blocked }), { sub }));
    return parts;
  }

  /** @param {string} reason */
  async #report(reason) {
    const about = this.#seq ? { channel_id: this.#place, seq: this.#seq } : { user_id: this.#userId };
    this.#said = await this.#channel.decide('report', { ...about, reason, note: '' });
    this.#reported = !this.#said;
    this.#draw();
  }
}
