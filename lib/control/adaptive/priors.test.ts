import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample as plan } from '../../../test/rigs/plan.ts';
import fc from '../../../test/rigs/seeded-cases.ts';
import type { Decision, Memory, Plan, Prior, Situation } from '../law.ts';
import { adaptive } from './adaptive.ts';
import { decode } from './memory/memory.ts';
import { noiseVariance } from './speed-model/belief.ts';
import { speedsAt } from './speed-model/speed.ts';

const GAP_SECONDS = 5;
const launched: Situation = { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 0 };

function bounded(min: number, max: number, initialCpus = 1): Plan {
  return { ...plan, initialCpus, cpus: { ...plan.cpus, min, max } };
}

function after(measured: [cpus: number, seconds: number][], of = plan, prior?: Prior): Memory {
  return measured.reduce(
    (memory, [cpus, durationSeconds]) =>
      adaptive.learn(memory, { cpus, durationSeconds, gapSeconds: GAP_SECONDS }, of),
    adaptive.begin(of, prior),
  );
}

/** Seconds that are believed of an iteration at some cpus. */
function believed(memory: Memory, of: Plan, cpus: number): number {
  const notes = decode(memory, of) ?? assert.fail('no memory of this law');
  return speedsAt(notes.belief, [cpus])[0]?.mean ?? assert.fail('no speed');
}

const oneThread = (cpus: number) => 60 / Math.min(cpus, 1);
const scaling = (cpus: number) => 60 / cpus;
const measuredOf = (secondsAt: (cpus: number) => number, at: number[]) =>
  at.map((cpus): [number, number] => [cpus, secondsAt(cpus)]);

/** A whole job without noise: by how many seconds it ended after its deadline, and its core-seconds. */
function lived(secondsAt: (cpus: number) => number, of: Plan, prior?: Prior) {
  let memory = adaptive.begin(of, prior);
  let situation: Situation = { ...launched, cpus: of.initialCpus };
  let coreSeconds = 0;
  let decision: Decision;
  while (situation.completed < of.iterations) {
    ({ decision, memory } = adaptive.decide(memory, situation, of));
    const { cpus } = decision;
    const durationSeconds = secondsAt(cpus);
    const longer = { ...situation, now: situation.now + 1000 * durationSeconds, cpus, newlyCompleted: 0 };
    const atEnd = adaptive.decide(memory, { ...longer, runAgeSeconds: durationSeconds }, of);
    assert.ok(
      durationSeconds <= atEnd.decision.hungAfterSeconds,
      'a healthy run is taken for one that hangs',
    );
    memory = adaptive.learn(memory, { cpus, durationSeconds, gapSeconds: GAP_SECONDS }, of);
    coreSeconds += cpus * (durationSeconds + GAP_SECONDS);
    const now = longer.now + 1000 * GAP_SECONDS;
    situation = { ...longer, now, completed: situation.completed + 1, newlyCompleted: 1 };
  }
  return { late: (situation.now - of.deadlineAt) / 1000, coreSeconds };
}

test('under wider, narrower and other bounds a job predicts what the job before it measured', () => {
  const memory = after(measuredOf(oneThread, [1, 0.5, 0.5, 2, 1.5, 1, 0.5, 2]));
  for (const other of [bounded(0.1, 1.2), bounded(0.1, 3), bounded(0.5, 16), bounded(0.1, 0.8, 0.5)]) {
    const begun = adaptive.begin(other, { memory, isSameWork: true });
    for (const cpus of [0.5, 1, 2].filter((one) => one <= other.cpus.max)) {
      const off = believed(begun, other, cpus) / oneThread(cpus);
      assert.ok(off > 0.8 && off < 1.2, `${other.cpus.max}: ${off} at ${cpus}`);
    }
  }
});

test('above the old bounds nobody knows: more cpus may help a job that used all of them', () => {
  const memory = after(measuredOf(scaling, [1, 0.5, 2, 1, 2, 0.5, 2, 1]));
  const wider = bounded(0.1, 8);
  const begun = adaptive.begin(wider, { memory, isSameWork: true });
  const gain = believed(begun, wider, 4) / scaling(2);
  assert.ok(gain < 0.85 && gain > 0.55, `${gain}`);
});

test('a job whose bounds are changed and changed back knows what it knew', () => {
  const memory = after(measuredOf(oneThread, [1, 0.5, 0.5, 2, 1.5, 1, 0.5, 2]));
  const sample = { cpus: 1, durationSeconds: 60, gapSeconds: GAP_SECONDS };
  const there = adaptive.learn(memory, sample, bounded(0.1, 4));
  const back = adaptive.learn(there, sample, plan);
  for (const cpus of [0.5, 1, 2]) {
    const off = believed(back, plan, cpus) / oneThread(cpus);
    assert.ok(off > 0.87 && off < 1.15, `${off} at ${cpus}`);
  }
});

test('a job with other arguments takes what is declared of it, and begins with how cpus act and how iterations vary', () => {
  const noisy = measuredOf(oneThread, [1, 0.5, 2, 1.5, 1, 0.5, 2, 1]).map(
    ([cpus, seconds], i): [number, number] => [cpus, seconds * (i % 2 === 0 ? 1.2 : 0.8)],
  );
  const memory = after(noisy);
  const other = { ...plan, iterationDurationSeconds: 600, deadlineAt: 16_000_000 };
  const related = adaptive.begin(other, { memory, isSameWork: false });
  const off = believed(related, other, 1) / 600;
  assert.ok(off > 0.95 && off < 1.3, `${off}`);
  const gain = (of: Memory) => believed(of, other, 1) / believed(of, other, 2);
  assert.ok(gain(related) < gain(adaptive.begin(other)) - 0.05, `${gain(related)}`);
  const varianceOf = (of: Memory) => noiseVariance(decode(of, other)?.belief ?? assert.fail());
  assert.ok(varianceOf(related) > 1.5 * varianceOf(adaptive.begin(other)));
});

const anyShare = fc.double({ min: 0, max: 1, noNaN: true });
const anyWork = fc.record({
  seconds: fc.double({ min: 2, max: 2000, noNaN: true }),
  fixed: anyShare,
  threads: fc.double({ min: 0.3, max: 8, noNaN: true }),
  bounds: fc.constantFrom([0.1, 2], [0.5, 4], [0.2, 1], [1, 16]),
  isSameWork: fc.boolean(),
});

test('whatever an earlier job taught, no healthy run is taken to hang, and a deadline with some room is kept', () => {
  const property = fc.property(anyWork, ({ seconds, fixed, threads, bounds: [min, max], isSameWork }) => {
    const secondsAt = (cpus: number) =>
      seconds * (fixed + (1 - fixed) / Math.min(cpus, threads)) * (1 + 0.05 * Math.sin(100 * cpus));
    const taught = bounded(min ?? 0.1, max ?? 2, Math.max(1, min ?? 1));
    const memory = after(
      measuredOf(secondsAt, [taught.initialCpus, taught.cpus.max, taught.initialCpus, 1, 1]),
      taught,
    );
    // 30 % more time than the declared cpus need.
    const of = { ...plan, deadlineAt: 1000 * 1.3 * 20 * (60 + GAP_SECONDS) };
    const prior = { memory, isSameWork };
    for (const truth of [oneThread, scaling]) {
      const { late, coreSeconds } = lived(truth, of, prior);
      assert.ok(late <= 0, `${late} s late`);
      assert.ok(coreSeconds <= 2.5 * lived(truth, of).coreSeconds);
    }
  });
  fc.assert(property, { numRuns: 8, endOnFailure: true });
});
