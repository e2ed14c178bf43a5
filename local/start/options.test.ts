import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from './options.ts';

test('Docker is never chosen by itself', () => {
  assert.equal(parseOptions([]).docker, false);
  assert.equal(parseOptions(['--docker']).docker, true);
});

test('a bare stack is kept, and launches no job', () => {
  const { keep, bare } = parseOptions(['--bare']);
  assert.deepEqual([keep, bare], [true, true]);
  assert.throws(() => parseOptions(['--bare', '--job', 'a.json']), /--bare launches nothing/);
});
