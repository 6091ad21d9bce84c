/** What stands in the timeline's places: pictures with their blur, players, and downloads. */
import { Word } from './files.js';
import { voice } from './voice.js';

/** @typedef {import('./files.js').Options} Options */
/** @typedef {import('./links.js').Links} Links */

/** @param {HTMLElement} place @param {Links} links @param {Options} options @param {File | undefined} own */
export function fill(place, links, options, own) {
  const { kind, fileId = '', name = '', mime = '' } = place.dataset;
  if (kind === 'image') {
    blur(place);
    if (own) preview(place, own);
    picture(place, links, fileId, mime, name);
    place.addEventListener('click', () => view(place, links, options));
  } else if (kind === 'cover') cover(place, links, fileId);
  else if (kind === 'preview') {
    blur(place);
    picture(place, links, fileId, mime, '');
  } else if (place.dataset.waveform) voice(place, links, options);
  else if (kind === 'video' || kind === 'audio') player(place, links, fileId, kind, name);
  const download = place.querySelector('[data-download]') || (kind === 'document' && place);
  if (download) download.addEventListener('click', () => save(links, fileId, name));
}

/** Sixteen colours that the browser smooths. @param {HTMLElement} place */
function blur(place) {
  const colours = place.dataset.placeholder || '';
  if (colours.length !== 48) return;
  const canvas = document.createElement('canvas');
  canvas.className = 'madang-file__blur';
  canvas.width = canvas.height = 4;
  const pixels = new ImageData(4, 4);
  for (let at = 0; at < 16; at++) {
    for (let part = 0; part < 3; part++) pixels.data[at * 4 + part] = parseInt(colours[at * 3 + part], 16) * 17;
    pixels.data[at * 4 + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  place.append(canvas);
}

/** Moving pictures stand still where motion is not wanted. @param {string} mime */
const moves = (mime) => /gif|webp/.test(mime) && !matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @param {HTMLElement} place @param {Links} links @param {string} id @param {string} mime @param {string} name */
async function picture(place, links, id, mime, name) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const link = await links.get(id, attempt > 0);
      const address = moves(mime) ? link.original : link.thumbnail;
      const shown = await load(address, name).catch(() => draw(address));
      shown.className = 'madang-file__picture';
      place.append(shown);
      place.dataset.state = 'loaded';
      return;
    } catch {
      await new Promise((later) => setTimeout(later, 1000 * 3 ** attempt));
      if (!place.isConnected && attempt) return;
    }
  }
  place.dataset.state = 'failed';
}

/** Faces that were drawn here: rows are drawn anew with each message. @type {Map<string, HTMLElement>} */
const faces = new Map();

/** Fills a place with a channel's face; what cannot be shown leaves the initials. @param {HTMLElement} place @param {Links} links @param {string} id */
export async function cover(place, links, id) {
  const drawn = faces.get(id);
  if (drawn instanceof HTMLImageElement) return place.replaceChildren(drawn.cloneNode());
  try {
    const { thumbnail } = await links.get(id);
    const face = await load(thumbnail, '').catch(() => draw(thumbnail));
    face.className = 'madang-avatar__picture';
    faces.set(id, face);
    place.replaceChildren(face);
  } catch {
    place.remove();
  }
}

/** @param {string} address @param {string} name @returns {Promise<HTMLElement>} */
async function load(address, name) {
  const image = new Image();
  image.decoding = 'async';
  image.alt = name;
  image.draggable = false;
  image.src = address;
  await image.decode();
  return image;
}

/** Where the page's policy allows no pictures of ours (`img-src`), a canvas shows what was fetched. @param {string} address */
export async function draw(address) {
  const answer = await fetch(address, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return painted(await answer.blob());
}

/** @param {Blob} blob @param {number} [most] longest side */
async function painted(blob, most = 2048) {
  const bitmap = await createImageBitmap(blob);
  const share = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** The middle of a picture that is only on this device. @param {File} file @param {number} [side] */
export async function square(file, side = 256) {
  const bitmap = await createImageBitmap(file);
  const least = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(bitmap, (bitmap.width - least) / 2, (bitmap.height - least) / 2, least, least, 0, 0, side, side);
  bitmap.close();
  return canvas;
}

/** A picture that is only on this device. @param {HTMLElement} place @param {File} file */
export async function preview(place, file) {
  if (!file.type.startsWith('image/')) return;
  try {
    const canvas = await painted(file, 640);
    canvas.className = 'madang-file__picture madang-file__preview';
    if (place.dataset.state === 'loaded') return;
    place.querySelector('.madang-file__preview')?.remove();
    if (place.dataset.alone) place.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
    place.append(canvas);
    place.dataset.preview = '';
  } catch {
    // What the browser cannot read the server judges.
  }
}

/** @param {HTMLElement} place @param {Links} links @param {string} id @param {'audio' | 'video'} kind @param {string} name */
async function player(place, links, id, kind, name) {
  const media = document.createElement(kind);
  media.className = 'madang-file__player';
  media.controls = true;
  media.preload = 'metadata';
  media.setAttribute('aria-label', name);
  media.setAttribute('playsinline', '');
  let tries = 0;
  const source = async () => {
    const { currentTime, paused } = media;
    media.src = (await links.get(id, tries > 0)).original;
    if (currentTime) media.currentTime = currentTime;
    if (!paused) media.play().catch(() => {});
  };
  // A link ends after minutes; a policy of the page may forbid players, and then the download stays.
  media.addEventListener('error', () => (tries++ < 2 ? source().catch(() => {}) : media.remove()));
  media.addEventListener('playing', () => (tries = 0));
  try {
    await source();
    place.append(media);
  } catch {
    place.dataset.state = 'failed';
  }
}

/** @param {Links} links @param {string} id @param {string} name */
export async function save(links, id, name) {
  const anchor = document.createElement('a');
  anchor.href = `${(await links.get(id)).original}&download=1`;
  anchor.download = name;
  anchor.rel = 'noopener noreferrer';
  anchor.click();
}

/** @param {HTMLElement} place @param {Links} links @param {Options} options */
async function view(place, links, options) {
  const timeline = place.closest('.madang-timeline') || place.parentElement;
  const places = /** @type {HTMLElement[]} */ ([...(timeline?.querySelectorAll('.madang-file[data-kind=image][data-file-id]') || [place])]);
  const pictures = places.map(({ dataset }) => ({ id: dataset.fileId || '', name: dataset.name || '' }));
  const { open } = await options.part('viewer');
  open({
    root: place.closest('.madang-root') || place.parentElement,
    pictures,
    at: places.indexOf(place),
    words: options.words(),
    Word,
    link: (/** @type {string} */ id) => links.get(id),
    draw,
    save: (/** @type {string} */ id, /** @type {string} */ name) => save(links, id, name),
    closed: (/** @type {string} */ id) => (places.find((one) => one.dataset.fileId === id && one.isConnected) || place).focus({ preventScroll: true }),
  });
}
