import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ground, placed } from './placed-names.ts';

const ground: Ground = { x: [1, 1.5], y: [0, 100], left: 50, right: 650, top: 20, bottom: 320 };

test('a name that has room stands beside its dot, to the left of one at the right edge', () => {
  const [left, right] = placed(
    [
      { name: 'one', x: 1.1, y: 90 },
      { name: 'other', x: 1.49, y: 50 },
    ],
    ground,
  );
  assert.deepEqual([left?.isLeft, left?.isMoved], [false, false]);
  assert.deepEqual([right?.isLeft, right?.isMoved], [true, false]);
  assert.ok((left?.nameX ?? 0) > 1.1 && (right?.nameX ?? 0) < 1.49);
});

test('names of dots at the same place stand below each other', () => {
  const dots = Array.from({ length: 9 }, (_, i) => ({ name: `policy ${i}`, x: 1.01, y: 100 }));
  const heights = placed(dots, ground).map(({ nameY }) => 320 - 3 * nameY);
  const gaps = heights
    .toSorted((a, b) => a - b)
    .map((y, i, all) => y - (all[i - 1] ?? Number.NEGATIVE_INFINITY));
  assert.ok(
    gaps.every((gap) => gap >= 11.9),
    String(gaps),
  );
});
