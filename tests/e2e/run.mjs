/**
 * Runs the browser cases: `node tests/e2e/run.mjs [case …]`. Each case is a folder with its pages, if it has its own,
 * and `spec.mjs`. Node's test runner sums up; the last line is for who runs us.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binary } from './harness/server.mjs';

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
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FORCE_COLOR: '0' },
});
console.log(`e2e: ${chosen.length} cases ${status === 0 ? 'passed' : 'ran, with failures'}: ${chosen.join(', ')}`);
process.exit(status ?? 1);
