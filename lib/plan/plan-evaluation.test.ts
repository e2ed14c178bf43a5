import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, aReport } from '../../test/rigs/builders.ts';
import { aDecision, aRun, noon, startedRunsOf } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import { newExecution, type RequestedRun } from '../job/execution.ts';
import type { Job } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';
import { planOf } from './decide-cpus.ts';
import { planEvaluation } from './plan-evaluation.ts';

const missing: Observation = { known: true, found: false };
const minuteAfter = noon + 60_000;
const plan = (job: Job, seen: Observation, now = minuteAfter) => planEvaluation(job, seen, laws.step, now);

/** The job as the evaluation left it. */
function evaluated(job: Job, seen: Observation, now = minuteAfter): Job {
  const { progress, point, foldedRuns } = plan(job, seen, now);
  const inbox = Object.entries(job.inbox).filter(([key]) => !foldedRuns.includes(key));
  return { ...job, progress, pendingPoint: point, inbox: Object.fromEntries(inbox) };
}

test('the first look decides, makes a point and submits', () => {
  const { step, point, changed, progress } = plan(aJob({ progress: { status: 'LAUNCHING' } }), missing, noon);
  assert.deepEqual([step.do, changed, progress.status], ['submit', true, 'LAUNCHING']);
  assert.deepEqual([point?.at, point?.remaining, point?.completed], [noon, 10, 0]);
});

test('a job that is there runs, and its start is written before it is done', () => {
  const { progress, step } = plan(
    aJob({ progress: { status: 'LAUNCHING' } }),
    aFound({ succeeded: 2, failed: 1 }),
  );
  assert.deepEqual([progress.status, step.do], ['RUNNING', 'start']);
  assert.deepEqual(
    progress.execution.run,
    aRun({ requestedAt: minuteAfter, succeededBefore: 2, failedBefore: 1, cpus: 1 }),
  );
});

test('a look that finds nothing new changes nothing but the age of the forecast', () => {
  const job = evaluated(aJob({ progress: { run: aRun({ runningAt: noon }) } }), aFound({ run: 'running' }));
  const { changed, point, step } = plan(job, aFound({ run: 'running' }), minuteAfter + 5_000);
  assert.deepEqual([changed, point, step.do], [false, null, 'nothing']);
});

test('reports are counted although the framework cannot be asked', () => {
  const job = aJob({ inbox: { a: aReport(60) } });
  const { progress, foldedRuns, step } = plan(job, { known: false, problem: 'Chronos is down.' });
  assert.deepEqual([progress.completed, progress.problem], [1, 'Chronos is down.']);
  assert.deepEqual([foldedRuns, step.do], [['a'], 'nothing']);
  const later = evaluated({ ...job, inbox: {} }, aFound());
  assert.equal(later.progress.problem, null);
});

test('the last report completes the job at the instant at which its run ended', () => {
  const job = aJob({ inbox: { a: aReport(59) }, progress: { completed: 9, run: aRun() } });
  const { progress, step, point } = plan(job, aFound({ run: 'running' }));
  assert.equal(progress.status, 'COMPLETED');
  assert.deepEqual(progress.finish, {
    at: noon + 59_000,
    reason: 'all-iterations-done',
    sentence: 'All 10 iterations are done.',
  });
  assert.deepEqual([step.do, point?.status, point?.remaining], ['look-again', 'COMPLETED', 0]);
});

test('a job that a container with a fast clock completes does not end in the future', () => {
  const job = aJob({ inbox: { a: aReport(90) }, progress: { completed: 9 } });
  assert.equal(plan(job, aFound()).progress.finish?.at, minuteAfter);
});

test('a job that is done when it is cancelled is done', () => {
  const job = aJob({ inbox: { a: aReport(59) }, progress: { completed: 9 }, cancelRequestedAt: noon });
  assert.equal(plan(job, aFound()).progress.status, 'COMPLETED');
  const cancelled = plan(aJob({ cancelRequestedAt: noon, progress: { completed: 4 } }), aFound());
  assert.deepEqual([cancelled.progress.status, cancelled.step.do], ['CANCELLED', 'look-again']);
  assert.equal(cancelled.progress.finish?.sentence, 'Cancelled with 4 of 10 iterations done.');
});

test('a job fails with the third failure in a row and says which one it was', () => {
  const inbox = { a: aReport(59, { exitCode: 2 }) };
  const { progress } = plan(aJob({ inbox, progress: { failures: 5, failuresInRow: 2 } }), aFound());
  assert.deepEqual([progress.status, progress.failures], ['FAILED', 6]);
  assert.equal(progress.finish?.sentence, '3 runs failed in a row. The last run ended with exit code 2.');
});

test('the first failure is told as one where no second is allowed', () => {
  const inbox = { a: aReport(59, { exitCode: 2 }) };
  const { progress } = plan(aJob({ inbox, spec: { maxFailures: 1 } }), aFound());
  assert.equal(progress.finish?.sentence, 'A run failed. The last run ended with exit code 2.');
});

test('a job that is missing for 45 s was deleted; one that comes back before goes on', () => {
  const gone = evaluated(aJob(), missing);
  assert.equal(gone.progress.missingSince, minuteAfter);
  assert.equal(plan(gone, missing, minuteAfter + 44_999).progress.status, 'RUNNING');
  const deleted = plan(gone, missing, minuteAfter + 45_000);
  assert.deepEqual([deleted.progress.status, deleted.step.do], ['FAILED', 'retire']);
  assert.equal(deleted.progress.finish?.reason, 'deleted-in-framework');
  assert.equal(plan(gone, aFound(), minuteAfter + 30_000).progress.missingSince, null);
});

