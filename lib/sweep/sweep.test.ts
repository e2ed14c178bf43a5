import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../test/e2e/until.ts';
import { cluster, found, linesOf, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import type { SweptJob } from '../ports/sweep-store.ts';
import { noteCluster } from '../store/clusters.ts';
import { sweep } from './sweep.ts';
import type { SweepDeps } from './sweep-deps.ts';
import { partsInTurn, scheduleEndOf } from './sweep-jobs.ts';

const swept = sweepRigOfFile();

const dayMs = 86_400_000;

test('a job that was not evaluated for three days has a schedule again, which ticks; its neighbour is left alone', async () => {
  const [stopped, ticking] = [await swept.stack.job(3 * 1440), await swept.stack.job(9)];
  assert.deepEqual(await sweepOf(swept.stack), found({ jobs: 2, silent: 1, schedulesMade: 1 }));
  const { jobId } = stopped.spec;
  assert.equal(swept.rig.scheduled().get(jobId), swept.stack.clock.now + dayMs);
  assert.ok(!swept.rig.scheduled().has(ticking.spec.jobId));
  await until(() => swept.rig.ticks.includes(jobId) || undefined, {
    missing: () => 'The schedule does not tick.',
  });
  assert.deepEqual(linesOf(swept.stack, 'job without evaluations'), [
    { jobId, minutes: 4320, schedule: 'recreated' },
  ]);
});

test('a schedule that is there stays, and the log says that it does not help', async () => {
  const { spec, deadlineAt } = await swept.stack.job(11);
  await swept.rig.schedules.create(spec.jobId, deadlineAt + 9 * dayMs);
  assert.deepEqual(await sweepOf(swept.stack), found({ jobs: 1, silent: 1 }));
  assert.equal(swept.rig.scheduled().get(spec.jobId), deadlineAt + 9 * dayMs);
  assert.equal(linesOf(swept.stack, 'job without evaluations')[0]?.schedule, 'exists');
});

test('an ended job that is not clean gets its schedule back, a clean one does not', async () => {
  const [ending, clean] = [
    await swept.stack.endedJob(60, { clean: false }),
    await swept.stack.endedJob(60, { clean: true }),
  ];
  assert.deepEqual(await sweepOf(swept.stack), found({ jobs: 1, silent: 1, schedulesMade: 1 }));
  assert.ok(swept.rig.scheduled().has(ending.spec.jobId) && !swept.rig.scheduled().has(clean.spec.jobId));
});

test('a job that is just being launched is not taken for one that nothing looks after', async () => {
  await swept.stack.job(3 * 1440, { evaluatedAt: 0 });
  swept.stack.clock.now = Date.now() + 60_000;
  const job = await swept.stack.job(0);
  await swept.stack.store.save(job, {
    progress: { ...job.progress, evaluatedAt: 0 },
    point: null,
    foldedRuns: [],
  });
  assert.deepEqual(await sweepOf(swept.stack), found({ jobs: 2 }));
});

test('a job whose end was given up is tried once a day, for a quarter of an hour', () => {
  const job: SweptJob = {
    jobId: '01KDTEST000000000000000000',
    hasEnded: true,
    clean: false,
    deadlineAt: 0,
    evaluatedAt: 0,
    lastPointAt: 0,
    resendRequestedAt: null,
  };
  const end = (now: number, silentMs: number) => scheduleEndOf(job, { now, silentMs, silentForMs: 600_000 });
  assert.equal(end(6 * dayMs, 700_000), 7 * dayMs);
  assert.equal(end(8 * dayMs, 700_000), null);
  assert.equal(end(8 * dayMs, dayMs + 1), 8 * dayMs + 900_000);
});

test('each sweep begins at another part, and one after the other at all of them', () => {
  const firsts = Array.from({ length: 32 }, (_, i) => partsInTurn(32, i * 600_000));
  assert.equal(new Set(firsts.map(([first]) => first)).size, 32);
  for (const parts of firsts) assert.equal(new Set(parts).size, 32);
});

test('two sweeps at once make each schedule once and read each cluster once', async () => {
  for (let i = 0; i < 10; i++) await swept.stack.job(60);
  await noteCluster(swept.stack.table, cluster);
  const [one, other] = await Promise.all([sweepOf(swept.stack), sweepOf(swept.stack)]);
  assert.equal(one.schedulesMade + other.schedulesMade, 10);
  assert.deepEqual([one.silent, other.silent, one.clustersRead + other.clustersRead], [10, 10, 1]);
});

test('a part that cannot be read keeps no other from being swept, and the sweep fails once it is through', async () => {
  for (let i = 0; i < 20; i++) await swept.stack.job(60);
  const throttled = partsInTurn(32, swept.stack.clock.now)[3];
  const store: SweepDeps['store'] = {
    ...swept.stack.deps.store,
    sweptPage: async (part, from) => {
      if (part === throttled) throw new Error('Throughput exceeds the current capacity.');
      return swept.stack.deps.store.sweptPage(part, from);
    },
  };
  await assert.rejects(
    sweep({ ...swept.stack.deps, store }, swept.stack.clock.now + 45_000),
    /Failed parts of the sweep: 1\./,
  );
  const { jobs, schedulesMade, failures } = Object(linesOf(swept.stack, 'swept')[0]);
  const { jobs: missed } = await swept.stack.deps.store.sweptPage(throttled ?? 0, null);
  assert.deepEqual([jobs, schedulesMade, failures], [20 - missed.length, 20 - missed.length, 1]);
  assert.equal(
    linesOf(swept.stack, 'part of the sweep failed; the next sweep retries it')[0]?.part,
    throttled,
  );
  assert.equal((await sweepOf(swept.stack)).schedulesMade, missed.length);
});

test('where everything fails, a sweep gives up early', async () => {
  let calls = 0;
  const sweptPage = async () => {
    calls++;
    throw new Error('Throughput exceeds the current capacity.');
  };
  const store = { ...swept.stack.deps.store, sweptPage };
  await assert.rejects(
    sweep({ ...swept.stack.deps, store }, swept.stack.clock.now + 45_000),
    /Failed parts of the sweep: 20\./,
  );
  assert.equal(calls, 20);
});
