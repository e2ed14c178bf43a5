import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDecision, anAppProgress, aProgress, aRun, noon } from '../../../test/rigs/progress.ts';
import { isHung } from './step.ts';

const failures = [0, 1, 2, 5];

/** The seconds after which a run is taken to hang, by the failures in a row before it. */
function patience(hungAfterSeconds: number, of: typeof aProgress | typeof anAppProgress) {
  return failures.map((failuresInRow) => {
    const run = aRun({ runningAt: noon });
    const progress = of({ run, failuresInRow, decision: aDecision({ hungAfterSeconds }) });
    let seconds = 1;
    while (!isHung(progress, noon + 1000 * seconds)) seconds += 1;
    return seconds - 1;
  });
}

test('a started run that gives its report up after two minutes needs little more patience than the law has', () => {
  assert.deepEqual(patience(30, aProgress), [30, 180, 180, 180]);
  assert.deepEqual(patience(2, aProgress), [10, 180, 180, 180]);
  assert.deepEqual(patience(900, aProgress), [900, 900, 900, 900]);
});

test('a loop that repeats its report until it is taken is given more than an hour in all', () => {
  assert.deepEqual(patience(30, anAppProgress), [30, 600, 3600, 3600]);
});
