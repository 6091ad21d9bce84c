/** The details of a channel over its conversation: its settings, its people, the reports; or what may be done about one person. */
import css from './details.css';
import { css as cover } from '../cover/cover.js';
import { css as controls } from '../kit/controls.js';
import { make, style } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { State } from '../kit/states.js';
import { Words } from '../kit/words.js';
import { Channel } from './channel.js';
import { chevron, line, status } from './controls.js';
import { Face } from './face.js';
import { Own } from './own.js';
import { People } from './people.js';
import { Person } from './person.js';
import { Settings } from './settings.js';
import { english } from './strings.js';

/** @typedef {import('../kit/sheet.js').Given} Given */

/** @param {Given & { channelId: string, userId: string, seq: string, blocked: string, until: string }} given empty texts where there is none */
export async function open(given) {
  const words = new Words(english, given);
  const channel = new Channel(given, given.channelId, given.blocked, words);
  style(given.panel, css, controls, cover);
  if (!given.userId) return overview(given, channel);
  // Whose page it is, the server says with the channel.
  await channel.load().catch(() => {});
  const { sheet } = new Person(given, channel, { userId: given.userId, seq: Number(given.seq) || undefined });
  channel.gone = () => sheet.close();
  sheet.onEnd(channel.end);
}

/** @param {Given & { until: string }} given @param {Channel} channel */
function overview(given, channel) {
  const { words } = channel;
  const sheet = new Sheet(given, { title: words.text('DETAILS__TITLE__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-details' });
  /** @type {Person | undefined} */
  let person;
  const people = new People(channel, (about) => {
    person = new Person(given, channel, about);
    // Whose row is gone leaves the focus to the way back.
    person.sheet.onEnd(() => queueMicrotask(() => sheet.node.contains(active(sheet)) || sheet.head.querySelector('button')?.focus()));
  });
  const state = new State(words, sheet.body);
  sheet.body.append(state.node);
  sheet.body.addEventListener('scroll', () => people.scrolled(sheet.body));
  channel.gone = () => {
    person?.sheet.close();
    sheet.close();
  };
  sheet.onEnd(channel.end);
  const device = line(words.text('DETAILS__DEVICE__ACTION'), async () => (await given.files.part('notify')).open({ until: given.until }));
  device.append(chevron());
  const face = new Face(given, channel);
  sheet.onEnd(() => face.end());
  const settings = new Settings(channel);
  const own = new Own(channel);
  const load = () => {
    state.loading();
    channel.load().then(
      () => state.node.replaceWith(face.node, own.node, device, settings.node, people.node, ...leave(channel)),
      () => state.failed(words.text('DETAILS__FAILED__TEXT'), load),
    );
  };
  load();
}

/** @param {Sheet} sheet */
const active = (sheet) => /** @type {ShadowRoot | Document} */ (sheet.node.getRootNode()).activeElement;

/** The way out of a group; asked twice, since one may not find back. @param {Channel} channel */
function leave(channel) {
  if (!channel.group || channel.me?.state !== 'joined') return [];
  const said = status();
  const press = line(channel.words.text('DETAILS__LEAVE__ACTION'), async () => {
    const text = press.querySelector('.madang-details__danger');
    const sure = channel.words.text('DETAILS__LEAVE__SURE');
    if (text && text.textContent !== sure) text.textContent = sure;
    else said.textContent = await channel.decide('leave');
  }, { danger: true });
  return [make('hr', 'madang-details__rule'), press, said];
}
