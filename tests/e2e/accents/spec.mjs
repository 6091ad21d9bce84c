import assert from 'node:assert/strict';
import { test } from 'node:test';
import { world } from '../harness/world.mjs';

/** Fifty colours over all hues, lightnesses and strengths, also beyond what screens show, and ten that people write. */
const ACCENTS = Array.from({ length: 50 }, (_, i) => {
  const [lightness, chroma] = [0.15 + (0.8 * ((i * 37) % 50)) / 50, 0.02 + (0.24 * ((i * 17) % 50)) / 50];
  return `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${(i * 7.2).toFixed(1)})`;
}).concat('white', 'black', '#ff0', '#00f', '#f00', '#0f0', 'gray', '#777777', '#767676', 'rebeccapurple');

for (const theme of ['light', 'dark']) {
  test(`text on accent reads at 4.5 : 1 with sixty accents, ${theme}`, { timeout: 60_000 }, async (t) => {
    const it = await world(t);
    const widget = await it.visit({ user: 'mina', query: { theme } });
    await widget.open();
    await widget.send('on accent');
    await widget.state('on accent', 'sent', 'delivered', 'read');
    const faults = await widget.host.evaluate((host, accents) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const still = new CSSStyleSheet();
      still.replaceSync('* { transition: none !important }');
      host.shadowRoot.adoptedStyleSheets.push(still);
      const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
      const luminance = (colour) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
      };
      const contrast = (element) => {
        const { color, backgroundColor } = getComputedStyle(element);
        const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
      };
      const shown = ['.madang-message[data-own=true] .madang-message__bubble', '.madang-composer__send'];
      return accents.flatMap((accent) => {
        host.style.setProperty('--madang-color-accent', accent);
        const low = shown.map((selector) => [selector, contrast(host.shadowRoot.querySelector(selector))]);
        return low.filter(([, ratio]) => ratio < 4.5).map(([selector, ratio]) => `${accent} ${selector} ${ratio.toFixed(2)}`);
      });
    }, ACCENTS);
    assert.deepEqual(faults, []);
  });
}
