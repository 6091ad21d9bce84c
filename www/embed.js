/**
 * The script tag. Defines `<madang-chat>`, paints the launcher, and hands over `window.madang`; everything else is
 * fetched when the visitor shows intent. Nothing here may throw into the page.
 */
import { start } from './loader/start.js';

try {
  start(/** @type {HTMLScriptElement | null} */ (document.currentScript));
} catch (failure) {
  console.error(failure);
}