test('a job of somebody else under the name ends this one, and is let be', () => {
  const { progress, step } = plan(aJob({ progress: { status: 'LAUNCHING' } }), aFound({ ours: false }));
  assert.deepEqual([progress.status, progress.finish?.reason], ['FAILED', 'name-taken-in-framework']);
  assert.equal(step.do, 'retire');
});

test('what comes after the end changes nothing', () => {
  const job = aJob({ inbox: { a: aReport(59) }, progress: { status: 'CANCELLED', completed: 3 } });
  const { progress, point, foldedRuns } = plan(job, aFound({ succeeded: 4 }));
  const quiet = { ...startedRunsOf(job.progress), quietSince: minuteAfter };
  assert.deepEqual(progress, { ...job.progress, execution: quiet });
  assert.deepEqual([point, foldedRuns], [null, ['a']]);
});

test('between two runs a decision stands, unless the job is changed', () => {
  const decided = evaluated(aJob({ inbox: { a: aReport(59) } }), aFound({ run: 'running' }));
  const at = (job: Job, now: number) => plan(job, aFound({ run: 'running' }), now).progress.decision?.at;
  assert.equal(at(decided, minuteAfter + 1_000), minuteAfter);
  assert.equal(at({ ...decided, changes: 1 }, minuteAfter + 1_000), minuteAfter + 1_000);
  // After a minute it is looked at again all the same.
  assert.equal(at(decided, minuteAfter + 60_001), minuteAfter + 60_001);
});

test('cpus outside of changed bounds are moved into them at once, in the middle of a run and between two', () => {
  const moved = (cpus: { min: number; max: number }, run: RequestedRun | null) => {
    const bounds = { ...aJob().spec.cpus, ...cpus };
    const progress = { cpus: 1, execution: { ...newExecution('started-runs'), run }, decision: aDecision() };
    const job = aJob({ changes: 1, spec: { cpus: bounds }, progress });
    return plan(job, aFound({ run: run ? 'running' : 'idle' }), noon + 1_000).progress.cpus;
  };
  for (const run of [null, aRun()]) {
    assert.equal(moved({ min: 0.1, max: 0.4 }, run), 0.4);
    assert.equal(moved({ min: 1.5, max: 3 }, run), 1.5);
  }
});

test('while there is no room for more cpus, the forecast is that of what can be had', () => {
  const deadlineAt = noon + 620_000;
  const memory = laws.adaptive.begin(planOf(aJob().spec, deadlineAt));
  const at = (ceiling: Job['progress']['ceiling']) => {
    const job = aJob({ deadlineAt, spec: { law: 'adaptive' }, progress: { ceiling, memory } });
    const { decision } = planEvaluation(job, aFound(), laws.adaptive, noon).progress;
    return { cpus: decision?.cpus ?? 0, onTime: decision?.forecast.onTimeProbability ?? 0 };
  };
  const [free, held] = [at(null), at({ cpus: 0.5, setAt: noon, untilAt: noon + 1 })];
  assert.ok(free.cpus > 0.9 && held.cpus === 0.5, JSON.stringify({ free, held }));
  assert.ok(held.onTime < free.onTime - 0.3, JSON.stringify({ free, held }));
});

test('cpus that found no room are not asked for again while the ceiling holds', () => {
  const ceiling = { cpus: 1.2, setAt: noon, untilAt: minuteAfter + 1 };
  // One of ten done after a minute and eighteen more declared in nineteen: too late, so `step` adds 0.3.
  const job = aJob({
    inbox: { a: aReport(59) },
    deadlineAt: noon + 300_000,
    progress: { ceiling },
  });
  assert.equal(plan(job, aFound(), minuteAfter).progress.cpus, 1.2);
  const later = plan(job, aFound(), minuteAfter + 2).progress;
  assert.deepEqual([later.cpus, later.resizes], [1.3, 1]);
});

test('points never share an instant, so that none takes the place of another', () => {
  const job = aJob({ inbox: { a: aReport(59) }, progress: { lastPointAt: minuteAfter + 500 } });
  assert.equal(plan(job, aFound()).point?.at, minuteAfter + 501);
});

test('the law sees the job from its launch to its deadline', () => {
  const { spec, deadlineAt } = aJob();
  const { startedAt, restartSeconds, ...seen } = planOf(spec, deadlineAt);
  assert.deepEqual([startedAt, seen.deadlineAt, restartSeconds], [noon, deadlineAt, 0]);
});

test('while a job is paused nothing is decided, and when it goes on its cpus are decided before its run starts', () => {
  const pausedAt = noon + 30_000;
  const job = aJob({ inbox: { a: aReport(59) }, pausedAt, changes: 1, progress: { decision: aDecision() } });
  const quiet = plan(job, aFound());
  assert.deepEqual([quiet.step.do, quiet.progress.completed], ['nothing', 1]);
  assert.equal(quiet.progress.decision?.at, noon);
  const resumed = { ...job, inbox: {}, progress: quiet.progress, pausedAt: null, resumedAt: minuteAfter };
  const { step, progress } = plan({ ...resumed, changes: 2 }, aFound(), minuteAfter + 1);
  assert.deepEqual(
    [step.do, progress.decision?.at, progress.decision?.changes],
    ['start', minuteAfter + 1, 2],
  );
});

test('the bounds of a paused job hold for what it will have', () => {
  const bounds = { ...aJob().spec.cpus, min: 0.1, max: 0.4 };
  assert.equal(plan(aJob({ pausedAt: noon, spec: { cpus: bounds } }), aFound()).progress.cpus, 0.4);
});
