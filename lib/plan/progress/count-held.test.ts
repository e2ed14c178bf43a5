import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aReport } from '../../../test/rigs/builders.ts';
import { aProgress, aRun, noon } from '../../../test/rigs/progress.ts';
import { laws } from '../../control/laws.ts';
import { planOf } from '../decide-cpus.ts';
import { foldReports } from '../fold-reports.ts';
import { heldBy, withHeld, withRunningHeld } from './count-held.ts';
import { endJob } from './end-job.ts';

const held = (run: Parameters<typeof heldBy>[0]) => heldBy(run, { usualCpus: 2, endedAt: noon + 30_000 });

test('a run has held its cpus since it was seen to run, or since it was asked for where nobody looked', () => {
  const run = aRun({ requestedAt: noon, runningAt: noon + 10_000, askedAt: noon + 10_000, cpus: 0.5 });
  assert.equal(held(run), 10);
  assert.equal(held({ ...run, runningAt: null, askedAt: null }), 15);
  assert.equal(held({ ...run, cpus: undefined }), 40);
});

test('a run that was looked for and not seen to run, and one of an app of which no task was seen, have held nothing', () => {
  assert.equal(held(aRun({ requestedAt: noon, runningAt: null, askedAt: noon + 10_000 })), 0);
  const { requestedAt, runningAt, idleAt, killedAt } = aRun({ requestedAt: noon, runningAt: null });
  assert.equal(held({ requestedAt, runningAt, idleAt, killedAt }), 0);
});

test('a job that is cancelled has held what its run held until then', () => {
  const run = aRun({ requestedAt: noon, runningAt: noon, askedAt: noon, cpus: 0.5 });
  const progress = withHeld(aProgress({ run }), 7);
  const job = aJob({ cancelRequestedAt: noon + 20_000 });
  const { status, coreSeconds } = endJob(progress, { job, now: noon + 20_000 });
  assert.deepEqual([status, coreSeconds], ['CANCELLED', 17]);
});

test('a run that goes on has held what it has held so far, and none of a job that has ended', () => {
  const run = aRun({ requestedAt: noon, runningAt: noon + 10_000, askedAt: noon + 10_000, cpus: 1.75 });
  const job = aJob({ progress: { run, coreSeconds: 7 } });
  const hour = noon + 3_600_000;
  // 1.75 * 3590
  assert.equal(withRunningHeld(job, hour).progress.coreSeconds, 6289.5);
  assert.equal(
    withRunningHeld(aJob({ progress: { run: null, coreSeconds: 7 } }), hour).progress.coreSeconds,
    7,
  );
  const finish = { at: noon, reason: 'cancelled' as const, sentence: 'Cancelled.' };
  const ended = aJob({ progress: { run, coreSeconds: 7, status: 'CANCELLED', finish } });
  assert.equal(withRunningHeld(ended, hour).progress.coreSeconds, 7);
});

test('a report that comes late says what its run held, in place of what was counted without it', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const, coreSeconds: 99 }];
  const inbox = { a: aReport(60, { cpus: 0.5, exitCode: 7 }) };
  const job = aJob({ inbox, progress: { coreSeconds: 120, unreported, run: null } });
  const plan = planOf(job.spec, job.deadlineAt);
  const { progress } = foldReports({ job, law: laws.step, plan, now: noon + 600_000 });
  assert.equal(progress.coreSeconds, 51);
});
