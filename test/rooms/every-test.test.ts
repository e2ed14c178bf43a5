import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, testsIn } from '../rigs/together.ts';
import { rooms } from './rooms.ts';

test('npm test runs each test once, by itself or together with others', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const patterns = [...scripts.test.matchAll(/'([^']+)'/g)].map(([, pattern]) => pattern);
  const alone = globSync(patterns, { cwd: repository }).filter((file) => !file.startsWith('test/rooms/'));
  const run = [...alone, ...Object.values(rooms).flatMap(testsIn)].sort();
  const all = testsIn(['{bench,cli,dashboard,lib,local,scripts,simulators}', 'test/{template,rows}']);
  assert.deepEqual(run, [...all, 'test/simulation/simulation.test.ts'].sort());
});
