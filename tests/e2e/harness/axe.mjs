/** What axe finds within our element. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations as lines. @param {import('./widget.mjs').Widget} widget */
export async function violations(widget) {
  await widget.page.waitForTimeout(350); // motion has ended
  await widget.page.evaluate(axe);
  return widget.page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document.querySelector('madang-chat'), {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  });
}
