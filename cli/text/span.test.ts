import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideDeadline, fromNow } from './span.ts';

test('an instant is shown from now, and beside a deadline', () => {
  const at = '2026-01-01T00:10:00.000Z';
  assert.equal(fromNow(at, Date.parse('2026-01-01T00:08:00Z')), 'in 2 min');
  assert.equal(fromNow(at, Date.parse('2026-01-01T00:10:05Z')), '5 s ago');
  assert.equal(besideDeadline('2026-01-01T00:09:30Z', at), '30 s before the deadline');
  assert.equal(besideDeadline('2026-01-01T00:12:00Z', at), '2 min after the deadline');
});
