import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { completed, endsOnce, launched } from '../e2e/job-end.ts';
import type { Rig } from '../e2e/rig.ts';

const versions = ['3.0.2', '2.5.1'] as const;

/** Chronos fails, in both lines of versions: each iteration is done exactly once. */
export function chronosWeather(rig: () => Rig): void {
  for (const version of versions) {
    const place = (word: string) => `${word}-${version.replaceAll('.', '')}`;

    it(`is a healthy ${version}`, async () => {
      const name = place('healthy');
      const cluster = await rig().userCluster(name, version);
      const jobId = await launched(rig(), { name, cluster: name, iterations: 8 });
      const { onTime } = await endsOnce(rig(), cluster, jobId);
      assert.equal(onTime, true);
    });

    it(`${version} is down for a while in the middle`, async () => {
      const name = place('down');
      const cluster = await rig().userCluster(name, version);
      const jobId = await launched(rig(), { name, cluster: name, iterations: 6 });
      await completed(rig(), jobId, 2);
      cluster.setChronosFaults(() => 'reset');
      await sleep(4_000);
      cluster.setChronosFaults(undefined);
      await endsOnce(rig(), cluster, jobId);
    });

    it(`${version} is down when the job is launched`, async () => {
      const name = place('late');
      const cluster = await rig().userCluster(name, version);
      cluster.setChronosFaults(() => 'reset');
      const jobId = await launched(rig(), { name, cluster: name, iterations: 2 });
      cluster.setChronosFaults(undefined);
      await endsOnce(rig(), cluster, jobId);
    });

    it(`${version} is slow`, async () => {
      const name = place('slow');
      const cluster = await rig().userCluster(name, version);
      cluster.setChronosFaults(() => ({ delayMs: 400 }));
      const jobId = await launched(rig(), { name, cluster: name, iterations: 5 });
      await endsOnce(rig(), cluster, jobId);
    });

    it(`${version} fails one request of eight, at random`, async () => {
      const name = place('flaky');
      const cluster = await rig().userCluster(name, version);
      cluster.setChronosFaults(() => (Math.random() < 1 / 8 ? { status: 503 } : undefined));
      const jobId = await launched(rig(), { name, cluster: name, iterations: 3 });
      await endsOnce(rig(), cluster, jobId);
    });
  }
}
