import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noon } from '../../../test/rigs/progress.ts';
import { goesFirst, hadToWait, withWait } from './contention.ts';

const waitsOf = (...seconds: number[]) =>
  seconds.reduce<ReturnType<typeof withWait> | undefined>(
    (waits, one) => withWait(waits, one, noon),
    undefined,
  );

const cases: [seconds: number[], waited: boolean][] = [
  [[], false],
  [[3], false],
  // An image that is pulled takes as long, once.
  [[29], false],
  [[31], true],
  [[4, 13.9], false],
  [[4, 14.1], true],
  [[4, 60, 5], false],
  // Each start pulls its image.
  [[45, 45], true],
  [[18, 27], false],
];
for (const [seconds, waited] of cases) {
  test(`after starts of ${seconds.join(', ') || 'no'} s the last ${waited ? 'had' : 'had not'} to wait for others`, () => {
    assert.equal(hadToWait(waitsOf(...seconds)), waited);
  });
}

const standing = {
  waits: withWait(undefined, 100, noon),
  isLost: false,
  queuedSeconds: 0,
  iterationSeconds: 60,
};
const minutes = (count: number) => noon + 60_000 * count;

test('a job that had to wait goes first for an hour, whether or not its next runs wait', () => {
  assert.equal(goesFirst(standing, minutes(0)), true);
  const waits = withWait(standing.waits, 1, minutes(30));
  assert.equal(goesFirst({ ...standing, waits }, minutes(59)), true);
  assert.equal(goesFirst({ ...standing, waits }, minutes(60)), false);
});

test('a run that went first does not lose its place while it is queued, however long that takes', () => {
  const queued = { ...standing, queuedSeconds: 1200, iterationSeconds: 3600 };
  assert.equal(goesFirst(queued, minutes(79)), true);
  assert.equal(goesFirst(queued, minutes(80)), false);
});

test('a job that cannot be on time does not go first, until its run has waited for ten iterations', () => {
  const lost = { ...standing, isLost: true };
  assert.equal(goesFirst({ ...lost, queuedSeconds: 600 }, noon), false);
  assert.equal(goesFirst({ ...lost, queuedSeconds: 601 }, noon), true);
  // Of short iterations ten are no wait.
  assert.equal(goesFirst({ ...lost, queuedSeconds: 119, iterationSeconds: 1 }, noon), false);
  assert.equal(goesFirst({ ...lost, queuedSeconds: 121, iterationSeconds: 1 }, noon), true);
});

test('where nothing waits, nobody goes first', () => {
  const starts = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 20 });
  fc.assert(
    fc.property(starts, fc.boolean(), (seconds, isLost) => {
      const waits = waitsOf(...seconds);
      assert.equal(hadToWait(waits), false);
      assert.equal(goesFirst({ waits, isLost, queuedSeconds: 10, iterationSeconds: 60 }, noon), false);
    }),
  );
});
