import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import type { Report } from '../../../lib/job/report.ts';
import { keyOf } from '../../../lib/store/keys.ts';
import { reports } from '../../../lib/store/reports.ts';
import { storeCancel, storeChange } from '../../../lib/store/requested-changes.ts';
import { now, type Rig, storedJob } from './rig.ts';

const report: Report = {
  run: 'ct:1:0:linpack:',
  exitCode: 0,
  startedAt: now / 1000,
  finishedAt: now / 1000 + 9,
};

export function wishesContract(rig: () => Rig): void {
  test('a wish is stored for a live job and for no other', async () => {
    const wish = { cancelRequestedAt: now + 5, cancelRequestedBy: 'arn:aws:iam::1:user/ops' };
    for (const status of ['LAUNCHING', 'RUNNING'] as const) {
      const { spec } = await storedJob(rig(), { status });
      assert.equal(await storeCancel(rig().table, spec.jobId, wish), true);
      const { cancelRequestedAt, cancelRequestedBy } = (await rig().store.load(spec.jobId)) ?? {};
      assert.deepEqual({ cancelRequestedAt, cancelRequestedBy }, wish);
    }
    for (const status of ['COMPLETED', 'FAILED', 'CANCELLED'] as const) {
      const job = await storedJob(rig(), { status });
      assert.equal(await storeCancel(rig().table, job.spec.jobId, wish), false);
      assert.deepEqual(await rig().store.load(job.spec.jobId), job);
    }
    const unknown = ulid();
    assert.equal(await storeCancel(rig().table, unknown, wish), false);
    assert.equal(await rig().readItem(keyOf.state(unknown)), undefined);
  });

  const notify = { name: 'others' };
  const change = { deadlineAt: now + 9, iterations: 30, cpusMin: 0.2, cpusMax: 4, target: 0.9, notify };

  test('what is changed of a live job stands above what was launched, and counts as one change', async () => {
    const job = await storedJob(rig(), { status: 'RUNNING' });
    const { jobId } = job.spec;
    assert.equal(await storeChange(rig().table, jobId, change, job), true);
    const { spec, deadlineAt, changes, version } = (await rig().store.load(jobId)) ?? assert.fail();
    const { iterations, cpus, target } = spec;
    assert.deepEqual([iterations, target, spec.notify, deadlineAt], [30, 0.9, notify, now + 9]);
    assert.deepEqual(cpus, { ...job.spec.cpus, min: 0.2, max: 4 });
    assert.deepEqual([changes, version], [1, job.version]);
    const again = { ...job, changes };
    assert.equal(await storeChange(rig().table, jobId, { notify: null, target: undefined }, again), true);
    const later = (await rig().store.load(jobId)) ?? assert.fail();
    assert.deepEqual([later.spec.notify, later.notifyChanged, later.spec.target], [null, true, 0.9]);
  });

  test('of changes that were checked against the same job one is stored', async () => {
    const job = await storedJob(rig(), { status: 'RUNNING' });
    const { jobId } = job.spec;
    const stored = [2, 3, 4, 5].map((cpusMax) => storeChange(rig().table, jobId, { cpusMax }, job));
    assert.equal((await Promise.all(stored)).filter(Boolean).length, 1);
  });

  test('other iterations are not stored when a run was reported or counted meanwhile, other bounds are', async () => {
    for (const meanwhile of ['reported', 'counted'] as const) {
      const job = await storedJob(rig(), { status: 'RUNNING' });
      const { jobId } = job.spec;
      if (meanwhile === 'counted')
        await rig().store.save(job, { progress: job.progress, point: null, foldedRuns: [] });
      else
        await reports(rig().table).recordReport(jobId, job.tokenHash, 'new-run', {
          run: 'r',
          exitCode: 0,
          startedAt: now / 1000,
          finishedAt: now / 1000 + 9,
        });
      assert.equal(await storeChange(rig().table, jobId, { iterations: 3, cpusMax: 4 }, job), false);
      assert.equal((await rig().store.load(jobId))?.spec.cpus.max, job.spec.cpus.max);
      assert.equal(await storeChange(rig().table, jobId, { cpusMax: 4 }, job), true);
    }
  });

  test('no change is stored of a job that has ended, or is not there', async () => {
    const job = await storedJob(rig(), { status: 'COMPLETED' });
    assert.equal(await storeChange(rig().table, job.spec.jobId, change, job), false);
    assert.equal(await storeChange(rig().table, ulid(), change, job), false);
  });

  test('a task of a paused job is told to stop, which is noted before, but for a run that Pacer starts itself', async () => {
    const job = await storedJob(
      rig(),
      { completed: 2 },
      { cancelRequestedAt: null, pausedAt: now, rests: 0 },
    );
    const restsOf = async () => (await rig().store.load(job.spec.jobId))?.rests;
    const looping = { ...report, run: 'linpack.instance-1._app.1.1' };
    const record = (runKey: string, sent: Report) =>
      reports(rig().table).recordReport(job.spec.jobId, job.tokenHash, runKey, sent);
    assert.deepEqual(await record('run-1', looping), {
      status: 'recorded',
      next: 'stop',
      waitsSince: now,
    });
    assert.equal(await restsOf(), 1);
    assert.equal((await record('run-1', looping)).next, 'stop');
    assert.equal(await reports(rig().table).askNext(job.spec.jobId, job.tokenHash), 'stop');
    assert.equal(await restsOf(), 3);
    assert.equal((await record('run-2', report)).status, 'recorded');
    assert.equal(await restsOf(), 3);
  });
}
