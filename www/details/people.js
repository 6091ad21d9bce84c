/** The lists of the details: members, operators, who is muted or banned, and the reports that wait. */
import { button, face, make } from '../kit/dom.js';
import { State } from '../kit/states.js';
import { chevron, status } from './controls.js';

/** @typedef {import('./channel.js').Channel} Channel */
/** @typedef {import('./channel.js').Member} Member */
/** @typedef {{ report_id: number, seq?: number, user_id: string, reporter_id: string, channel_id: string, reason: string, text: string }} Report */
/** @typedef {'members' | 'present' | 'operators' | 'muted' | 'shadow_muted' | 'banned' | 'reports'} Part */

/** So near to its end a list goes on. */
const NEAR_PX = 400;
/** One stops typing. */
const PAUSE_MS = 250;
/** Who comes and goes is asked anew. */
const AGAIN_MS = 15_000;

export class People {
  #channel;
  #words;
  #open;
  /** @type {Part | undefined} */
  #part;
  /** @type {Part[]} */
  #parts = [];
  /** @type {string | undefined} */
  #next;
  #loading = false;
  /** Another list was chosen since. */
  #run = 0;
  /** @type {Map<string, { node: HTMLElement, member: Member }>} */
  #rows = new Map();
  #tabs = make('div', 'madang-details__tabs', { role: 'group' });
  /** Finds people by the beginning of a name. */
  #find;
  #count = make('p', 'madang-sheet__section', { role: 'status' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #list = make('div', 'madang-details__list', { role: 'list' });
  #state;
  #status = status();
  node = make('div', 'madang-details__people');

