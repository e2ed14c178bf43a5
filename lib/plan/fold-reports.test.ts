import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aReport } from '../../test/rigs/builders.ts';
import { aRun, noon, startedRunsOf } from '../../test/rigs/progress.ts';
import type { Law, Sample } from '../control/law.ts';
import { laws } from '../control/laws.ts';
import type { Job } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import type { Report } from '../job/report.ts';
import { planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';

/** A law that only writes down what it is given to learn. */
function listeningLaw(): { law: Law; samples: Sample[] } {
  const samples: Sample[] = [];
  const learn: Law['learn'] = (memory, sample) => {
    samples.push(sample);
    return { ...memory, learned: samples.length };
  };
  return { law: { ...laws.step, learn }, samples };
}

const fold = (job: Job, law: Law = laws.step) =>
  foldReports({ job, law, plan: planOf(job.spec, job.deadlineAt), now: noon + 600_000 });

test('a report of success completes an iteration and ends the run', () => {
  const job = aJob({ inbox: { a: aReport(60, { cpus: 0.5 }) }, progress: { run: aRun() } });
  const { progress, newlyCompleted, iterations } = fold(job);
  assert.equal(progress.completed, 1);
  assert.equal(newlyCompleted, 1);
  assert.equal(progress.execution.run, null);
  assert.deepEqual(iterations, [{ cpus: 0.5, durationSeconds: 60, endedAt: noon + 60_000 }]);
  // 0.5 cpus for 60 s.
  assert.equal(progress.coreSeconds, 30);
  assert.equal(progress.lastEndAt, noon + 600_000);
  assert.equal(progress.lastFinishedAt, noon / 1000 + 60);
  // A report without a place stands where its run began.
  assert.deepEqual(progress.recentRuns, { a: noon });
});

test('each of several iterations that are counted at once is told, with its own end', () => {
  const inbox = { a: aReport(10), b: aReport(60), c: aReport(80) };
  const { iterations, newlyCompleted } = fold(aJob({ inbox }));
  assert.equal(newlyCompleted, 3);
  assert.deepEqual(
    iterations.map(({ endedAt }) => endedAt - noon),
    [10_000, 60_000, 80_000],
  );
});

test('a report without cpus counts with those of the job', () => {
  const { progress } = fold(aJob({ inbox: { a: aReport(60) }, progress: { cpus: 2 } }));
  assert.equal(progress.coreSeconds, 120);
});

test('a report of failure completes nothing, and a success after it ends the row of failures', () => {
  const failed = aReport(60, { exitCode: 7 });
  const one = fold(aJob({ inbox: { a: failed } })).progress;
  assert.deepEqual([one.completed, one.failures, one.failuresInRow], [0, 1, 1]);
  assert.equal(one.trouble, 'The last run ended with exit code 7.');
  assert.equal(one.lastFinishedAt, null);
  const both = fold(aJob({ inbox: { b: aReport(120), a: failed } })).progress;
  assert.deepEqual([both.completed, both.failures, both.failuresInRow], [1, 1, 0]);
  assert.equal(both.trouble, null);
});

test('reports are folded in the order in which their runs ended', () => {
  const { law, samples } = listeningLaw();
  const inbox = { c: aReport(200), a: aReport(60), b: aReport(130) };
  const { progress } = fold(aJob({ inbox }), law);
  assert.equal(progress.completed, 3);
  // Each lasts 60 s: the second began 70 s after noon, 10 s after the end of the first; the third likewise.
  assert.deepEqual(
    samples.map(({ gapSeconds }) => gapSeconds),
    [null, 10, 10],
  );
  assert.deepEqual(progress.memory, { learned: 3 });
});

test('the law learns nothing from a failure, and no gap across one', () => {
  const { law, samples } = listeningLaw();
  fold(aJob({ inbox: { a: aReport(60), b: aReport(130, { exitCode: 1 }), c: aReport(200) } }), law);
  assert.deepEqual(
    samples.map(({ gapSeconds }) => gapSeconds),
    [null, null],
  );
});

test('no more iterations are counted than the job has', () => {
  const inbox = { a: aReport(60), b: aReport(120), c: aReport(180) };
  const { progress } = fold(aJob({ inbox, progress: { completed: 8 } }));
  assert.equal(progress.completed, 10);
});

test('the runs counted last are remembered, and what stands no later than a forgotten one is too old', () => {
  const order = (i: number) => noon + 1_000 * i;
  const inbox = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `r${i}`,
      aReport(60 + i, { run: `ct:${order(i)}:0:linpack:`, order: order(i) }),
    ]),
  );
  const { progress } = fold(aJob({ inbox, spec: { iterations: 100 } }));
  assert.equal(progress.completed, 40);
  const remembered = Object.values(progress.recentRuns);
  // The last sixteen of forty.
  assert.deepEqual(
    remembered.sort(),
    Array.from({ length: 16 }, (_, i) => order(24 + i)),
  );
  assert.equal(progress.forgottenUpTo, order(23));
});

