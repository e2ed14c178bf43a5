import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenBucket } from './token-bucket.ts';

test('a full bucket holds no more than its capacity however long nothing is used', () => {
  assert.equal(tokenBucket(0.5, 0.04).settle({ elapsedSeconds: 60, usedSeconds: 0 }), 0.04);
});

test('one busy thread at half a CPU drains half a second a second', () => {
  assert.equal(tokenBucket(0.5, 2).settle({ elapsedSeconds: 1, usedSeconds: 1 }), 1.5);
});

test('overuse becomes a debt that is earned back', () => {
  const bucket = tokenBucket(1, 1);
  assert.equal(bucket.settle({ elapsedSeconds: 1, usedSeconds: 4 }), -2);
  assert.equal(bucket.settle({ elapsedSeconds: 2, usedSeconds: 0 }), 0);
  assert.equal(bucket.tokens, 0);
});
