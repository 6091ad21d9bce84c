// Emoji data of one language for the picker, as JSON to the standard output: `emoji.mjs <language>`; nothing when
// emojibase has no such language. `{groups: [name], emojis: [[[emoji, label, tags, tones]]]}`: by group, in Unicode's order.
// `tones` is 1 where a skin tone can be put in, absent where none can.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [language] = process.argv.slice(2);
/** What devices of the last two years can draw. */
const NEWEST = 15.1;

const load = (name) => {
  try {
    return require(`emojibase-data/${language}/${name}.json`);
  } catch (failure) {
    if (failure.code === "MODULE_NOT_FOUND") process.exit(0);
    throw failure;
  }
};

/** Fully qualified, as the server writes it: a selector where the character alone would be text, and only there. */
const qualified = (emoji) =>
  emoji.replace(/(\p{Emoji}\u20e3?)\ufe0f?(?=(\p{Emoji_Modifier}|\ufe0f?\u20e3)?)/gu, (_, char, after) => {
    if (/^[0-9#*]/.test(char)) return `${char}\ufe0f`;
    return /\p{Emoji_Presentation}|\p{Regional_Indicator}/u.test(char) || (after && /\p{Emoji_Modifier}/u.test(after)) ? char : `${char}\ufe0f`;
  });

/** The same rule as in www/picker/tone.js. */
const toned = (emoji, tone) => emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${String.fromCodePoint(0x1f3fa + tone)}`);

const messages = load("messages");
const groups = messages.groups.filter(({ key }) => key !== "component").sort((a, b) => a.order - b.order);
const emojis = groups.map(({ order }) =>
  load("data")
    .filter((emoji) => emoji.group === order && emoji.version <= NEWEST)
    .sort((a, b) => a.order - b.order)
    .map(({ emoji, label, tags = [], skins = [] }) => {
      const plain = qualified(emoji);
      const one = (tone) => skins.find((skin) => skin.tone === tone || (skin.tone?.length > 1 && skin.tone.every((each) => each === tone)));
      const all = [1, 2, 3, 4, 5].every((tone) => one(tone) && qualified(one(tone).emoji) === toned(plain, tone));
      return [plain, label, tags.join(" "), ...(all ? [1] : [])];
    }),
);
process.stdout.write(JSON.stringify({ groups: groups.map(({ message }) => message), emojis }));
