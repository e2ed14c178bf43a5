import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideDeadline, fromNow, span } from './span.ts';

test('a length of time is shown in its two largest units', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const cases: [milliseconds: number, shown: string][] = [
    [0, '0.0 s'],
    [12_340, '12.3 s'],
    [minute, '1 min'],
    [4 * minute + 10 * second, '4 min 10 s'],
    [hour + 59 * second, '1 h'],
    [3 * hour + 5 * minute, '3 h 5 min'],
    [51 * hour + 59 * minute, '2 d 3 h'],
    [24 * hour, '1 d'],
  ];
  for (const [milliseconds, shown] of cases) assert.equal(span(milliseconds), shown);
});

test('an instant is shown from now, and beside a deadline', () => {
  const at = '2026-01-01T00:10:00.000Z';
  assert.equal(fromNow(at, Date.parse('2026-01-01T00:08:00Z')), 'in 2 min');
  assert.equal(fromNow(at, Date.parse('2026-01-01T00:10:05Z')), '5.0 s ago');
  assert.equal(besideDeadline('2026-01-01T00:09:30Z', at), '30.0 s before the deadline');
  assert.equal(besideDeadline('2026-01-01T00:12:00Z', at), '2 min after the deadline');
});
