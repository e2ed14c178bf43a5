import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { createSandbox, removeOldSandboxes, sandboxesKept, sandboxPath } from './sandbox.ts';

test('a plain task id is its own folder', () => {
  assert.equal(sandboxPath('/sandboxes', 'app-1'), '/sandboxes/app-1');
});

test('no task id leads out of the directory or makes a bad file name', () => {
  for (const id of [
    'ct:1700000000000:0:my job:',
    '../../etc',
    '..',
    '.',
    '',
    'a/b',
    'x'.repeat(5000),
    'é\n"',
  ]) {
    const path = sandboxPath('/sandboxes', id);
    assert.equal(dirname(path), '/sandboxes');
    assert.match(basename(path), /^[A-Za-z0-9_-]{0,120}\.[0-9a-f]{8}$/);
  }
});

test('two task ids that look alike as file names have two folders', () => {
  assert.notEqual(sandboxPath('/sandboxes', 'a:b'), sandboxPath('/sandboxes', 'a/b'));
});

test('the latest sandboxes are kept, and those in use', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'sandboxes-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const paths = Array.from({ length: sandboxesKept + 5 }, (_, age) => {
    const path = createSandbox(directory, `task-${age}`);
    utimesSync(path, 2_000_000_000 - age, 2_000_000_000 - age);
    return path;
  });
  const [oldest = '', inUse = ''] = paths.toReversed();
  removeOldSandboxes(directory, new Set([inUse]));
  assert.deepEqual([existsSync(oldest), existsSync(inUse)], [false, true]);
  assert.ok(paths.slice(0, sandboxesKept).every((path) => existsSync(path)));
  assert.equal(readdirSync(directory).length, sandboxesKept + 1);
});
