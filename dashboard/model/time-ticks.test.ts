import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeTicks } from './time-ticks.ts';

const from = Date.parse('2026-11-30T17:28:16Z');

test('ticks are round, within the range, and no more than there is room for', () => {
  for (const seconds of [5, 100, 610, 7_300, 90_000, 2_600_000])
    for (const most of [2, 5, 9]) {
      const ticks = timeTicks(from, from + seconds * 1000, most);
      assert.ok(ticks.length >= 1 && ticks.length <= most + 1, `${ticks.length} of ${most} in ${seconds} s`);
      assert.ok(ticks.every((tick) => tick >= from && tick <= from + seconds * 1000));
    }
  const minutes = timeTicks(from, from + 610_000, 6).map((tick) =>
    new Date(tick).toISOString().slice(14, 19),
  );
  assert.deepEqual(minutes, ['30:00', '32:00', '34:00', '36:00', '38:00']);
});
