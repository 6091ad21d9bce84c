/** What may ring on this device: kept with the page's own things, unless nothing may be kept. */

/** @typedef {{ sound: boolean, alert: boolean }} Device */

/** Where nothing may be kept, and where keeping fails. @type {Map<string, Device>} */
const held = new Map();

/** @param {{ app: string, keeps: boolean }} given @returns {Device} */
export function device({ app, keeps }) {
  let kept;
  try {
    kept = keeps && JSON.parse(localStorage.getItem(`madang.notify.${app}`) ?? 'null');
  } catch {
    // Blocked, or not ours.
  }
  return { sound: true, alert: false, ...(kept || held.get(app)) };
}

/** @param {{ app: string, keeps: boolean }} given @param {Partial<Device>} wanted */
export function keep(given, wanted) {
  const now = { ...device(given), ...wanted };
  held.set(given.app, now);
  try {
    if (given.keeps) localStorage.setItem(`madang.notify.${given.app}`, JSON.stringify(now));
  } catch {
    // Full or blocked: it holds until the page is left.
  }
  return now;
}
