import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cluster, listed, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import { noteCluster } from '../store/clusters.ts';
import { sweep } from './sweep.ts';
import type { SweepDeps } from './sweep-deps.ts';

const swept = sweepRigOfFile();

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
      sweptPage: (part, from) => alive(() => store.sweptPage(part, from)),
      knownClusters: () => alive(store.knownClusters),
      sweptJobsOf: (jobIds) => alive(() => store.sweptJobsOf(jobIds)),
      load: (jobId) => alive(() => store.load(jobId)),
      reopen: (jobId) => write(() => store.reopen(jobId)),
      claimReading: (known, notSince) => write(() => store.claimReading(known, notSince)),
    },
  };
}

for (const nth of [1, 2, 3, 4, 5]) {
  for (const isDone of [false, true]) {
    test(`a sweep that dies ${isDone ? 'after' : 'at'} its write ${nth} leaves nothing that later ones do not find`, async () => {
      await noteCluster(swept.stack.table, cluster);
      const [stopped, ending, left] = [
        await swept.stack.job(60),
        await swept.stack.endedJob(60, { clean: false }),
        await swept.stack.endedJob(60, { clean: true }),
      ];
      swept.stack.listed.push({ jobId: left.spec.jobId, name: left.spec.name });
      await sweep(dying(swept.stack.deps, nth, isDone), swept.stack.clock.now + 45_000).catch(() => {});
      for (let hour = 0; hour < 2; hour++) {
        await sweepOf(swept.stack);
        swept.stack.clock.now += 3_600_000;
      }
      for (const { spec } of [stopped, ending, left]) assert.ok(swept.rig.scheduled().has(spec.jobId));
      assert.equal((await listed(swept.stack, 'ending')).includes(left.spec.jobId), true);
    });
  }
}
