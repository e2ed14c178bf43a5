import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aReport } from '../../test/rigs/builders.ts';
import { aRun, noon } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import type { Job } from '../job/job.ts';
import { planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';

const fold = (job: Job) =>
  foldReports({ job, law: laws.step, plan: planOf(job.spec, job.deadlineAt), now: noon + 600_000 });

test('a run whose kill came to nothing and that reports is no failure; the first of another task tells that it was killed', () => {
  const task = { id: 'app.instance-1._app.1', seenAt: noon };
  const progress = { task, run: aRun({ killedAt: noon + 30_000 }) };
  const failuresAfter = (run: string) =>
    fold(aJob({ spec: { framework: 'marathon' }, inbox: { a: aReport(60, { run }) }, progress })).progress
      .failures;
  assert.equal(failuresAfter('app.instance-1._app.1.1'), 0);
  assert.equal(failuresAfter('app.instance-1._app.2.1'), 1);
});
