import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import type { JobStatus } from '../job/progress.ts';
import { jobIdBy } from './find-job.ts';

const id = '01KDTEST000000000000000000';
const job = (jobId: string, status: JobStatus, cluster = 'default') =>
  aJob({ spec: { jobId, cluster }, progress: { status } });

function jobBy(idOrName: string, ...named: ReturnType<typeof job>[]) {
  return jobIdBy({ findNamed: async () => named }, idOrName);
}

test('an id is taken in any case, and no job is read for it', async () => {
  const unread = { findNamed: () => assert.fail('read') };
  assert.equal(await jobIdBy(unread, id.toLowerCase()), id);
});

test('a name means the live job, else the newest', async () => {
  assert.equal(
    await jobBy('nightly', job('new', 'FAILED'), job('live', 'RUNNING'), job('old', 'COMPLETED')),
    'live',
  );
  assert.equal(await jobBy('nightly', job('new', 'FAILED'), job('old', 'COMPLETED')), 'new');
});

test('a name that no job has is an unknown job, and one of several live jobs names each with its id', async () => {
  await assert.rejects(jobBy('nightly'), {
    code: 'unknown-job',
    message: 'There is no job nightly, neither by its id nor by its name.',
  });
  await assert.rejects(jobBy('nightly', job('one', 'RUNNING'), job('other', 'LAUNCHING', 'lab')), {
    status: 409,
    code: 'ambiguous-name',
    message: /one \(chronos, cluster default\), other \(chronos, cluster lab\)/,
  });
});
