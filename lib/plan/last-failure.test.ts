import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aReport } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import type { Job } from '../job/job.ts';
import { planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';

const lastFailureOf = (job: Job) =>
  foldReports({ job, law: laws.step, plan: planOf(job.spec, job.deadlineAt), now: noon + 600_000 }).progress
    .lastFailure;

const failed = aReport(60, { exitCode: 7, hostname: 'agent-1', lastLines: ['cannot open'] });

test('the run that failed last is kept with its output, also after one that succeeds', () => {
  assert.deepEqual(lastFailureOf(aJob({ inbox: { a: failed, b: aReport(80) } })), failed);
  const later = aReport(70, { exitCode: 8 });
  assert.deepEqual(lastFailureOf(aJob({ inbox: { a: failed, b: later } })), later);
  assert.equal(lastFailureOf(aJob({ inbox: { b: aReport(80) } })), null);
});

test('so is one that was counted before it reported', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const }];
  const job = aJob({ inbox: { a: failed }, progress: { unreported } });
  assert.deepEqual(lastFailureOf(job), failed);
});
