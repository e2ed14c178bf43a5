import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { newExecution } from '../../../lib/job/execution.ts';
import { noAlarm } from '../../../lib/job/monitored.ts';
import { keyOf } from '../../../lib/store/keys.ts';
import { reports } from '../../../lib/store/reports.ts';
import { storeChange } from '../../../lib/store/requested-changes.ts';
import { appForTests, jobForTests, pointForTests } from '../../rigs/job.ts';
import { newJob, now, type Rig, storedJob } from './rig.ts';

const inThirtyDays = now / 1000 + 30 * 86_400;

export function jobsContract(rig: () => Rig): void {
  test('a job is read as it was created', async () => {
    const job = newJob({}, { inbox: jobForTests.inbox });
    assert.equal(await rig().store.create(job), true);
    assert.deepEqual(await rig().store.load(job.spec.jobId), job);
  });

  test('a job that is an app is read as it was created', async () => {
    const { spec, progress } = appForTests;
    const app = { ...newJob(progress), spec: { ...spec, jobId: ulid() } };
    await rig().store.create(app);
    assert.deepEqual(await rig().store.load(app.spec.jobId), app);
  });

  test('a job of which nothing has happened yet is read as it was created', async () => {
    const nothing = {
      ceiling: null,
      execution: newExecution('started-runs'),
      decision: null,
      problem: null,
      recentRuns: {},
      memory: {},
    };
    const job = newJob(nothing, { cancelRequestedAt: null, pendingPoint: null });
    await rig().store.create(job);
    assert.deepEqual(await rig().store.load(job.spec.jobId), job);
  });

  test('what an evaluation saves is read, one version on', async () => {
    const job = await storedJob(rig(), {}, { pendingPoint: null });
    const progress = {
      ...job.progress,
      completed: 3,
      execution: newExecution('started-runs'),
      memory: { learned: 1e-200 },
    };
    const saved = await rig().store.save(job, { progress, point: pointForTests, foldedRuns: [] });
    assert.deepEqual(saved, { ...job, progress, pendingPoint: pointForTests, version: job.version + 1 });
    assert.deepEqual(await rig().store.load(job.spec.jobId), saved);
  });

  test('the alarm and the CPU use are marked whatever an evaluation saves meanwhile', async () => {
    const job = await storedJob(rig());
    const { jobId } = job.spec;
    const refused = { times: 2, at: now };
    const alarm = { ...noAlarm, problem: 'Monasca is down.', refused };
    const cpuUse = { askedAt: now, known: { usedCpus: 0.4, allocatedCpus: 0.5, at: now } };
    await rig().store.markAlarm(jobId, alarm);
    await rig().store.markCpuUse(jobId, cpuUse);
    await rig().store.save(job, { progress: job.progress, point: null, foldedRuns: [] });
    const read = await rig().store.load(jobId);
    assert.deepEqual([read?.alarm, read?.cpuUse, read?.version], [alarm, cpuUse, job.version + 1]);
  });

  test('a job whose alarm an earlier Pacer set is read, with an alarm to be replaced', async () => {
    const { client, tableName: TableName } = rig().table;
    const job = await storedJob(rig());
    const { jobId } = job.spec;
    await client.send(
      new UpdateCommand({
        TableName,
        Key: keyOf.state(jobId),
        UpdateExpression: 'SET alarm = :alarm REMOVE resendRequestedAt',
        ExpressionAttributeValues: { ':alarm': { isSet: true, problem: null } },
      }),
    );
    const read = await rig().store.load(jobId);
    assert.deepEqual(read?.alarm, { ...noAlarm, isSet: true, revision: 1 });
    assert.equal(read?.resendRequestedAt, null);
  });

  test('an evaluation without a point keeps the point that waits', async () => {
    const job = await storedJob(rig());
    const saved = await rig().store.save(job, { progress: job.progress, point: null, foldedRuns: [] });
    assert.deepEqual(saved.pendingPoint, pointForTests);
    assert.deepEqual(await rig().store.load(job.spec.jobId), saved);
  });

  test('of 10 evaluations that save at once, one does and the others are stale', async () => {
    const job = await storedJob(rig());
    const saves = Array.from({ length: 10 }, (_, i) => {
      const progress = { ...job.progress, completed: 10 + i };
      return rig().store.save(job, { progress, point: null, foldedRuns: [] });
    });
    const results = await Promise.allSettled(saves);
    const [won, ...more] = results.filter(({ status }) => status === 'fulfilled');
    assert.equal(more.length, 0);
    for (const lost of results.filter((result) => result.status === 'rejected')) {
      assert.equal(lost.reason.name, 'StaleJobError');
    }
    assert.ok(won?.status === 'fulfilled');
    assert.deepEqual(await rig().store.load(job.spec.jobId), won.value);
  });

  test('a job that is not there cannot be saved', async () => {
    const job = newJob();
    const save = rig().store.save(job, { progress: job.progress, point: null, foldedRuns: [] });
    await assert.rejects(save, { name: 'StaleJobError' });
    assert.equal(await rig().readItem(keyOf.state(job.spec.jobId)), undefined);
  });

  test('reports and wishes neither change the version nor make a save stale', async () => {
    const job = await storedJob(rig());
    const { jobId } = job.spec;
    const report = { run: 'r', exitCode: 0, startedAt: now / 1000, finishedAt: now / 1000 + 9 };
    await reports(rig().table).recordReport(jobId, job.tokenHash, 'new-run', report);
    assert.equal(await storeChange(rig().table, jobId, { deadlineAt: job.deadlineAt + 1 }, job), true);
    await rig().store.markMetricsSent(jobId, { from: 0, upTo: now + 40_000 });
    const { version } = (await rig().store.load(jobId)) ?? {};
    assert.equal(version, job.version);
    await rig().store.save(job, { progress: { ...job.progress, completed: 9 }, point: null, foldedRuns: [] });
    const read = await rig().store.load(jobId);
    assert.equal(read?.progress.completed, 9);
    assert.deepEqual(read?.inbox, { 'new-run': report });
    assert.deepEqual([read?.deadlineAt, read?.metricsSentUpTo], [job.deadlineAt + 1, now + 40_000]);
  });

  test('folded runs leave the inbox, and one that came meanwhile stays', async () => {
    const job = await storedJob(rig(), {}, { inbox: jobForTests.inbox });
    const { jobId } = job.spec;
    const report = { run: 'r', exitCode: 0, startedAt: now / 1000, finishedAt: now / 1000 + 9 };
    await reports(rig().table).recordReport(jobId, job.tokenHash, 'meanwhile', report);
    const foldedRuns = Object.keys(job.inbox);
    const saved = await rig().store.save(job, { progress: job.progress, point: null, foldedRuns });
    assert.deepEqual(saved.inbox, {});
    assert.deepEqual((await rig().store.load(jobId))?.inbox, { meanwhile: report });
  });

  test('a full inbox is folded in one save', async () => {
    const report = { run: 'r', exitCode: 0, startedAt: now / 1000, finishedAt: now / 1000 + 9 };
    const inbox = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`run-${i}`, report]));
    const job = await storedJob(rig(), {}, { inbox });
    await rig().store.save(job, { progress: job.progress, point: null, foldedRuns: Object.keys(inbox) });
    assert.deepEqual((await rig().store.load(job.spec.jobId))?.inbox, {});
  });

  test('a job is kept for ever until nothing is left to do for it, and then for 30 days', async () => {
    const job = await storedJob(rig(), { status: 'COMPLETED' });
    const { jobId } = job.spec;
    const keys = [keyOf.spec(jobId), keyOf.state(jobId)];
    await rig().store.markRetired(jobId);
    for (const key of keys) assert.equal((await rig().readItem(key))?.expiresAt, undefined);
    await rig().store.markClean(jobId);
    for (const key of keys) assert.equal((await rig().readItem(key))?.expiresAt, inThirtyDays);
    assert.deepEqual(await rig().store.load(jobId), { ...job, retired: true, clean: true });
    await rig().store.reopen(jobId);
    for (const key of keys) assert.equal((await rig().readItem(key))?.expiresAt, undefined);
    assert.deepEqual(await rig().store.load(jobId), { ...job, retired: true });
  });

  test('one evaluation at a time holds the lease of a job, until it ends it or its time is over', async () => {
    const { store } = rig();
    const { spec } = await storedJob(rig());
    const take = (holder: string, until = now + 1_000) => store.takeLease(spec.jobId, holder, until);
    const taken = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => take(holder)));
    assert.equal(taken.filter((each) => each).length, 1);
    const holder = 'abcd'[taken.indexOf(true)] ?? '';
    await store.endLease(spec.jobId, 'somebody else');
    assert.equal(await take('e'), false);
    await store.endLease(spec.jobId, holder);
    assert.equal(await take('e', now), true);
    // Its time is over.
    assert.equal(await take('f'), true);
    assert.equal((await rig().readItem(keyOf.lease(spec.jobId)))?.holder, 'f');
  });
}
