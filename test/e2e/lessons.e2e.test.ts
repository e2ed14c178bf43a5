import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchedApp } from './app-end.ts';
import { ended, launched, leavesNothing } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';
import type { AnyCluster } from './user-cluster.ts';

describe('a job of a name that has run before', { concurrency: 2, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  const adaptive = { law: 'adaptive', iterations: 3, command: 'sleep 0.4', iterationDuration: 60 };

  /** What the law says at the launch, before anything was measured of that very job. */
  async function firstWords(cluster: AnyCluster, launch: () => Promise<string>): Promise<string> {
    const jobId = await launch();
    const job = await ended(rig, jobId);
    await leavesNothing(rig, cluster, job);
    return job.points[0]?.decision?.sentence ?? '';
  }

  it('on Chronos begins with what was learned then, as long as it is the same job', async () => {
    const name = 'lesson';
    const cluster = await rig.userCluster(name);
    const words = (change = {}) =>
      firstWords(cluster, () => launched(rig, { name, cluster: name, ...adaptive, ...change }));
    assert.match(await words(), /nothing is measured yet/);
    assert.doesNotMatch(await words(), /nothing is measured yet/);
    assert.match(await words({ command: 'sleep 0.5' }), /nothing is measured yet/);
  });

  it('on Marathon too', async () => {
    const name = 'app-lesson';
    const cluster = await rig.marathonCluster(name);
    const words = () => firstWords(cluster, () => launchedApp(rig, { name, ...adaptive }));
    assert.match(await words(), /nothing is measured yet/);
    assert.doesNotMatch(await words(), /nothing is measured yet/);
  });
});
