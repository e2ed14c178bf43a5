import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

/**
 * Runs the tests of the rooms that need no server and no process, all in this one process: to start one for each file, and to load
 * the same modules in each, took most of their time. A hook of such a file belongs into a `describe`: outside it would be one of all files.
 */
const ofLib = ['api', 'commands', 'control', 'evaluate', 'job', 'monitoring', 'plan', 'request', 'store'];
const others = ['bench', 'cli/text', 'dashboard', 'test/template', 'test/rows'];

const repository = join(import.meta.dirname, '..');
const rooms = [...ofLib.map((room) => `lib/${room}`), ...others];
const files = globSync(
  rooms.map((room) => `${room}/**/*.test.ts`),
  { cwd: repository },
);
for (const file of files.sort()) {
  if (!file.endsWith('.thorough.test.ts')) await import(pathToFileURL(join(repository, file)).href);
}

test('npm test runs the rooms of lib that are not here by themselves', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  assert.ok(scripts.test.includes(`lib/!(${ofLib.join('|')})/**`), scripts.test);
});
