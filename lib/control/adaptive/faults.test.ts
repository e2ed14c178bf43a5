import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample as plan } from '../../../test/rigs/plan.ts';
import type { Decision, Memory, Plan } from '../law.ts';
import { adaptive } from './adaptive.ts';
import { chooseCpus } from './choose-cpus.ts';
import { wholeIterations } from './remaining.ts';
import { type Belief, newBelief, stragglerShare } from './speed-model/belief.ts';
import { observe } from './speed-model/observe.ts';
import { relativeDuration, saturationsWithin, shapesOf } from './speed-model/shapes.ts';

/** The memory after iterations of so many seconds at one cpu. */
function after(seconds: number[], of: Plan = plan, cpus = of.initialCpus): Memory {
  return seconds.reduce(
    (memory, durationSeconds) => adaptive.learn(memory, { cpus, durationSeconds, gapSeconds: 5 }, of),
    adaptive.begin(of),
  );
}

function decidedAt(
  memory: Memory,
  at: { seconds: number; completed: number; age?: number },
  of = plan,
): Decision {
  const situation = {
    now: 1000 * at.seconds,
    completed: at.completed,
    cpus: of.initialCpus,
    runAgeSeconds: at.age ?? null,
    newlyCompleted: at.age === undefined ? 1 : 0,
  };
  return adaptive.decide(memory, situation, of).decision;
}

test('a quick iteration neither moves the level nor shortens the patience with the next', () => {
  const usual = [100, 101, 99, 100, 100, 102];
  const slow = { ...plan, iterationDurationSeconds: 100, deadlineAt: 3_000_000 };
  const { hungAfterSeconds } = decidedAt(
    after([...usual, 2], slow),
    { seconds: 750, completed: 7, age: 1 },
    slow,
  );
  assert.ok(hungAfterSeconds > 200, `${hungAfterSeconds}`);
});

test('a first iteration that was cached does not end the next ones', () => {
  const slow = { ...plan, iterationDurationSeconds: 100, deadlineAt: 3_000_000 };
  const { hungAfterSeconds } = decidedAt(after([2], slow), { seconds: 7, completed: 1, age: 1 }, slow);
  assert.ok(hungAfterSeconds > 200, `${hungAfterSeconds}`);
});

test('where the promise cannot be kept, cpus with clearly less chance than others are not taken', () => {
  const rest = (mean: number) => ({
    mean,
    variance: (0.05 * mean) ** 2,
    certainSeconds: 0,
    iterations: 10,
    stragglerShare: 0,
    stragglerExcess: 0,
  });
  const candidates = [1.9, 2].map((cpus) => {
    const remaining = rest(1000 - 60 * (cpus - 2));
    return { cpus, remaining, unaided: remaining, rescue: rest(1000), cost: cpus * 1000 };
  });
  const question = {
    candidates,
    current: 1.9,
    iterations: 20,
    iterationsLeft: 10,
    target: 0.985,
    restartSeconds: 0,
  };
  assert.equal(chooseCpus({ ...question, secondsLeft: 995 }).candidate.cpus, 2);
});

test('there are shapes that slow down beyond their saturation, and shapes that cpus help more than their share', () => {
  const shapes = shapesOf({ reference: 4, saturations: saturationsWithin({ ...plan.cpus, min: 1, max: 8 }) });
  assert.ok(shapes.some((shape) => relativeDuration(shape, 8, 4) > 1.2));
  assert.ok(shapes.some((shape) => relativeDuration(shape, 8, 4) < 0.45));
});

test('the declared cpus are tried again when more of them are no faster than the declaration', () => {
  const threads = {
    ...plan,
    iterationDurationSeconds: 10,
    initialCpus: 4,
    cpus: { ...plan.cpus, min: 1, max: 8 },
  };
  const of = { ...threads, deadlineAt: 330_000 };
  const memory = after([34], of, 8);
  const situation = { now: 39_000, completed: 1, cpus: 8, runAgeSeconds: null, newlyCompleted: 1 };
  const { decision } = adaptive.decide(memory, situation, of);
  assert.ok(decision.cpus <= 4, `${decision.cpus}: ${decision.reason.sentence}`);
});

test('a step below what was measured is not taken when a run eight times as long would cost the deadline', () => {
  const quick = { ...plan, iterationDurationSeconds: 1.5, deadlineAt: 45_000 };
  const memory = [1, 0.5].reduce(
    (before, cpus) => adaptive.learn(before, { cpus, durationSeconds: 1.5, gapSeconds: 0.3 }, quick),
    adaptive.begin(quick),
  );
  const situation = { now: 20_000, completed: 8, cpus: 0.5, runAgeSeconds: null, newlyCompleted: 1 };
  const { decision } = adaptive.decide(memory, situation, quick);
  // Twelve iterations of 1.8 s leave 3 s to spare; a quarter of a cpu could take 12 s.
  assert.ok(decision.cpus > 0.3, `${decision.cpus}`);
});

