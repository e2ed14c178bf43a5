import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { sandboxPath } from './sandbox.ts';

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
