import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import type { Job } from '../job/job.ts';
import type { JobStore } from '../ports/job-store.ts';
import { claimName } from './claim-name.ts';

/** What a launch is told while another job has its name. */
async function refusalBy(holder: Job): Promise<string> {
  const store = {
    claimName: async () => holder.spec.jobId,
    load: async () => holder,
  } as unknown as JobStore;
  const spec = { ...aJob().spec, jobId: '01KDW3R5T0EXAMP1E0J0B00002' };
  const refused = await claimName({ store, now: () => 0 }, spec).then(
    () => null,
    (error: Error) => error,
  );
  return refused?.message ?? '';
}

test('a launch is told whether the job that has its name is live, or is still being removed', async () => {
  assert.match(await refusalBy(aJob()), / is live on chronos; wait for it, or cancel it\.$/);
  const ended = { ...aJob({ progress: { status: 'COMPLETED' } }), retired: false };
  assert.match(
    await refusalBy(ended),
    / has ended \(COMPLETED\) and is still being removed from chronos; try again in a minute\.$/,
  );
});
