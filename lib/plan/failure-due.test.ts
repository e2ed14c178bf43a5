import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, aReport, aSpec } from '../../test/rigs/builders.ts';
import { aProgress, aRun, noon, startedRunsOf } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import type { RequestedRun } from '../job/execution.ts';
import { planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';
import { planEvaluation } from './plan-evaluation.ts';
import { settleRun } from './started-runs/settle-run.ts';

const soon = noon + 10_000;

/** How many runs have failed, and whether the run goes on, when Chronos shows so many failures while nothing runs. */
function settled(run: Partial<RequestedRun>, failed: number, failures: number) {
  const progress = aProgress({ run: aRun({ idleAt: noon, ...run }), failures });
  const after = settleRun(progress, aFound({ statesAt: soon, failed }), aSpec(), soon);
  return [after.failures, after.execution.run !== null];
}

test('a failure that is due from the run before does not end this one, the next failure does', () => {
  // The task of the run before reported a failure, and a new leader learned of it after this run had been asked for.
  assert.deepEqual(settled({ failedBefore: 1 }, 1, 1), [1, true]);
  assert.deepEqual(settled({ failedBefore: 1 }, 2, 1), [2, false]);
});

test('a failed run is over at once, however many failures the framework has not counted', () => {
  // Run after run was killed because it hung, which Chronos counts nowhere; this one died by itself, without a report.
  assert.deepEqual(settled({}, 1, 5), [6, false]);
});

test('a failure that was reported and not counted is due', () => {
  const ending = { requestedAt: noon, succeededBefore: 0, failedBefore: 2, reportedAt: noon, killedAt: null };
  const reported = (lastFinishedAt: number | null, failed: number) => {
    const progress = aProgress({ endingRun: ending, lastFinishedAt });
    return settleRun(progress, aFound({ statesAt: soon, failed }), aSpec(), soon).execution;
  };
  assert.deepEqual([reported(null, 2).endingRun, reported(null, 2).failedDue], [null, 3]);
  assert.equal(reported(null, 3).failedDue, 0);
  assert.equal(reported(noon / 1000, 2).failedDue, 0);
});

test('a run begins after the failure that is still due from the one before', () => {
  const job = aJob({ progress: { failedDue: 3, lastEndAt: noon } });
  const seen = aFound({ succeeded: 2, failed: 2 });
  const { progress, step } = planEvaluation(job, seen, laws.step, noon + 60_000);
  const { run, failedDue } = startedRunsOf(progress);
  assert.deepEqual([step.do, run?.failedBefore, failedDue], ['start', 3, 0]);
});

test('the failure of an earlier run that reports during the next is due, too', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const }];
  const run = aRun({ requestedAt: noon + 90_000, failedBefore: 4 });
  const failedBefore = (endedAfterSeconds: number) => {
    const late = aReport(endedAfterSeconds, { run: `ct:${noon}:0:linpack:`, order: noon, exitCode: 1 });
    const job = aJob({ inbox: { a: late }, progress: { failures: 1, unreported, run } });
    const plan = planOf(job.spec, job.deadlineAt);
    const { progress } = foldReports({ job, law: laws.step, plan, now: noon + 600_000 });
    return startedRunsOf(progress).run?.failedBefore;
  };
  assert.equal(failedBefore(120), 5);
  // The task of one that ended before the run was asked for was counted before, too.
  assert.equal(failedBefore(60), 4);
});