test('of runs whose names say nothing of their place more are remembered', () => {
  const inbox = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`r${i}`, aReport(60, { run: `by-hand-${i}`, order: noon })]),
  );
  const { progress } = fold(aJob({ inbox, spec: { iterations: 100 } }));
  assert.deepEqual([Object.keys(progress.recentRuns).length, progress.forgottenUpTo], [40, 0]);
});

test('of a task that goes from run to run the number of the last run is remembered', () => {
  const run = (number: number) => aReport(60 * number, { run: `app.instance-1._app.1.${number}` });
  const { loops, recentRuns, completed } = fold(aJob({ inbox: { a: run(1), b: run(2) } })).progress;
  assert.deepEqual([Object.values(loops).map(({ upTo }) => upTo), recentRuns, completed], [[2], {}, 2]);
});

/** A report of the run that Chronos queued so many seconds after noon. */
const queuedAt = (seconds: number, change: Partial<Report> = {}) =>
  aReport(seconds + 60, {
    run: `ct:${noon + seconds * 1000}:0:linpack:`,
    order: noon + seconds * 1000,
    ...change,
  });

function settledOf(progress: JobProgress) {
  const { unreported, run } = startedRunsOf(progress);
  return { unreported, run };
}

test('a run that was counted from the framework is not counted again when its report comes late', () => {
  const unreported = [{ requestedAt: noon, as: 'counted' as const }];
  const run = aRun({ requestedAt: noon + 90_000 });
  const progress = { completed: 1, unreported, run };
  const late = fold(aJob({ inbox: { a: queuedAt(0) }, progress })).progress;
  assert.deepEqual([late.completed, settledOf(late)], [1, { unreported: [], run }]);
  const next = fold(aJob({ inbox: { b: queuedAt(90) }, progress })).progress;
  assert.deepEqual([next.completed, settledOf(next)], [2, { unreported, run: null }]);
});

test('the late report of a run that was taken for lost takes the failure back', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const }];
  const run = aRun({ requestedAt: noon + 90_000 });
  const progress = { failures: 1, failuresInRow: 1, unreported, run };
  const { completed, failures, failuresInRow } = fold(aJob({ inbox: { a: queuedAt(0) }, progress })).progress;
  assert.deepEqual([completed, failures, failuresInRow], [1, 0, 0]);
  const failed = fold(aJob({ inbox: { a: queuedAt(0, { exitCode: 1 }) }, progress })).progress;
  assert.deepEqual([failed.completed, failed.failures], [0, 1]);
});

test('which run a report is of is told by the clock of Chronos, however far ahead that is', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const }];
  const run = aRun({ requestedAt: noon + 90_000 });
  // Chronos is an hour ahead, as the last report has shown.
  const progress = { failures: 1, unreported, run, chronosAheadMs: 3_600_000 };
  const { failures } = fold(aJob({ inbox: { a: queuedAt(3_600) }, progress })).progress;
  assert.equal(failures, 0);
  const current = fold(aJob({ inbox: { a: queuedAt(3_690) }, progress })).progress;
  assert.deepEqual([current.failures, current.execution.run], [1, null]);
});

test('a run that has reported is kept in mind until its framework has counted it', () => {
  const run = aRun({ requestedAt: noon, succeededBefore: 2, failedBefore: 1 });
  const { progress } = fold(aJob({ inbox: { a: queuedAt(0) }, progress: { run } }));
  const { endingRun } = startedRunsOf(progress);
  assert.deepEqual(endingRun, {
    requestedAt: noon,
    succeededBefore: 2,
    failedBefore: 1,
    reportedAt: noon + 600_000,
    killedAt: null,
  });
});

test('a run that took no time at all is one of a hundredth of a second', () => {
  const { iterations } = fold(aJob({ inbox: { a: aReport(60, { startedAt: noon / 1000 + 60 }) } }));
  assert.equal(iterations[0]?.durationSeconds, 0.01);
});

test('the containers of the runs are remembered, those of failed runs too, with the cpus that they had', () => {
  const inbox = {
    a: aReport(60, { container: 'mesos-1', cpus: 0.5 }),
    b: aReport(130, { container: 'mesos-2', exitCode: 1 }),
    c: aReport(200),
  };
  const { containers } = fold(aJob({ inbox, progress: { cpus: 2 } })).progress;
  assert.deepEqual(
    containers?.map(({ name, cpus }) => [name, cpus]),
    [
      ['mesos-1', 0.5],
      ['mesos-2', 2],
    ],
  );
  assert.equal('containers' in fold(aJob({ inbox: { c: aReport(200) } })).progress, false);
});

test('the time in which a job was paused is learned as no gap between two runs', () => {
  const gaps = (resumedAt: number | null) => {
    const { law, samples } = listeningLaw();
    const progress = { lastFinishedAt: noon / 1000 };
    fold(aJob({ inbox: { a: aReport(160) }, resumedAt, progress }), law);
    return samples.map(({ gapSeconds }) => gapSeconds);
  };
  assert.deepEqual([gaps(null), gaps(noon - 60_000), gaps(noon + 60_000)], [[100], [100], [null]]);
});
