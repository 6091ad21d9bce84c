import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { world } from '../harness/world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How a story is looked at; where the language is English axe is asked. With MADANG_SHOTS pictures are kept. */
const LOOKS = [
  { size: { width: 390, height: 844 }, theme: 'light' },
  { size: { width: 360, height: 640 }, theme: 'dark' },
  { size: { width: 360, height: 640 }, theme: 'dark', locale: 'ko' },
  { size: { width: 390, height: 844 }, theme: 'light', locale: 'ar', dir: 'rtl' },
];

for (const { size, ...query } of LOOKS) {
  const look = Object.values(query).join('-');
  test(`every story opens, ${size.width}×${size.height}, ${look}`, { timeout: 300_000 }, async (t) => {
    const it = await world(t);
    const profile = await it.browser.newContext({ viewport: size, locale: 'en-US' });
    const page = await profile.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const open = (story) => page.goto(`${it.server.url}/playground/stories.html?${new URLSearchParams({ ...query, ...(story && { story }) })}`);
    await open();
    const stories = await page.locator('nav a').allTextContents();
    assert.ok(stories.length > 50, `${stories.length} stories`);
    const faults = [];
    for (const story of stories) {
      complaints.length = 0;
      await open(story);
      await page.locator('.story__frame[data-ready]').waitFor({ timeout: 10_000 }).catch(() => faults.push(`${story}: does not open`));
      await page.evaluate(() => Promise.all([...document.querySelectorAll('.story__frame')].flatMap((frame) => frame.shadowRoot.getAnimations()).filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime)).map((motion) => motion.finished.catch(() => {}))));
      const found = await page.evaluate(async () => {
        const root = document.querySelector('.story__frame').shadowRoot;
        const panel = root.querySelector('.madang-panel').getBoundingClientRect();
        const clipped = (node) => node.closest('.madang-hidden, .madang-details__tabs, .madang-picker__tabs');
        return [...root.querySelectorAll('.madang-panel *')].filter((node) => {
          const { left, right, width, height } = node.getBoundingClientRect();
          return width > 1 && height > 1 && (left < panel.left - 1 || right > panel.right + 1) && !clipped(node) && getComputedStyle(node).visibility === 'visible';
        }).map((node) => `sticks out: ${node.className}`);
      });
      faults.push(...[...found, ...complaints].map((fault) => `${story}: ${fault}`));
      if (!query.locale) {
        await page.evaluate(axe);
        const violations = await page.evaluate(async (rules) => {
          const result = await window.axe.run(document.querySelector('.story__pair'), { runOnly: rules });
          return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
        }, RULES);
        faults.push(...violations.map((fault) => `${story}: ${fault}`));
      }
      if (process.env.MADANG_SHOTS) await page.screenshot({ path: it.screenshotPath(`gallery-${look}-${story}`) });
    }
    assert.deepEqual(faults, []);
  });
}
