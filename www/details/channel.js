/** The channel whose details are shown: what is known of it, kept up to date, and the way to decide about it. */

/** @typedef {import('../kit/sheet.js').Given} Given */
/** @typedef {import('../kit/words.js').Words} Words */
/** @typedef {import('../kit/words.js').User} User */
/**
 * @typedef {{ user_id: string, role: string, state: string, muted_until?: number, banned_until?: number, shadow_until?: number }} Member
 * @typedef {{ channel_id: string, type: string, name: string, public?: boolean, frozen?: boolean, distinct?: boolean,
 *   slow_mode_seconds?: number, cover_url?: string, member_count?: number }} Settings
 */

/** @typedef {{ notify: string, pinned_at?: number, archived_seq?: number, unread_from?: number }} Preference */

/** @type {Preference} */
const ALL = { notify: 'all' };

/** The server's "until it is lifted": the end of the year 9999. */
export const NEVER = 253_402_300_799_000;

/** What is said when the server refuses. @type {Record<string, string>} */
const REFUSALS = { too_many: 'PINNED_FULL', offline: 'OFFLINE', not_found: 'NOT_FOUND', forbidden: 'FORBIDDEN', banned: 'IS_BANNED' };

export class Channel {
  #given;
  /** @type {Set<(member?: Member) => void>} */
  #listeners = new Set();
  /** @type {Map<string, User>} */
  users = new Map();
  /** Whom one does not want to hear of. @type {Set<string>} */
  blocked;
  /** @type {Settings | undefined} */
  settings;
  /** Some of its members. @type {string[]} */
  #some = [];
  /** The own place. @type {Member | undefined} */
  me;
  /** How one keeps it. @type {Preference} */
  preference = ALL;
  /** The sequence of its newest message. */
  newest = 0;
  /** Runs when one is in the channel no more. */
  gone = () => {};

  /** @param {Given} given @param {string} id @param {string} blocked ids, one a line @param {Words} words */
  constructor(given, id, blocked, words) {
    this.#given = given;
    // In a thread its channel decides; only what is about a message names the thread.
    this.id = id.split('.')[0];
    this.place = id;
    this.words = words;
    this.blocked = new Set(blocked.split('\n').filter(Boolean));
    this.end = given.on((frame) => this.#heard(frame));
  }

  get own() {
    return this.#given.me;
  }

  get group() {
    return this.settings?.type === 'group';
  }

  /** What it is called, as in the list. */
  get title() {
    const others = this.#some.map((id) => this.name(id)).join(', ');
    return this.settings?.name || others || this.words.text('CHANNEL__NAME__UNKNOWN');
  }

  /** The one other person of a 1:1. */
  get partner() {
    return this.settings?.distinct && this.#some.length === 1 ? this.#some[0] : undefined;
  }

  /** Its cover, or the one other person's picture. */
  get picture() {
    return this.settings?.cover_url ?? this.users.get(this.partner ?? '')?.profile_url;
  }

  /** Nobody decides in a 1:1. */
  get operates() {
    return this.me?.role === 'operator' && !this.settings?.distinct && (!this.group || this.me.state === 'joined');
  }

  async load() {
    this.#seen(await this.ask('enter'));
  }

  /** Hears of changes; of whom, when it is about a person. @param {(member?: Member) => void} listener */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {(member?: Member) => void} listener */
  forget(listener) {
    this.#listeners.delete(listener);
  }

  /** @param {string} kind @param {object} [body] @returns {Promise<any>} */
  ask(kind, body) {
    return this.#given.ask(kind, { channel_id: this.id, ...body });
  }

  /** Tells the server what is decided; gives what to say when it refuses. @param {string} kind @param {object} [body] */
  async decide(kind, body) {
    try {
      const answer = await (kind === 'block' ? this.#given.ask(kind, body ?? {}) : this.ask(kind, body));
      if (answer.channel) this.#seen(answer);
      if (answer.user_ids) this.#block(answer.user_ids);
      return '';
    } catch (refused) {
      const code = /** @type {{ code?: string }} */ (refused).code ?? '';
      return this.words.text(`DETAILS__${REFUSALS[code] ?? 'FAILED'}__TEXT`);
    }
  }

  /** People of the channels that one knows, for invitations. */
  async acquaintances() {
    const { channels } = await this.#given.ask('list_channels', {});
    this.meet(channels.flatMap((/** @type {any} */ view) => view.users));
    return [...this.users.values()].filter((user) => user.user_id !== this.own);
  }

  /** @param {User[]} users */
  meet(users) {
    users.forEach((user) => this.users.set(user.user_id, user));
  }

  /** @param {string} userId */
  name(userId) {
    return this.words.name(this.users.get(userId) ?? { user_id: userId, nickname: '' });
  }

  /** What somebody is here, in a line. @param {Member} member */
  standing({ role, state, muted_until: muted = 0, banned_until: banned = NEVER, shadow_until: shadow = 0 }) {
    const until = (/** @type {string} */ key, /** @type {number} */ at) =>
      at < NEVER ? this.words.text(`${key}__UNTIL`, { time: this.words.when(at) }) : this.words.text(`${key}__LABEL`);
    if (state === 'banned') return until('MEMBER__BANNED', banned);
    if (muted > Date.now()) return until('MEMBER__MUTED', muted);
    if (shadow > Date.now()) return until('MEMBER__SHADOW', shadow);
    if (role === 'operator' && !this.settings?.distinct) return this.words.text('MEMBER__OPERATOR__LABEL');
    return state === 'left' && this.group ? this.words.text('MEMBER__LEFT__LABEL') : '';
  }

  /** Somebody's place is another one now. @param {Member} member */
  note(member) {
    if (member.user_id === this.own) this.me = { ...this.me, ...member };
    this.#listeners.forEach((listener) => listener(member));
  }

  /** Shows a message of it, or of a thread. @param {number} seq @param {string} place */
  go(seq, place) {
    this.gone();
    this.#given.go(place, seq);
  }

  /** @param {any} view */
  #seen(view) {
    this.settings = view.channel;
    this.newest = view.channel.seq;
    this.me = view.me;
    this.#some = view.some_members ?? [];
    this.preference = view.preference ?? ALL;
    this.meet(view.users ?? []);
    this.#listeners.forEach((listener) => listener());
  }

  /** @param {string[]} userIds */
  #block(userIds) {
    this.blocked = new Set(userIds);
    this.#listeners.forEach((listener) => listener());
  }

  /** @param {{ kind: string, body: any }} frame */
  #heard({ kind, body }) {
    if (kind === 'blocked') return this.#block(body.user_ids);
    if ((body?.channel_id ?? body?.channel?.channel_id) !== this.id) return;
    if (kind === 'message_created') this.newest = body.message.seq;
    if (kind === 'preference') {
      this.preference = body.preference;
      this.#listeners.forEach((listener) => listener());
    }
    if (kind === 'channel_changed') {
      this.settings = body.channel;
      this.#listeners.forEach((listener) => listener());
    }
    if (kind === 'member_changed') {
      this.meet([body.user]);
      this.note(body.member);
    }
    if (kind === 'channel_removed') this.gone();
  }
}
