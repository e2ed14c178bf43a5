import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { Job } from '../../../lib/job/job.ts';
import type { Report } from '../../../lib/job/report.ts';
import { loopKey } from '../../../lib/job/token.ts';
import { keyOf } from '../../../lib/store/keys.ts';
import { reports } from '../../../lib/store/reports.ts';
import { now, type Rig, storedJob } from './rig.ts';

const report: Report = {
  run: 'ct:1:0:linpack:',
  exitCode: 0,
  startedAt: now / 1000,
  finishedAt: now / 1000 + 34.25,
  cpus: 0.3,
  hostname: 'agent-1',
  receivedAt: now,
};

export function reportsContract(rig: () => Rig): void {
  const record = ({ spec, tokenHash }: Job, runKey: string, sent = report, token = tokenHash) =>
    reports(rig().table).recordReport(spec.jobId, token, runKey, sent);
  const inboxOf = async ({ spec }: Job) => (await rig().store.load(spec.jobId))?.inbox;

  test('a report is put into the inbox as it came', async () => {
    const job = await storedJob(rig(), { status: 'LAUNCHING' });
    assert.equal((await record(job, 'run-1')).status, 'recorded');
    const { cpus, hostname, ...least } = report;
    assert.equal((await record(job, 'run-2', least)).status, 'recorded');
    assert.deepEqual(await inboxOf(job), { 'run-1': report, 'run-2': least });
  });

  test('a container is told to go on until the last iteration is reported', async () => {
    const job = await storedJob(rig(), { completed: 18 }, { cancelRequestedAt: null });
    assert.deepEqual(await record(job, 'run-1'), { status: 'recorded', next: 'continue', waitsSince: now });
    assert.deepEqual(await record(job, 'run-1'), { status: 'duplicate', next: 'continue', waitsSince: now });
    assert.deepEqual(await record(job, 'run-2', { ...report, exitCode: 1 }), {
      status: 'recorded',
      next: 'continue',
      waitsSince: now,
    });
    assert.deepEqual(await record(job, 'run-3'), { status: 'recorded', next: 'stop', waitsSince: now });
    assert.deepEqual(await record(job, 'run-1'), { status: 'duplicate', next: 'stop', waitsSince: now });
  });

  test('a container of a cancelled job is told to stop', async () => {
    const job = await storedJob(rig(), {}, { cancelRequestedAt: now });
    assert.deepEqual(await record(job, 'run-1'), { status: 'recorded', next: 'stop', waitsSince: now });
  });

  test('a container that asks is told whether there is anything left to do, and nothing is written', async () => {
    const ask = ({ spec, tokenHash }: Job) => reports(rig().table).askNext(spec.jobId, tokenHash);
    const job = await storedJob(rig(), { completed: 18 }, { cancelRequestedAt: null });
    assert.equal(await ask(job), 'continue');
    assert.deepEqual(await rig().store.load(job.spec.jobId), job);
    for (const ended of [
      await storedJob(rig(), { completed: 20 }, { cancelRequestedAt: null }),
      await storedJob(rig(), { status: 'FAILED' }, { cancelRequestedAt: null }),
      await storedJob(rig(), {}, { cancelRequestedAt: now }),
    ]) {
      assert.equal(await ask(ended), 'stop');
    }
    await assert.rejects(ask({ ...job, tokenHash: 'foreign' }), { name: 'WrongTokenError' });
    await assert.rejects(ask({ ...job, spec: { ...job.spec, jobId: ulid() } }), { name: 'UnknownJobError' });
  });

  test('a report that is recorded costs one call', async () => {
    const job = await storedJob(rig());
    rig().sent.length = 0;
    await record(job, 'run-1');
    assert.deepEqual(rig().sent, ['UpdateItemCommand']);
  });

  test('why a report is refused is told by the engine, or else seen by a second call', async () => {
    const job = await storedJob(rig());
    await record(job, 'run-1');
    rig().sent.length = 0;
    assert.equal((await record(job, 'run-1')).status, 'duplicate');
    const calls = rig().engine.returnsRefusedItem ? 1 : 2;
    assert.deepEqual(rig().sent, Array(calls).fill('UpdateItemCommand'));
  });

  test('a run that waits in the inbox is a duplicate, and its first report stays', async () => {
    const job = await storedJob(rig());
    await record(job, 'run-1');
    assert.equal((await record(job, 'run-1', { ...report, exitCode: 1 })).status, 'duplicate');
    assert.deepEqual(await inboxOf(job), { 'run-1': report });
  });

  test('a run that was counted already is a duplicate, in a finished job too', async () => {
    for (const status of ['RUNNING', 'COMPLETED'] as const) {
      const job = await storedJob(rig(), { status, recentRuns: { 'run-1': now } });
      const { status: answer, waitsSince } = await record(job, 'run-1');
      assert.deepEqual([answer, waitsSince], ['duplicate', null]);
      assert.deepEqual(await inboxOf(job), {});
    }
  });

  test('without the token of the job nothing is recorded, and nothing is told of the run', async () => {
    const job = await storedJob(rig());
    await record(job, 'run-1');
    for (const runKey of ['run-1', 'run-2']) {
      await assert.rejects(record(job, runKey, report, 'foreign'), { name: 'WrongTokenError', status: 401 });
    }
    assert.deepEqual(Object.keys((await inboxOf(job)) ?? {}), ['run-1']);
  });

  test('a job that is not there takes no report and is not made by it', async () => {
    const jobId = ulid();
    const recorded = reports(rig().table).recordReport(jobId, 'token', 'run-1', report);
    await assert.rejects(recorded, {
      name: 'UnknownJobError',
      status: 404,
      message: `There is no job ${jobId}, neither by its id nor by its name.`,
    });
    assert.equal(await rig().readItem(keyOf.state(jobId)), undefined);
  });

  test('a finished job takes no report', async () => {
    for (const status of ['COMPLETED', 'FAILED', 'CANCELLED'] as const) {
      const job = await storedJob(rig(), { status });
      await assert.rejects(record(job, 'run-1'), {
        name: 'ConflictError',
        code: 'job-finished',
        message: `Job ${job.spec.jobId} is ${status}: its runs are not counted any more.`,
      });
      assert.deepEqual(await inboxOf(job), {});
    }
  });

  test('a report of a run that stands before those that are remembered is refused', async () => {
    const order = now + 1_000;
    const job = await storedJob(rig(), { forgottenUpTo: order });
    const message = 'The run is older than runs that were counted long ago.';
    const refused = record(job, 'run-1', { ...report, order });
    await assert.rejects(refused, { name: 'ConflictError', code: 'report-too-old', message });
    assert.equal((await record(job, 'run-1', { ...report, order: order + 1 })).status, 'recorded');
  });

  test('a run of a loop is a duplicate when its task has come further, whenever it comes', async () => {
    const task = 'science_pi.instance-1._app.1';
    const run = (number: number) => ({ ...report, run: `${task}.${number}`, order: now });
    const loops = { [loopKey(task)]: { upTo: 18, order: now } };
    const job = await storedJob(rig(), { completed: 18, loops, forgottenUpTo: now }, { inbox: {} });
    const outcomes = [1, 18, 19].map((number) => record(job, `run-${number}`, run(number)));
    const statuses = (await Promise.all(outcomes)).map(({ status }) => status);
    assert.deepEqual(statuses, ['duplicate', 'duplicate', 'recorded']);
    const forgotten = { ...report, run: 'science_pi.instance-0._app.1.19', order: now };
    await assert.rejects(record(job, 'run-x', forgotten), { code: 'report-too-old' });
  });

  test('a loop that reports its last run again is heard, at most every ten seconds', async () => {
    const task = 'science_pi.instance-1._app.1';
    const loops = { [loopKey(task)]: { upTo: 18, order: now } };
    const job = await storedJob(rig(), { completed: 18, loops, forgottenUpTo: now }, { heardAgainAt: 0 });
    const repeat = (number: number, receivedAt: number) =>
      record(job, `run-${number}`, { ...report, run: `${task}.${number}`, order: now, receivedAt });
    const heardAgainAt = async () => (await rig().store.load(job.spec.jobId))?.heardAgainAt;
    await repeat(17, now);
    assert.equal(await heardAgainAt(), 0, 'an earlier run says nothing of its container');
    await repeat(18, 9_999);
    assert.equal(await heardAgainAt(), 0);
    await repeat(18, now);
    assert.equal(await heardAgainAt(), now);
  });

  test('a row of a version that remembered by time takes reports', async () => {
    const job = await storedJob(rig());
    const { table } = rig();
    await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: keyOf.state(job.spec.jobId),
        UpdateExpression:
          'REMOVE progress.forgottenUpTo, progress.loops SET progress.reportsAfter = :seconds',
        ExpressionAttributeValues: { ':seconds': now / 1000 + 60 },
      }),
    );
    assert.equal((await record(job, 'run-1')).status, 'recorded');
    assert.equal((await record(job, 'run-1')).status, 'duplicate');
  });

  test('a full inbox takes no more, and still knows what is in it', async () => {
    const inbox = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`run-${i}`, report]));
    const job = await storedJob(rig(), {}, { inbox });
    assert.equal((await record(job, 'run-99')).status, 'recorded');
    await assert.rejects(record(job, 'run-100'), {
      name: 'TooManyReportsError',
      status: 429,
      message: '100 reports wait to be counted; send this one again in a moment.',
    });
    assert.equal((await record(job, 'run-99')).status, 'duplicate');
  });

  test('of 50 identical reports at once, one is recorded', async () => {
    const job = await storedJob(rig());
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => record(job, 'run-1')));
    assert.equal(outcomes.filter(({ status }) => status === 'recorded').length, 1);
    assert.equal(outcomes.filter(({ status }) => status === 'duplicate').length, 49);
    assert.deepEqual(await inboxOf(job), { 'run-1': report });
  });

  test('of 50 different reports at once, all are recorded', async () => {
    const job = await storedJob(rig());
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => record(job, `run-${i}`)));
    assert.ok(outcomes.every(({ status }) => status === 'recorded'));
    assert.equal(Object.keys((await inboxOf(job)) ?? {}).length, 50);
  });
}
