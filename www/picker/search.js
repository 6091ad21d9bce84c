/** Search by name and tags in the reader's language; Korean also by first consonants and while a syllable is being typed. */

/** @typedef {[emoji: string, label: string, tags: string, tones?: 1]} Emoji */

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** The consonants that begin syllables, in Unicode's order of syllables. */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** @param {string} text */
const plain = (text) => text.normalize('NFC').toLowerCase();

/** Whether a typed letter fits a letter of a name. @param {string} typed @param {string} letter @param {boolean} last */
function fits(typed, letter, last) {
  if (typed === letter) return true;
  const code = letter.charCodeAt(0) - FIRST_SYLLABLE;
  if (code < 0 || code > LAST_SYLLABLE - FIRST_SYLLABLE) return false;
  const initial = INITIALS.indexOf(typed);
  if (initial >= 0) return Math.floor(code / 588) === initial;
  // 우 is on its way to 웃.
  const open = typed.charCodeAt(0) - FIRST_SYLLABLE;
  return last && open >= 0 && open % 28 === 0 && Math.floor(code / 28) === Math.floor(open / 28);
}

/** Where a word stands in a text, or -1. @param {string} text @param {string} word */
function find(text, word) {
  for (let at = 0; at + word.length <= text.length; at++) {
    let same = 0;
    while (same < word.length && fits(word[same], text[at + same], same === word.length - 1)) same++;
    if (same === word.length) return at;
  }
  return -1;
}

/** How well one word fits, 0 for not at all. @param {Emoji} emoji @param {string} word */
function rank([sign, label, tags], word) {
  if (sign === word) return 9;
  const name = plain(label);
  const at = find(name, word);
  if (at === 0) return name.length === word.length ? 8 : 6;
  const tag = find(` ${plain(tags)}`, ` ${word}`);
  if (at > 0 && name[at - 1] === ' ') return 5;
  if (tag >= 0) return 4;
  return at > 0 ? 2 : find(plain(tags), word) >= 0 ? 1 : 0;
}

/** The best first; each typed word must fit. @param {Emoji[]} emojis @param {string} query @returns {Emoji[]} */
export function search(emojis, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  /** @type {[number, number, Emoji][]} */
  const found = [];
  emojis.forEach((emoji, order) => {
    let sum = 0;
    for (const word of words) {
      const fit = rank(emoji, word);
      if (!fit) return;
      sum += fit;
    }
    found.push([-sum, order, emoji]);
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , emoji]) => emoji);
}
