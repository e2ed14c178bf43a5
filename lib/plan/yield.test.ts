import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, aReport } from '../../test/rigs/builders.ts';
import { aRun, noon, startedRunsOf } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import { isUrgent } from '../job/execution.ts';
import type { Job } from '../job/job.ts';
import type { Report } from '../job/report.ts';
import { planEvaluation } from './plan-evaluation.ts';

const second = 1_000;

/** A report that came `at` seconds after noon, of a run that took 55 s and was queued by Chronos `waited` seconds before its start. */
function reportAfter(waited: number, at: number): Report {
  const startedAt = noon / second + at - 55;
  const run = `ct:${(startedAt - waited) * second}:0:linpack:`;
  return { ...aReport(at), run, startedAt };
}

const evaluate = (job: Job, seen = aFound(), at = 0) =>
  planEvaluation(job, seen, laws.adaptive, noon + at * second);

/** The first runs of a job of ten iterations with so many minutes to its deadline; each waits so long for its start. */
function lived(waited: number, minutes: number, runs = 5) {
  let job = aJob({ spec: { law: 'adaptive' }, deadlineAt: noon + 60_000 * minutes });
  const begun = laws.adaptive.begin({ ...planOfBuilt, deadlineAt: job.deadlineAt });
  job = { ...job, progress: { ...job.progress, memory: begun } };
  let at = 0;
  let evaluation = evaluate(job);
  for (let i = 0; i < runs; i++) {
    at += waited + 55;
    const run = aRun({ requestedAt: noon + (at - waited - 55) * second });
    const execution = { ...startedRunsOf(evaluation.progress), run };
    job = {
      ...job,
      progress: { ...evaluation.progress, execution },
      inbox: { [`r${i}`]: reportAfter(waited, at) },
    };
    evaluation = evaluate(job, aFound({ succeeded: i + 1, cpus: evaluation.progress.cpus }), at);
  }
  return { ...evaluation, at };
}

const planOfBuilt = {
  iterations: 10,
  startedAt: noon,
  deviation: 0.05,
  iterationDurationSeconds: 60,
  initialCpus: 1,
  cpus: { min: 0.5, max: 2, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 0,
  target: 0.985,
  restartSeconds: 0,
};

test('a job that is late anyway and had to wait gives way, and its runs go last', () => {
  const { progress, step } = lived(40, 6);
  const { waits } = startedRunsOf(progress);
  assert.deepEqual([waits?.lastSeconds, waits?.leastSeconds], [40, 40]);
  assert.deepEqual([progress.decision?.reason.code, step.do], ['yielding', 'start']);
  assert.equal(isUrgent(progress.execution), false);
});

test('a job that is late anyway and had not to wait is as fast as it can be', () => {
  const { progress } = lived(3, 6);
  assert.equal(progress.decision?.reason.code, 'cannot-be-met');
  assert.ok(progress.cpus > lived(40, 6).progress.cpus);
});

test('a job that can be on time and had to wait goes first', () => {
  const { progress } = lived(40, 60);
  assert.equal(progress.decision?.outlook, 'on-time');
  assert.equal(isUrgent(progress.execution), true);
});

test('where nothing waits, nothing of it is kept but the wait', () => {
  const { progress } = lived(3, 60);
  assert.deepEqual(startedRunsOf(progress).waits, { lastSeconds: 3, leastSeconds: 3, contendedAt: null });
  assert.equal(startedRunsOf(progress).isUrgent, undefined);
});

test('the queued run of a job that is late is moved up once it has waited for ten iterations', () => {
  const { progress, at } = lived(40, 6);
  const waiting: Job = { ...aJob({ spec: { law: 'adaptive' }, deadlineAt: noon + 360_000 }), progress };
  const queued = aFound({ run: 'queued', cpus: progress.cpus });
  const early = evaluate(waiting, queued, at + 60);
  assert.deepEqual([isUrgent(early.progress.execution), early.step.do], [false, 'nothing']);
  const late = evaluate(waiting, queued, at + 560);
  assert.deepEqual([isUrgent(late.progress.execution), late.step.do], [true, 'resize']);
});

test('a job that its user has put into a queue stays there', () => {
  const { progress, at } = lived(40, 60);
  const job: Job = { ...aJob({ spec: { law: 'adaptive' }, deadlineAt: noon + 3_600_000 }), progress };
  const { isUrgent: _, ...queued } = aFound({ run: 'queued', cpus: progress.cpus });
  assert.equal(evaluate(job, queued, at + 5).step.do, 'nothing');
  assert.equal(evaluate(job, { ...queued, isUrgent: false }, at + 5).step.do, 'resize');
});
