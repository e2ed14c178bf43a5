import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../../lib/store/keys.ts';
import { reports } from '../../../lib/store/reports.ts';
import { newJob, now, type Rig, storedJob } from './rig.ts';

const inThirtyDays = now / 1000 + 30 * 86_400;

export function creationContract(rig: () => Rig): void {
  test('a job is not there before its creation is through, and a creation that stopped half-way is repeated', async () => {
    const { client, tableName: TableName } = rig().table;
    const job = newJob();
    const { jobId } = job.spec;
    assert.equal(await rig().store.load(jobId), null);
    await client.send(new PutCommand({ TableName, Item: { ...keyOf.spec(jobId), ...job.spec } }));
    assert.equal(await rig().store.load(jobId), null);
    assert.equal(await rig().store.create(job), true);
    assert.deepEqual(await rig().store.load(jobId), job);
  });

  test('a job is created once', async () => {
    const job = await storedJob(rig());
    const again = { ...job, tokenHash: 'another', version: 0 };
    assert.equal(await rig().store.create(again), false);
    assert.deepEqual(await rig().store.load(job.spec.jobId), job);
  });

  test('of 10 that create the same job at once, one does', async () => {
    const job = newJob();
    const created = await Promise.all(Array.from({ length: 10 }, () => rig().store.create(job)));
    assert.equal(created.filter(Boolean).length, 1);
  });

  test('a launch that was abandoned stores no job any more, and a job that is stored is not abandoned', async () => {
    const { store } = rig();
    const [late, stored] = [newJob(), await storedJob(rig())];
    const { jobId } = late.spec;
    assert.deepEqual([await store.abandonLaunch(jobId), await store.abandonLaunch(jobId)], [true, true]);
    assert.equal(await store.create(late), false);
    assert.equal(await store.load(jobId), null);
    assert.equal((await rig().readItem(keyOf.state(jobId)))?.expiresAt, inThirtyDays);
    assert.equal(await store.abandonLaunch(stored.spec.jobId), false);
    assert.deepEqual(await store.load(stored.spec.jobId), stored);
  });

  test('of a creation and an abandonment at once, one comes through', async () => {
    const { store } = rig();
    for (let i = 0; i < 10; i++) {
      const job = newJob();
      const made = await Promise.all([store.create(job), store.abandonLaunch(job.spec.jobId)]);
      assert.equal(made.filter(Boolean).length, 1);
      assert.equal((await store.load(job.spec.jobId)) !== null, made[0]);
    }
  });

  test('a launch that was abandoned is known to no report', async () => {
    const { table, store } = rig();
    const { spec, tokenHash } = newJob();
    await store.abandonLaunch(spec.jobId);
    const run = { run: 'ct:1:0:linpack:', exitCode: 0, startedAt: 1, finishedAt: 2, receivedAt: now };
    const unknown = { name: 'UnknownJobError' };
    await assert.rejects(reports(table).recordReport(spec.jobId, tokenHash, 'run-1', run), unknown);
    await assert.rejects(reports(table).askNext(spec.jobId, tokenHash), unknown);
  });
}