test('the saturations lie within the bounds, however wide they are', () => {
  for (const [min, max] of [
    [16, 96],
    [1, 4],
    [0.1, 2],
    [1, 64],
  ] as const) {
    for (const saturation of saturationsWithin({ ...plan.cpus, min, max })) {
      assert.ok(saturation >= min - 1e-9 && saturation <= max + 1e-9, `${saturation} of ${min} to ${max}`);
    }
  }
});

test('one absurd duration does not keep the job at its most cpus', () => {
  const memory = after([63, 64, 62, 1_000_000, 63, 64, 62, 63]);
  const { cpus } = decidedAt(memory, { seconds: 600, completed: 8 });
  assert.ok(cpus < 1.2, `${cpus}`);
});

test('two slow iterations of a known mode in a row are no slower times', () => {
  const belief = [20, 20, 52, 20, 20, 52, 20, 20, 52, 20, 20, 52, 52].reduce(
    (before, durationSeconds) => observe(before, { cpus: 1, durationSeconds, gapSeconds: 5 }),
    newBelief({ ...plan, iterationDurationSeconds: 20 }),
  );
  assert.ok(stragglerShare(belief) > 0.1);
  const ordinary = observe(belief, { cpus: 1, durationSeconds: 20, gapSeconds: 5 });
  assert.ok(Math.exp(ordinary.levels[0] ?? 0) < 25, `${Math.exp(ordinary.levels[0] ?? 0)}`);
});

test('slow iterations in rows widen the forecast more than the same ones apart', () => {
  const apart = newBelief(plan);
  const inRows = { ...apart, rowSum: 0.5 * apart.noiseSum };
  const speed = { cpus: 1, mean: 60, median: 60, noise: 36, ignorance: 0 };
  const variance = (belief: Belief) => wholeIterations(belief, [{ speed, iterations: 10 }], 0).variance;
  assert.ok(variance(inRows) > 1.2 * variance(apart));
  const rows = [70, 70, 70, 50, 50, 50, 70, 70, 70, 50].reduce(
    (before, durationSeconds) => observe(before, { cpus: 1, durationSeconds, gapSeconds: 5 }),
    newBelief(plan),
  );
  assert.ok(rows.rowSum > 0);
});

test('a memory of the first version is read', () => {
  const memory = {
    v: 1,
    ref: 1,
    sat: [2, 1.5, 1, 0.5],
    w: Array.from({ length: 61 }, () => -100),
    base: 4.1,
    lev: Array.from({ length: 61 }, () => 0),
    kappa: 4,
    noise: [8, 0.1],
    n: 6,
    str: [0, 2, 0.8],
    pend: 0,
    gap: [5, 3],
    last: 60,
    run: 1,
    probes: 1,
    ret: [0, 0],
    flag: 0,
    hung: [0, 0],
  };
  const { decision } = adaptive.decide(
    memory,
    { now: 500_000, completed: 6, cpus: 1, runAgeSeconds: null, newlyCompleted: 1 },
    plan,
  );
  assert.notDeepEqual(decision, decidedAt(adaptive.begin(plan), { seconds: 500, completed: 6 }));
  assert.equal(adaptive.learn(memory, { cpus: 1, durationSeconds: 60, gapSeconds: 5 }, plan).v, 2);
});

test('a job under other bounds begins with what the job before it learned', () => {
  const wider = { ...plan, cpus: { ...plan.cpus, max: 3 } };
  const slow = after([120, 122, 119, 121, 120]);
  const known = adaptive.decide(
    adaptive.begin(wider, { memory: slow, isSameWork: true }),
    { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 0 },
    wider,
  );
  assert.notEqual(known.decision.reason.code, 'learning');
});

test('a job of one iteration is told in its middle that the deadline cannot be met', () => {
  const one = { ...plan, iterations: 1, deadlineAt: 100_000 };
  const { outlook } = decidedAt(adaptive.begin(one), { seconds: 97, completed: 0, age: 90 }, one);
  assert.equal(outlook, 'cannot-be-met');
  assert.equal(decidedAt(adaptive.begin(one), { seconds: 10, completed: 0, age: 5 }, one).outlook, 'on-time');
});

test('an experiment at risk is told as one, and a declared duration of nothing is not "0 s"', () => {
  const nothing = { ...plan, iterationDurationSeconds: 0.001 };
  assert.doesNotMatch(
    decidedAt(adaptive.begin(nothing), { seconds: 0, completed: 0 }, nothing).reason.sentence,
    / 0 s/,
  );
});