  /** @param {Channel} channel @param {(about: { userId: string, seq?: number, place?: string, member?: Member }) => void} open a person's page */
  constructor(channel, open) {
    this.#channel = channel;
    this.#words = channel.words;
    this.#open = open;
    const label = this.#words.text('DETAILS__FIND__LABEL');
    this.#find = /** @type {HTMLInputElement} */ (make('input', 'madang-input', { type: 'search', 'aria-label': label, placeholder: label, autocomplete: 'off', spellcheck: 'false', maxlength: '80', dir: 'auto' }));
    this.#find.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#begin(), PAUSE_MS);
    });
    this.#state = new State(this.#words, this.#list);
    const bar = make('div', 'madang-details__find');
    bar.append(this.#find);
    this.node.append(this.#tabs, bar, this.#count, this.#status, this.#list, this.#state.node);
    const again = setInterval(() => (this.node.isConnected ? this.#again() : clearInterval(again)), AGAIN_MS);
    channel.onChange((member) => {
      // What one may do oneself decides which lists there are.
      if (!member || member.user_id === channel.own) this.#offer();
      if (member) this.#noted(member);
    });
  }

  /** Goes on when the end of the list comes near. @param {HTMLElement} scroller */
  scrolled(scroller) {
    if (this.#next && !this.#state.lost && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX) this.#page();
  }

  /** The lists that there are; an open channel has no members, but who is there now. */
  #offer() {
    const { operates, group } = this.#channel;
    /** @type {Part[]} */
    const parts = group ? (operates ? ['members', 'operators'] : ['members']) : ['present', 'operators'];
    if (operates) parts.push('muted', 'shadow_muted', 'banned', 'reports');
    if (`${parts}` === `${this.#parts}`) return;
    this.#parts = parts;
    this.#tabs.hidden = parts.length < 2;
    const tabs = parts.map((part) => {
      const tab = button('madang-details__tab', this.#words.text(`DETAILS__${part.toUpperCase()}__LABEL`), () => this.#choose(part));
      tab.dataset.part = part;
      return tab;
    });
    this.#tabs.replaceChildren(...tabs);
    this.#choose(this.#part && parts.includes(this.#part) ? this.#part : parts[0]);
  }

  /** @param {Part} part */
  #choose(part) {
    this.#part = part;
    for (const tab of /** @type {HTMLElement[]} */ ([...this.#tabs.children])) tab.setAttribute('aria-pressed', `${tab.dataset.part === part}`);
    this.#list.setAttribute('aria-label', this.#words.text(`DETAILS__${part.toUpperCase()}__LABEL`));
    const { partner, settings } = this.#channel;
    const found = part === 'present' || (part === 'members' && !partner && (settings?.member_count ?? 0) > 1);
    /** @type {HTMLElement} */ (this.#find.parentElement).hidden = !found;
    this.#find.value = '';
    this.#begin();
  }

  #begin() {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#next = undefined;
    this.#run++;
    this.#loading = false;
    this.#count.hidden = this.#part !== 'present';
    this.#count.textContent = '';
    this.#page();
  }

  async #page() {
    if (this.#loading) return;
    this.#loading = true;
    const [run, part] = [this.#run, this.#part];
    this.#state.loading();
    const asked = part === 'reports' ? this.#channel.ask('list_reports', { after: this.#next }) : this.#ask(this.#next);
    const page = await asked.catch(() => undefined);
    if (run !== this.#run) return;
    this.#loading = false;
    if (!page) return this.#state.failed(this.#words.text('DETAILS__FAILED__TEXT'), () => this.#page());
    this.#channel.meet(page.users);
    this.#next = page.next;
    page.members?.forEach((/** @type {Member} */ member) => this.#put(member));
    this.#tell(page.count);
    page.reports?.forEach((/** @type {Report} */ report) => this.#list.append(this.#report(report)));
    this.#empty();
  }

  /** @param {string} [after] */
  #ask(after) {
    const prefix = this.#find.value.trim() || undefined;
    return this.#channel.ask('list_members', { after, prefix, filter: this.#part === 'members' ? undefined : this.#part });
  }

  /** Who came and who went, where all of them are on one page; of a crowd only how many. */
  async #again() {
    if (this.#part !== 'present' || this.#loading) return;
    const run = this.#run;
    const page = await this.#ask().catch(() => undefined);
    if (!page || run !== this.#run || this.#loading) return;
    this.#channel.meet(page.users);
    this.#tell(page.count);
    if (page.next || this.#next) return;
    const here = new Set(page.members.map((/** @type {Member} */ { user_id }) => user_id));
    for (const [id, { node }] of this.#rows) {
      if (here.has(id)) continue;
      node.remove();
      this.#rows.delete(id);
    }
    page.members.forEach((/** @type {Member} */ member) => this.#put(member));
    this.#empty();
  }

  /** @param {number} [count] */
  #tell(count) {
    const text = count === undefined ? '' : this.#words.count('DETAILS__HERE', count);
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }

  #empty() {
    const found = this.#find.value.trim() ? 'DETAILS__NOBODY__TEXT' : 'DETAILS__EMPTY__TEXT';
    this.#state.came(this.#words.text(this.#part === 'reports' ? 'DETAILS__QUIET__TEXT' : found));
  }

  /** Somebody's place changed: the list holds whom it is about. @param {Member} member */
  #noted(member) {
    const held = this.#rows.get(member.user_id);
    // Events tell nothing of shadow mutes.
    const shadow = 'shadow_until' in member ? (member.shadow_until ?? 0) > Date.now() : held !== undefined;
    const belongs = {
      members: member.state === 'joined' && !this.#find.value.trim(),
      // Being there is no matter of one's place; whoever is banned is put out.
      present: member.state !== 'banned' && this.#rows.has(member.user_id),
      operators: member.role === 'operator' && member.state !== 'banned',
      muted: member.state !== 'banned' && (member.muted_until ?? 0) > Date.now(),
      shadow_muted: member.state !== 'banned' && shadow,
      banned: member.state === 'banned',
      reports: false,
    };
    if (this.#part && (belongs[this.#part] || (held && this.#part === 'members' && member.state === 'joined'))) {
      if (held || !this.#next) this.#put(member);
    } else if (held) {
      held.node.remove();
      this.#rows.delete(member.user_id);
    }
    if (this.#part !== 'reports' && !this.#loading && !this.#state.lost) this.#empty();
  }

  /** @param {Member} member */
  #put(member) {
    const { user_id: id } = member;
    let row = this.#rows.get(id);
    if (row) row.member = member;
    else {
      const item = make('div', '', { role: 'listitem' });
      row = { node: item, member };
      this.#rows.set(id, row);
      const held = row;
      item.append(button('madang-sheet__row', '', () => this.#open({ userId: id, member: held.member })));
      this.#list.append(item);
    }
    const inside = /** @type {HTMLButtonElement} */ (row.node.firstElementChild);
    inside.replaceChildren(...face(this.#channel.name(id), id, this.#channel.users.get(id)?.profile_url, this.#channel.standing(member)), chevron());
    // About oneself there is nothing to do but to step down.
    inside.disabled = id === this.#channel.own && !this.#channel.operates;
  }

  /** What was reported, why, and by whom. @param {Report} report */
  #report({ report_id: id, seq, user_id: userId, reporter_id: reporter, channel_id: place, reason, text }) {
    const node = make('div', 'madang-details__report', { role: 'listitem' });
    const filtered = reason === 'filtered';
    const why = this.#words.text(`REPORT__${reason.toUpperCase()}__${filtered ? 'LABEL' : 'ACTION'}`);
    const by = this.#words.text('DETAILS__REPORTED__TEXT', { name: this.#channel.name(reporter) });
    const head = make('div', 'madang-details__reported');
    head.append(...face(this.#channel.name(userId), userId, this.#channel.users.get(userId)?.profile_url, filtered ? why : `${why} · ${by}`));
    node.append(head);
    if (text) node.append(make('p', 'madang-details__text', { dir: 'auto' }, text));
    const acts = make('div', 'madang-details__acts');
    if (seq) acts.append(button('madang-text-button', this.#words.text('DETAILS__SHOW__ACTION'), () => this.#channel.go(seq, place)));
    acts.append(button('madang-text-button', this.#words.text('DETAILS__MODERATE__ACTION'), () => this.#open({ userId, seq, place })));
    acts.append(
      button('madang-text-button', this.#words.text('DETAILS__DONE__ACTION'), async () => {
        const refused = await this.#channel.decide('resolve_report', { report_id: id });
        this.#status.textContent = refused;
        if (refused) return;
        const next = /** @type {HTMLElement | null} */ (node.nextElementSibling ?? node.previousElementSibling);
        node.remove();
        this.#empty();
        const stop = next ?? this.#tabs.querySelector('[aria-pressed="true"]');
        /** @type {HTMLElement | undefined | null} */ (stop?.matches('button') ? stop : stop?.querySelector('button:last-child'))?.focus();
      }),
    );
    node.append(acts);
    return node;
  }
}
