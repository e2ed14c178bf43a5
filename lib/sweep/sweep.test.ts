import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { until } from '../../test/e2e/until.ts';
import { fill, type SweepRig, type SweptStack, startSweepRig } from '../../test/rigs/sweep.ts';
import type { Standing } from '../ports/sweep-store.ts';
import { noteCluster } from '../store/clusters.ts';
import { listJobs } from '../store/listing.ts';
import { sweep } from './sweep.ts';
import type { SweepDeps } from './sweep-deps.ts';
import { partsInTurn, scheduleEndOf } from './sweep-jobs.ts';
import type { Swept } from './sweeping.ts';

let rig: SweepRig;
let stack: SweptStack;
before(async () => {
  rig = await startSweepRig();
});
after(() => rig.close());
beforeEach(async () => {
  stack = await rig.stack();
});

const dayMs = 86_400_000;
const cluster = { cluster: 'default', framework: 'chronos' } as const;
const sweepOf = ({ deps, clock }: SweptStack) => sweep(deps, clock.now + 45_000);
const found = (change: Partial<Swept>): Swept => ({
  ...{ jobs: 0, silent: 0, schedulesMade: 0, partsLeft: 0 },
  ...{ clustersRead: 0, leftovers: 0, unknown: 0, failures: 0 },
  ...change,
});
const linesOf = ({ said }: SweptStack, message: string) =>
  said.filter((line) => line.message === message).map(({ fields }) => fields);
const listed = async ({ table }: SweptStack, state: 'ending' | 'finished') =>
  (await listJobs(table, { listed: state, before: null, limit: 100 })).jobs.map(({ spec }) => spec.jobId);

test('a job that was not evaluated for three days has a schedule again, which ticks; its neighbour is left alone', async () => {
  const [stopped, ticking] = [await stack.job(3 * 1440), await stack.job(9)];
  assert.deepEqual(await sweepOf(stack), found({ jobs: 2, silent: 1, schedulesMade: 1 }));
  const { jobId } = stopped.spec;
  assert.equal(rig.scheduled().get(jobId), stack.clock.now + dayMs);
  assert.ok(!rig.scheduled().has(ticking.spec.jobId));
  await until(() => rig.ticks.includes(jobId) || undefined, { missing: () => 'The schedule does not tick.' });
  assert.deepEqual(linesOf(stack, 'job without evaluations'), [
    { jobId, minutes: 4320, schedule: 'recreated' },
  ]);
});

test('a schedule that is there stays, and the log says that it does not help', async () => {
  const { spec, deadlineAt } = await stack.job(11);
  await rig.schedules.create(spec.jobId, deadlineAt + 9 * dayMs);
  assert.deepEqual(await sweepOf(stack), found({ jobs: 1, silent: 1 }));
  assert.equal(rig.scheduled().get(spec.jobId), deadlineAt + 9 * dayMs);
  assert.equal(linesOf(stack, 'job without evaluations')[0]?.schedule, 'exists');
});

test('an ended job that is not clean gets its schedule back, a clean one does not', async () => {
  const [ending, clean] = [
    await stack.endedJob(60, { clean: false }),
    await stack.endedJob(60, { clean: true }),
  ];
  assert.deepEqual(await sweepOf(stack), found({ jobs: 1, silent: 1, schedulesMade: 1 }));
  assert.ok(rig.scheduled().has(ending.spec.jobId) && !rig.scheduled().has(clean.spec.jobId));
});

test('a job that is just being launched is not taken for one that nothing looks after', async () => {
  await stack.job(3 * 1440, { evaluatedAt: 0 });
  stack.clock.now = Date.now() + 60_000;
  const job = await stack.job(0);
  await stack.store.save(job, {
    progress: { ...job.progress, evaluatedAt: 0 },
    point: null,
    foldedRuns: [],
  });
  assert.deepEqual(await sweepOf(stack), found({ jobs: 2 }));
});

test('a job whose end was given up is tried once a day, for a quarter of an hour', () => {
  const standing: Standing = {
    ...{ jobId: '01KDTEST000000000000000000', hasEnded: true, clean: false, deadlineAt: 0 },
    ...{ evaluatedAt: 0, lastPointAt: 0, resendRequestedAt: null },
  };
  const end = (now: number, silentMs: number) =>
    scheduleEndOf(standing, { now, silentMs, silentForMs: 600_000 });
  assert.equal(end(6 * dayMs, 700_000), 7 * dayMs);
  assert.equal(end(8 * dayMs, 700_000), null);
  assert.equal(end(8 * dayMs, dayMs + 1), 8 * dayMs + 900_000);
});

