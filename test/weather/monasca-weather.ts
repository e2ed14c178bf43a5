import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { completed, ended, endsOnce, launched } from '../e2e/job-end.ts';
import type { Rig } from '../e2e/rig.ts';

const threeTicksMs = 3_000;

/** Monasca and Keystone fail: metrics arrive in order all the same, and hold up nothing. */
export function monascaWeather(rig: () => Rig): void {
  it('Monasca is down until some time after the end of the job', async () => {
    const cluster = await rig().userCluster('no-monasca');
    cluster.monasca.setFaults(() => 'reset');
    const jobId = await launched(rig(), { name: 'no-monasca', cluster: cluster.name });
    await ended(rig(), jobId);
    await sleep(threeTicksMs);
    assert.equal(cluster.monasca.received().length, 0);
    cluster.monasca.setFaults(undefined);
    await endsOnce(rig(), cluster, jobId);
  });

  it('Monasca is down in the middle', async () => {
    const cluster = await rig().userCluster('monasca-gap');
    const jobId = await launched(rig(), { name: 'monasca-gap', cluster: cluster.name, iterations: 8 });
    await completed(rig(), jobId, 2);
    cluster.monasca.setFaults(() => ({ status: 503 }));
    await completed(rig(), jobId, 5);
    cluster.monasca.setFaults(undefined);
    await endsOnce(rig(), cluster, jobId);
  });

  it('Monasca is slow', async () => {
    const cluster = await rig().userCluster('slow-monasca');
    cluster.monasca.setFaults(() => ({ delayMs: 3_000 }));
    const jobId = await launched(rig(), { name: 'slow-monasca', cluster: cluster.name });
    await endsOnce(rig(), cluster, jobId);
  });

  it('Monasca never answers, and then does', async () => {
    const cluster = await rig().userCluster('mute-monasca');
    cluster.monasca.setFaults(() => 'hang');
    const jobId = await launched(rig(), { name: 'mute-monasca', cluster: cluster.name, iterations: 3 });
    await ended(rig(), jobId);
    await sleep(threeTicksMs);
    cluster.monasca.setFaults(undefined);
    await endsOnce(rig(), cluster, jobId);
  });

  it('Keystone revokes its tokens all the time', async () => {
    const cluster = await rig().userCluster('revoking');
    const revoking = setInterval(() => cluster.keystone.revokeTokens(), 150);
    const jobId = await launched(rig(), { name: 'revoking', cluster: cluster.name });
    await ended(rig(), jobId);
    clearInterval(revoking);
    assert.ok(cluster.keystone.logins() > 1);
    await endsOnce(rig(), cluster, jobId);
  });

  it('Keystone is down until the job has ended', async () => {
    const cluster = await rig().userCluster('no-keystone');
    cluster.keystone.setFaults(() => ({ status: 500 }));
    const jobId = await launched(rig(), { name: 'no-keystone', cluster: cluster.name });
    await ended(rig(), jobId);
    await sleep(threeTicksMs);
    cluster.keystone.setFaults(undefined);
    await endsOnce(rig(), cluster, jobId);
  });
}
