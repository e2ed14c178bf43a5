import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from './options.ts';

test('Docker is never chosen by itself', () => {
  assert.equal(parseOptions([]).docker, false);
  assert.equal(parseOptions(['--docker']).docker, true);
});
