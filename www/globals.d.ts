/** Filled in by the build: the hashed names of what `embed.js` fetches on intent. */
declare const __MADANG_ASSETS__: Record<'boot' | 'glue' | 'wasm' | 'css', string>;

declare module '*.css' {
  const text: string;
  export default text;
}
