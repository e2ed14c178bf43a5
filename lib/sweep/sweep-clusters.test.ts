import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cluster, found, linesOf, listed, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import { noteCluster } from '../store/clusters.ts';
import { sweep } from './sweep.ts';
import type { SweepDeps } from './sweep-deps.ts';

const swept = sweepRigOfFile();

test('what a framework still has of a clean job is evaluated again, and all else is left alone', async () => {
  await noteCluster(swept.stack.table, cluster);
  const ended = (minutesAgo: number) => swept.stack.endedJob(minutesAgo, { clean: true });
  const [left, copied, recent, live] = [
    await ended(60),
    await ended(60),
    await ended(9),
    await swept.stack.job(1),
  ];
  const other = '01KDTEST000000000000000000';
  swept.stack.listed.push(
    ...[left, recent, live].map(({ spec: { jobId, name } }) => ({ jobId, name })),
    { jobId: copied.spec.jobId, name: 'a-copy-of-it' },
    { jobId: other, name: 'of-another-stack' },
    { jobId: 'no id at all', name: 'theirs' },
  );
  const seen = { jobs: 1, clustersRead: 1, leftovers: 1, unknown: 3 };
  assert.deepEqual(await sweepOf(swept.stack), found(seen));
  assert.deepEqual(await listed(swept.stack, 'ending'), [left.spec.jobId]);
  assert.equal((await listed(swept.stack, 'finished')).length, 3);
  const scheduled = [left, copied, recent, live].filter(({ spec }) => swept.rig.scheduled().has(spec.jobId));
  assert.deepEqual(scheduled, [left]);
  assert.ok(!swept.rig.scheduled().has(other));
});

test('a framework is read once an hour, whatever became of the reading, and others are read all the same', async () => {
  const marathon = { cluster: 'other', framework: 'marathon' } as const;
  for (const known of [cluster, marathon, cluster]) await noteCluster(swept.stack.table, known);
  let reads = 0;
  const down = async () => {
    reads++;
    throw new Error('no answer');
  };
  const frameworkOf: SweepDeps['frameworkOf'] = (of) =>
    of.framework === 'chronos'
      ? { ...swept.stack.deps.frameworkOf(of), listJobs: down }
      : swept.stack.deps.frameworkOf(of);
  const again = () => sweep({ ...swept.stack.deps, frameworkOf }, swept.stack.clock.now + 45_000);
  assert.deepEqual(await again(), found({ clustersRead: 1 }));
  assert.equal(linesOf(swept.stack, 'cluster not read; retried in an hour')[0]?.problem, 'no answer');
  swept.stack.clock.now += 3_590_000;
  await noteCluster(swept.stack.table, cluster);
  assert.deepEqual(await again(), found({}));
  assert.equal(reads, 1);
  swept.stack.clock.now += 10_000;
  assert.deepEqual(await again(), found({ clustersRead: 1 }));
  assert.equal(reads, 2);
});

test('two stacks on one cluster each look after their own jobs', async () => {
  const stacks = [swept.stack, await swept.rig.stack()];
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
