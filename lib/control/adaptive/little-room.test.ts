import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample as plan } from '../../../test/rigs/plan.ts';
import { adaptive } from './adaptive.ts';

test('where only cpus far below what was measured have room, one of them is taken, whatever time is left', () => {
  const memory = [63, 62, 64, 63, 63, 61].reduce(
    (learned, durationSeconds) => adaptive.learn(learned, { cpus: 1, durationSeconds, gapSeconds: 5 }, plan),
    adaptive.begin(plan),
  );
  for (let seconds = 400; seconds < 1_700; seconds += 10) {
    const situation = {
      now: 1000 * seconds,
      completed: 18,
      cpus: 2,
      runAgeSeconds: 0,
      newlyCompleted: 0,
      roomCpus: 0.1,
    };
    const { cpus } = adaptive.decide(memory, situation, plan).decision;
    assert.ok(cpus === 0.1 || cpus === 2, `${cpus} at ${seconds} s`);
  }
});
