import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobForTests, pointForTests } from '../../test/rigs/job.ts';
import type { Job } from '../job/job.ts';
import { noAlarm } from '../job/monitored.ts';
import type { JobProgress } from '../job/progress.ts';
import { jobReply } from './job-reply.ts';
import { detailView, jobView } from './job-view.ts';
import { jobWithPoints } from './replies.ts';

function varied(progress: Partial<JobProgress>, more: Partial<Job> = {}): Job {
  return { ...jobForTests, ...more, progress: { ...jobForTests.progress, ...progress } };
}

const finish = {
  at: jobForTests.deadlineAt,
  reason: 'all-iterations-done',
  sentence: 'All are done.',
} as const;

const jobs: Record<string, Job> = {
  'a live job': jobForTests,
  'a job of which nothing is known yet': varied({ decision: null, trouble: null }),
  'a job that ended': varied({ status: 'COMPLETED', finish }),
  'a job whose alarm could not be set': varied({}, { alarm: { ...noAlarm, problem: 'No Monasca.' } }),
};

for (const [name, each] of Object.entries(jobs)) {
  test(`${name} is shown as described, with no field more`, () => {
    const shown = jobView(each);
    assert.deepEqual(jobReply.parse(shown), shown);
  });
}

test('a job in detail is shown as described, with no field more', () => {
  const points = [pointForTests, { ...pointForTests, decision: null, iterations: [] }];
  for (const lastFailure of [jobForTests.progress.lastFailure, null]) {
    const shown = detailView({ ...jobForTests, progress: { ...jobForTests.progress, lastFailure } }, points);
    assert.deepEqual(jobWithPoints.parse(shown), shown);
    assert.equal(shown.lastFailure?.exitCode, lastFailure?.exitCode);
  }
});
