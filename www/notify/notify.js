/** Notifications: what may ring and until when not; and the ringing itself. */
import { css as controls, toggle } from '../kit/controls.js';
import { button, make } from '../kit/dom.js';
import { Sheet } from '../kit/sheet.js';
import { Words } from '../kit/words.js';
import { device, keep } from './device.js';
import css from './notify.css';
import { readAll } from './read_all.js';
import { ring } from './ring.js';
import { ENGLISH } from './strings.js';
import { title } from './title.js';

/** @typedef {import('../kit/sheet.js').Given & { app: string, keeps: boolean }} Given */

const HOUR_MS = 3_600_000;
const MORNING = 8;

/** @param {Given & { message?: import('./ring.js').Message, unread?: number, until?: string }} given */
export function open(given) {
  const { message, unread, until } = given;
  if (message) return ring({ ...given, message });
  if (unread !== undefined) return title(unread);
  return settings(given, Number(until));
}

/** @param {Given} given @param {number} until */
function settings(given, until) {
  const words = new Words(ENGLISH, given);
  const look = { title: words.text('PANEL__NOTIFY__LABEL'), back: words.text('PANEL__BACK__LABEL'), name: 'madang-notify', css: css + controls };
  const sheet = new Sheet(given, look);
  const section = (/** @type {string} */ key) => make('div', 'madang-sheet__section', {}, words.text(key));
  sheet.body.append(section('NOTIFY__DEVICE__LABEL'), ...rings(given, words));
  if (!given.me) return;
  const said = make('p', 'madang-notify__text', { role: 'status' });
  const failed = make('p', 'madang-sheet__error', { role: 'alert' });
  const times = make('div', 'madang-notify__times', { role: 'group', 'aria-label': words.text('NOTIFY__QUIET__LABEL') });
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING, 0, 0, 0);
  const wish = async (/** @type {number | undefined} */ at) => {
    failed.textContent = '';
    try {
      show((await given.ask('do_not_disturb', { until: at })).until ?? 0);
    } catch {
      failed.textContent = words.text('NOTIFY__FAILED__TEXT');
    }
  };
  const offer = (/** @type {string} */ key, /** @type {() => number | undefined} */ at, gaps = {}) =>
    button('madang-notify__time', words.text(`NOTIFY__${key}__ACTION`, gaps), () => wish(at()));
  const end = offer('END', () => undefined);
  const offers = [
    offer('HOUR', () => Date.now() + HOUR_MS),
    offer('EVENING', () => Date.now() + 8 * HOUR_MS),
    offer('TOMORROW', () => morning.getTime(), { time: words.date(morning.getTime(), { timeStyle: 'short' }) }),
  ];
  times.append(...offers, end);
  /** @param {number} at */
  function show(at) {
    const quiet = at > Date.now();
    const focused = /** @type {ShadowRoot | Document} */ (sheet.node.getRootNode()).activeElement === end;
    said.textContent = quiet ? words.text('NOTIFY__QUIET__TEXT', { time: words.when(at) }) : words.text('NOTIFY__LOUD__TEXT');
    end.hidden = !quiet;
    if (focused && end.hidden) offers[0].focus();
  }
  show(until);
  sheet.onEnd(given.on(({ kind, body }) => kind === 'do_not_disturb' && show(body.until ?? 0)));
  sheet.body.append(section('NOTIFY__QUIET__LABEL'), said, times, failed, section('NOTIFY__UNREAD__LABEL'), ...all(given, words));
}

/** What reads everything at once. @param {Given} given @param {Words} words */
function all(given, words) {
  const said = make('p', 'madang-notify__text', { role: 'status' });
  const press = button('madang-notify__time', words.text('NOTIFY__UNREAD__ACTION'), async () => {
    press.ariaBusy = 'true';
    said.textContent = words.text(await readAll(given).then(() => 'NOTIFY__UNREAD__DONE', () => 'NOTIFY__FAILED__TEXT'));
    press.ariaBusy = null;
  });
  const line = make('div', 'madang-notify__times');
  line.append(press);
  return [line, said];
}

/** What this device does. @param {Given} given @param {Words} words */
function rings(given, words) {
  const known = 'Notification' in window;
  const denied = !known || Notification.permission === 'denied';
  const why = known ? (denied ? 'NOTIFY__DENIED__TEXT' : 'NOTIFY__ALERT__TEXT') : 'NOTIFY__UNKNOWN__TEXT';
  const show = () => {
    const now = device(given);
    sound.show(now.sound);
    alert.show(now.alert && known && Notification.permission === 'granted');
  };
  const sound = toggle(words.text('NOTIFY__SOUND__LABEL'), (on) => {
    keep(given, { sound: on });
    show();
  });
  const alert = toggle(
    words.text('NOTIFY__ALERT__LABEL'),
    async (on) => {
      if (on && (await Notification.requestPermission()) !== 'granted') on = false;
      keep(given, { alert: on });
      show();
    },
    words.text(why),
  );
  alert.node.disabled = denied;
  show();
  return [sound.node, alert.node];
}
