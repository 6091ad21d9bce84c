/** Skin tones: 0 is none, 1–5 light to dark. */

/** @param {string} emoji one that takes a tone @param {number} tone @returns {string} */
export const toned = (emoji, tone) =>
  tone ? emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${String.fromCodePoint(0x1f3fa + tone)}`) : emoji;