test('each sweep begins at another part, and one after the other at all of them', () => {
  const firsts = Array.from({ length: 32 }, (_, i) => partsInTurn(32, i * 600_000));
  assert.equal(new Set(firsts.map(([first]) => first)).size, 32);
  for (const parts of firsts) assert.equal(new Set(parts).size, 32);
});

test('sweeps that have little time come to every job together', async () => {
  for (let i = 0; i < 12; i++) await stack.job(60);
  let sweeps = 0;
  let calls = 0;
  const store = {
    ...stack.deps.store,
    standingPage: (part: number, from: string | null) => {
      calls++;
      return stack.deps.store.standingPage(part, from);
    },
  };
  const now = () => stack.clock.now + calls * 5_000;
  const made = () =>
    linesOf(stack, 'job without evaluations').filter(({ schedule }) => schedule !== 'exists');
  for (; made().length < 12; sweeps++) {
    assert.ok(sweeps < 14, `${made().length} of 12 jobs after ${sweeps} sweeps`);
    calls = 0;
    const { partsLeft } = await sweep({ ...stack.deps, store, now }, stack.clock.now + 45_000);
    assert.equal(partsLeft, 32 - 9);
    stack.clock.now += 600_000;
  }
});

test('two sweeps at once make each schedule once and read each cluster once', async () => {
  for (let i = 0; i < 10; i++) await stack.job(60);
  await noteCluster(stack.table, cluster);
  const [one, other] = await Promise.all([sweepOf(stack), sweepOf(stack)]);
  assert.equal(one.schedulesMade + other.schedulesMade, 10);
  assert.deepEqual([one.silent, other.silent, one.clustersRead + other.clustersRead], [10, 10, 1]);
});

test('what a framework still has of a clean job is evaluated again, and all else is left alone', async () => {
  await noteCluster(stack.table, cluster);
  const ended = (minutesAgo: number) => stack.endedJob(minutesAgo, { clean: true });
  const [left, copied, recent, live] = [await ended(60), await ended(60), await ended(9), await stack.job(1)];
  const other = '01KDTEST000000000000000000';
  stack.listed.push(
    ...[left, recent, live].map(({ spec: { jobId, name } }) => ({ jobId, name })),
    { jobId: copied.spec.jobId, name: 'a-copy-of-it' },
    { jobId: other, name: 'of-another-stack' },
    { jobId: 'no id at all', name: 'theirs' },
  );
  const seen = { jobs: 1, clustersRead: 1, leftovers: 1, unknown: 3 };
  assert.deepEqual(await sweepOf(stack), found(seen));
  assert.deepEqual(await listed(stack, 'ending'), [left.spec.jobId]);
  assert.equal((await listed(stack, 'finished')).length, 3);
  const scheduled = [left, copied, recent, live].filter(({ spec }) => rig.scheduled().has(spec.jobId));
  assert.deepEqual(scheduled, [left]);
  assert.ok(!rig.scheduled().has(other));
});

test('a framework is read once an hour, whatever became of the reading, and others are read all the same', async () => {
  const marathon = { cluster: 'other', framework: 'marathon' } as const;
  for (const known of [cluster, marathon, cluster]) await noteCluster(stack.table, known);
  let reads = 0;
  const down = async () => {
    reads++;
    throw new Error('no answer');
  };
  const frameworkOf: SweepDeps['frameworkOf'] = (of) =>
    of.framework === 'chronos'
      ? { ...stack.deps.frameworkOf(of), listJobs: down }
      : stack.deps.frameworkOf(of);
  const again = () => sweep({ ...stack.deps, frameworkOf }, stack.clock.now + 45_000);
  assert.deepEqual(await again(), found({ clustersRead: 1 }));
  assert.equal(linesOf(stack, 'cluster not read; retried in an hour')[0]?.problem, 'no answer');
  stack.clock.now += 3_590_000;
  await noteCluster(stack.table, cluster);
  assert.deepEqual(await again(), found({}));
  assert.equal(reads, 1);
  stack.clock.now += 10_000;
  assert.deepEqual(await again(), found({ clustersRead: 1 }));
  assert.equal(reads, 2);
});

