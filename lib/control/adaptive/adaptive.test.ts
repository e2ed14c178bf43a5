import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample as plan } from '../../../test/rigs/plan.ts';
import type { Decision, Memory, Plan, Situation } from '../law.ts';
import { adaptive } from './adaptive.ts';
import { promised } from './choose-cpus.ts';
import { relativeDuration } from './speed-model/shapes.ts';

const GAP_SECONDS = 5;

interface Life {
  decisions: Decision[];
  memory: Memory;
  /** Where the job stands at the end. */
  situation: Situation;
}

/** The first `runs` iterations of a job whose durations are `secondsAt` the decided cpus. */
function live(
  runs: number,
  secondsAt: (cpus: number) => number,
  { of = plan, prior }: { of?: Plan; prior?: Memory } = {},
): Life {
  let memory = adaptive.begin(of, prior && { memory: prior, isSameWork: true });
  let situation: Situation = {
    now: 0,
    completed: 0,
    cpus: of.initialCpus,
    runAgeSeconds: null,
    newlyCompleted: 0,
  };
  const decisions: Decision[] = [];
  for (let completed = 0; ; completed++) {
    const decided = adaptive.decide(memory, { ...situation, completed }, of);
    decisions.push(decided.decision);
    const { cpus } = decided.decision;
    situation = { ...situation, completed, cpus };
    if (completed === runs) return { decisions, memory: decided.memory, situation };
    const durationSeconds = secondsAt(cpus);
    const gapSeconds = completed === 0 ? null : GAP_SECONDS;
    memory = adaptive.learn(decided.memory, { cpus, durationSeconds, gapSeconds }, of);
    situation = {
      ...situation,
      now: situation.now + 1000 * (GAP_SECONDS + durationSeconds),
      newlyCompleted: 1,
    };
  }
}

const usual = (cpus: number) => Math.round(12 + 48 / (cpus - 0.06));

test('the worked example of the documentation', () => {
  const { decisions } = live(3, usual);
  assert.deepEqual(
    decisions.map(({ cpus, reason }) => [cpus, reason.code]),
    [
      [0.55, 'exploring'],
      [1, 'under-performing'],
      [0.95, 'over-performing'],
      [0.95, 'on-plan'],
    ],
  );
  assert.equal(
    decisions[2]?.reason.sentence,
    '2 of 20 done; with 1 cpu the remaining 18 iterations finish 3 min 14 s before the deadline ' +
      '(on time with 98 % probability); with 0.95 cpus, 2 min 22 s before the deadline (on time with 93 % probability).',
  );
});

test('the formulas of the worked example', () => {
  const shape = { fixedShare: 0.12, saturation: 2, lost: 0.07, power: 1, decline: 0, prior: 1 };
  assert.equal(relativeDuration(shape, 0.55, 1).toFixed(3), '1.825');
  assert.equal((Math.log(110 / 63) - Math.log(relativeDuration(shape, 0.55, 1))).toFixed(3), '-0.044');
  assert.deepEqual(
    [20, 18, 5, 1].map((left) => promised(0.985, left).toFixed(3)),
    ['0.867', '0.872', '0.929', '0.985'],
  );
});

test('a job that cpus do not help ends at the fewest cpus', () => {
  const { decisions } = live(8, () => 63);
  assert.equal(decisions.at(-1)?.cpus, 0.1);
  assert.equal(decisions.at(-1)?.outlook, 'on-time');
});

test('a job of one thread is not given more cpus than it can use for long', () => {
  const oneThread = (cpus: number) => 12 + 48 / (Math.min(cpus, 1) - 0.06);
  const { decisions } = live(14, oneThread, { of: { ...plan, deadlineAt: 1_500_000 } });
  assert.ok((decisions.at(-1)?.cpus ?? 2) <= 1.1);
});

test('a deadline that cannot be met is called so after a few runs, with the most cpus, and taken back when it moves', () => {
  const hard = { ...plan, deadlineAt: 600_000 };
  const { decisions, memory, situation } = live(5, usual, { of: hard });
  const last = decisions.at(-1);
  assert.equal(last?.outlook, 'cannot-be-met');
  assert.ok((last?.cpus ?? 0) >= 1.9);
  assert.match(
    last?.reason.sentence ?? '',
    /cannot be met: with .* cpus the remaining \d+ iterations finish .* after the deadline/,
  );
  const { decision } = adaptive.decide(memory, situation, { ...hard, deadlineAt: 2_000_000 });
  assert.equal(decision.outlook, 'on-time');
});

test('a run is not taken to hang before ten times the declared duration while little was measured', () => {
  const { decisions } = live(0, usual);
  assert.ok((decisions[0]?.hungAfterSeconds ?? 0) >= 630);
});

test('a run of a known job hangs after a few times its usual duration, and the next attempt is given twice as long', () => {
  const { memory, situation } = live(6, usual);
  const median = usual(situation.cpus);
  const at = (runAgeSeconds: number, of: Memory) =>
    adaptive.decide(of, { ...situation, runAgeSeconds, newlyCompleted: 0 }, plan);
  const young = at(10, memory);
  const { hungAfterSeconds } = young.decision;
  assert.ok(hungAfterSeconds > 2.5 * median && hungAfterSeconds < 6 * median);
  const hung = at(hungAfterSeconds + 1, young.memory);
  assert.ok(hung.decision.hungAfterSeconds < hungAfterSeconds + 1);
  assert.ok(at(10, hung.memory).decision.hungAfterSeconds > 1.5 * hungAfterSeconds);
});

test('the age of the running iteration lowers the probability before the iteration ends', () => {
  const { memory, situation } = live(17, usual);
  const at = (runAgeSeconds: number) =>
    adaptive.decide(
      memory,
      { ...situation, now: situation.now + 1000 * runAgeSeconds, runAgeSeconds, newlyCompleted: 0 },
      plan,
    );
  assert.ok(at(200).decision.forecast.onTimeProbability < at(20).decision.forecast.onTimeProbability - 0.2);
});

test('a job of the same name starts with what the last one learned', () => {
  const slow = (cpus: number) => 2 * usual(cpus);
  const generous = { ...plan, deadlineAt: 3_200_000 };
  const first = live(12, slow, { of: generous });
  const without = live(0, slow, { of: generous }).decisions[0];
  const knowing = live(0, slow, { of: generous, prior: first.memory }).decisions[0];
  assert.ok((knowing?.cpus ?? 0) > (without?.cpus ?? 0));
});

test('Marathon cpus stay when the saving is smaller than the price of the restart', () => {
  const marathon = { ...plan, restartSeconds: 30 };
  const { decisions } = live(19, usual, { of: marathon });
  const changes = decisions.slice(1).filter(({ cpus }, i) => cpus !== decisions[i]?.cpus).length;
  assert.ok(changes <= 3);
});

test('forecast quantiles are in order', () => {
  for (const { forecast } of live(19, usual).decisions) {
    const { p10, p50, p90 } = forecast.finishAt;
    assert.ok(p10 <= p50 && p50 <= p90);
  }
});
