import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import { keyOf } from '../../../lib/store/keys.ts';
import { storeRequestedChange } from '../../../lib/store/requested-changes.ts';
import { now, type Rig, storedJob } from './rig.ts';

export function wishesContract(rig: () => Rig): void {
  test('a wish is stored for a live job and for no other', async () => {
    const wish = { cancelRequestedAt: now + 5, cancelRequestedBy: 'arn:aws:iam::1:user/ops' };
    for (const status of ['LAUNCHING', 'RUNNING'] as const) {
      const { spec } = await storedJob(rig(), { status });
      assert.equal(await storeRequestedChange(rig().table, spec.jobId, wish), true);
      const { cancelRequestedAt, cancelRequestedBy } = (await rig().store.load(spec.jobId)) ?? {};
      assert.deepEqual({ cancelRequestedAt, cancelRequestedBy }, wish);
    }
    for (const status of ['COMPLETED', 'FAILED', 'CANCELLED'] as const) {
      const job = await storedJob(rig(), { status });
      assert.equal(await storeRequestedChange(rig().table, job.spec.jobId, wish), false);
      assert.deepEqual(await rig().store.load(job.spec.jobId), job);
    }
    const unknown = ulid();
    assert.equal(await storeRequestedChange(rig().table, unknown, wish), false);
    assert.equal(await rig().readItem(keyOf.state(unknown)), undefined);
  });
}
