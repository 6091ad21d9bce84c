/** Filled in by the build: the hashed names of what `embed.js` fetches on intent. */
declare const __MADANG_ASSETS__: Record<'boot' | 'glue' | 'wasm' | 'css', string>;
/** The sentences of the languages that are not built in, by language. */
declare const __MADANG_LOCALES__: Record<string, string>;
/** The second half of the widget's module. */
declare const __MADANG_REST__: string;
/** What is fetched when it is first needed, by name. */
declare const __MADANG_PARTS__: Record<string, string>;
/** Emoji data by language, beside the picker. */
declare const __MADANG_EMOJIS__: Record<string, string>;

declare module '*.css' {
  const text: string;
  export default text;
}