test('two stacks on one cluster each look after their own jobs', async () => {
  const stacks = [stack, await rig.stack()];
  const left = [];
  for (const each of stacks) {
    await noteCluster(each.table, cluster);
    const { spec } = await each.endedJob(60, { clean: true });
    left.push({ jobId: spec.jobId, name: spec.name });
  }
  for (const [i, each] of stacks.entries()) {
    each.listed.push(...left);
    assert.deepEqual(await sweepOf(each), found({ clustersRead: 1, leftovers: 1, unknown: 1 }));
    assert.deepEqual(await listed(each, 'ending'), [left[i]?.jobId]);
  }
});

test('a part that cannot be read keeps no other from being swept, and the sweep fails once it is through', async () => {
  for (let i = 0; i < 20; i++) await stack.job(60);
  const throttled = partsInTurn(32, stack.clock.now)[3];
  const store: SweepDeps['store'] = {
    ...stack.deps.store,
    standingPage: async (part, from) => {
      if (part === throttled) throw new Error('Throughput exceeds the current capacity.');
      return stack.deps.store.standingPage(part, from);
    },
  };
  await assert.rejects(
    sweep({ ...stack.deps, store }, stack.clock.now + 45_000),
    /Failed parts of the sweep: 1\./,
  );
  const { jobs, schedulesMade, failures } = Object(linesOf(stack, 'swept')[0]);
  const { jobs: missed } = await stack.deps.store.standingPage(throttled ?? 0, null);
  assert.deepEqual([jobs, schedulesMade, failures], [20 - missed.length, 20 - missed.length, 1]);
  assert.equal(linesOf(stack, 'part of the sweep failed; the next sweep retries it')[0]?.part, throttled);
  assert.equal((await sweepOf(stack)).schedulesMade, missed.length);
});

test('where everything fails, a sweep gives up early', async () => {
  let calls = 0;
  const standingPage = async () => {
    calls++;
    throw new Error('Throughput exceeds the current capacity.');
  };
  const store = { ...stack.deps.store, standingPage };
  await assert.rejects(
    sweep({ ...stack.deps, store }, stack.clock.now + 45_000),
    /Failed parts of the sweep: 20\./,
  );
  assert.equal(calls, 20);
});

/** The ports of a sweep that dies with its nth write, before or after it is done: from then on nothing is done. */
function dying({ store, ...rest }: SweepDeps, nth: number, isDone: boolean): SweepDeps {
  let writes = 0;
  const alive = <Result>(act: () => Promise<Result>): Promise<Result> =>
    writes < nth ? act() : Promise.reject(new Error('dead'));
  const write = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    writes++;
    if (writes < nth || (writes === nth && isDone)) await act();
    return alive(act);
  };
  return {
    ...rest,
    schedules: { create: (jobId, endsAt) => write(() => rest.schedules.create(jobId, endsAt)) },
    store: {
      ...store,
      standingPage: (part, from) => alive(() => store.standingPage(part, from)),
      knownClusters: () => alive(store.knownClusters),
      standingsOf: (jobIds) => alive(() => store.standingsOf(jobIds)),
      load: (jobId) => alive(() => store.load(jobId)),
      reopen: (jobId) => write(() => store.reopen(jobId)),
      claimReading: (known, notSince) => write(() => store.claimReading(known, notSince)),
    },
  };
}

for (const nth of [1, 2, 3, 4, 5]) {
  for (const isDone of [false, true]) {
    test(`a sweep that dies ${isDone ? 'after' : 'at'} its write ${nth} leaves nothing that later ones do not find`, async () => {
      await noteCluster(stack.table, cluster);
      const [stopped, ending, left] = [
        await stack.job(60),
        await stack.endedJob(60, { clean: false }),
        await stack.endedJob(60, { clean: true }),
      ];
      stack.listed.push({ jobId: left.spec.jobId, name: left.spec.name });
      await sweep(dying(stack.deps, nth, isDone), stack.clock.now + 45_000).catch(() => {});
      for (let hour = 0; hour < 2; hour++) {
        await sweepOf(stack);
        stack.clock.now += 3_600_000;
      }
      for (const { spec } of [stopped, ending, left]) assert.ok(rig.scheduled().has(spec.jobId));
      assert.equal((await listed(stack, 'ending')).includes(left.spec.jobId), true);
    });
  }
}

test('a thousand live jobs cost two calls for each part of the table and for each hundred of them, and two more', async () => {
  await fill(stack, 1_000);
  const before = rig.sent.length;
  assert.deepEqual(await sweepOf(stack), found({ jobs: 1_000 }));
  const calls = rig.sent.length - before;
  assert.ok(calls <= 16 * 2 + (2 * 1_000) / 100 + 2, `${calls} calls`);
});
