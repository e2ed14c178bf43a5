import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { cgroupLimiter } from './cgroup-limit.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cgroup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const offerControllers = (names: string) => writeFileSync(join(root, 'cgroup.controllers'), `${names}\n`);

test('a machine without version 2, or without its cpu controller, has no cgroup limiter', () => {
  assert.equal(cgroupLimiter(root), undefined);
  offerControllers('cpuset io memory');
  assert.equal(cgroupLimiter(root), undefined);
});

test('a limit is a quota of each tenth of a second, in a group that holds the session', () => {
  offerControllers('cpuset cpu io');
  const end = cgroupLimiter(root)?.limit(4711, 0.25);
  const group = join(root, `pacer-${process.pid}-4711`);
  assert.equal(readFileSync(join(group, 'cpu.max'), 'utf8'), '25000 100000');
  assert.equal(readFileSync(join(group, 'cgroup.procs'), 'utf8'), '4711');
  assert.equal(readFileSync(join(root, 'cgroup.subtree_control'), 'utf8'), '+cpu');
  writeFileSync(join(group, 'cpu.stat'), 'usage_usec 2500000\nuser_usec 2000000\n');
  assert.equal(end?.()?.usedSeconds, 2.5);
});

test('the groups that a killed process left behind are removed', () => {
  offerControllers('cpu');
  mkdirSync(join(root, 'pacer-2147483646-1'));
  cgroupLimiter(root);
  assert.throws(() => readFileSync(join(root, 'pacer-2147483646-1')), { code: 'ENOENT' });
});
