import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideDeadline, iterationsFinish, lengthOfTime, percent } from './wording.ts';

test('a length of time is shown in its two largest units', () => {
  const minute = 60;
  const hour = 60 * minute;
  const cases: [seconds: number, shown: string][] = [
    [0, '0 s'],
    [0.04, '0 s'],
    [4.25, '4.3 s'],
    [9.96, '10 s'],
    [12.34, '12 s'],
    [minute, '60 s'],
    [119, '119 s'],
    [119.6, '2 min'],
    [4 * minute + 10, '4 min 10 s'],
    [7300, '2 h 2 min'],
    [2 * hour - 0.4, '2 h'],
    [3 * hour + 5 * minute, '3 h 5 min'],
    [48 * hour - 1, '2 d'],
    [51 * hour + 29 * minute, '2 d 3 h'],
  ];
  for (const [seconds, shown] of cases) {
    assert.equal(lengthOfTime(seconds), shown);
    assert.equal(lengthOfTime(-seconds), shown);
  }
});

test('an instant lies before, on or after the deadline', () => {
  assert.equal(besideDeadline(15_400, 10_000), '5.4 s after the deadline');
  assert.equal(besideDeadline(9_600, 10_000), '0.4 s before the deadline');
  assert.equal(besideDeadline(10_040, 10_000), 'on the deadline');
  assert.equal(besideDeadline(0, 300_000), '5 min before the deadline');
});

test('what is left is named in the singular and the plural', () => {
  assert.equal(iterationsFinish(1), 'the last iteration finishes');
  assert.equal(iterationsFinish(2), 'the remaining 2 iterations finish');
});

test('no probability is shown as certain', () => {
  assert.deepEqual([0, 0.004, 0.005, 0.5, 0.994, 0.995, 1].map(percent), [
    'under 1 %',
    'under 1 %',
    '1 %',
    '50 %',
    '99 %',
    'over 99 %',
    'over 99 %',
  ]);
});
