import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pageFileNames } from '../cli/dashboard/page-files.ts';
import { buildPage } from './build.ts';

/** What a browser loads, in KB: the script of the page, and the simulation once something is replayed. */
const budgetsKb: Record<string, number> = { 'page.js': 130, 'replay.js': 35, 'page.css': 5 };

test('the files of the page are those that are served, within their budgets, and need nothing of Node', async () => {
  const files = await buildPage();
  assert.deepEqual(Object.keys(files).sort(), [...pageFileNames].sort());
  for (const [name, most] of Object.entries(budgetsKb)) {
    const kb = gzipSync(files[name] ?? '', { level: 9 }).length / 1024;
    assert.ok(kb > 1 && kb <= most, `${name} has ${kb.toFixed(1)} KB gzip, at most ${most} are allowed.`);
    assert.doesNotMatch(String(files[name]), /["']node:|\bprocess\.(env|argv)\b/, name);
  }
});
