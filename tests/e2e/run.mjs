/**
 * Runs the browser cases: `node tests/e2e/run.mjs [case …]`. Each case is a folder with its pages, if it has its own,
 * and `spec.mjs`. Node's test runner sums up; the last line is for who runs us.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { binary } from './harness/server.mjs';

process.env.FORCE_COLOR = '0';
const here = import.meta.dirname;
const cases = fs.readdirSync(here).filter((name) => fs.existsSync(path.join(here, name, 'spec.mjs')));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !cases.includes(name));
if (unknown.length) {
  console.error(`no such case: ${unknown.join(', ')}; there are ${cases.join(', ')}`);
  process.exit(2);
}
const chosen = asked.length ? asked : cases;
console.log(`server: ${binary()}`);
const files = chosen.map((name) => path.join(here, name, 'spec.mjs'));
const name = (file) => path.basename(path.dirname(file));

/** They measure time or memory: nothing runs beside them. */
const ALONE = ['crowd', 'destroy_leaves_nothing', 'emoji_picker', 'late_module', 'long_conversation', 'no_trace_before_intent', 'scroll', 'tabs', 'viewer'];

/** Runs the files, so many at a time; gives those that failed. */
async function failing(files, concurrency) {
  if (!files.length) return [];
  const failed = new Set();
  const events = run({ files, concurrency });
  events.on('test:fail', ({ file, name }) => failed.add(file ?? name));
  await pipeline(events.compose(new spec()), process.stdout, { end: false });
  return files.filter((file) => failed.has(file));
}

// A browser on a machine that does other things at once may be late for once: what failed has to pass when it runs
// alone. The last line names it all the same, for a case that does so twice has a fault.
const alone = files.filter((file) => ALONE.includes(name(file)));
const others = files.filter((file) => !alone.includes(file));
const first = [...(await failing(others, 2)), ...(await failing(alone, 1))];
const second = await failing(first, 1);
const unsteady = first.filter((file) => !second.includes(file)).map(name);
const result = second.length ? `ran, ${second.map(name).join(', ')} FAILED twice` : 'passed';
console.log(`e2e: ${chosen.length} cases ${result}${unsteady.length ? `, ${unsteady.join(', ')} at the second run only` : ''}: ${chosen.join(', ')}`);
process.exitCode = second.length ? 1 : 0;
