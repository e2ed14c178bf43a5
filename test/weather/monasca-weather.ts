import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import type { FaultRule } from '../../simulators/http/faults.ts';
import { completed, ended, endsOnce, launched } from '../e2e/job-end.ts';
import { monascaOf } from '../e2e/monasca-of.ts';
import type { Rig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';

const threeTicksMs = 3_000;
const html = '<html><title>503 Service Unavailable</title></html>';
const forbidden = '{"title":"Forbidden","description":"The request does not have access to this service"}';

/** Until some time after the end of the job. The name is that of the job, too. */
const untilTheEnd: { name: string; what: string; monasca?: FaultRule; keystone?: FaultRule }[] = [
  { name: 'no-monasca', what: 'Monasca is down', monasca: () => 'reset' },
  { name: 'mute-monasca', what: 'Monasca never answers', monasca: () => 'hang' },
  { name: 'slowest-monasca', what: 'Monasca is slow by 30 s', monasca: () => ({ delayMs: 30_000 }) },
  { name: 'roleless', what: 'the role is missing', monasca: () => ({ status: 401, body: forbidden }) },
  { name: 'too-large', what: 'everything is too large', monasca: () => ({ status: 413, body: '' }) },
  { name: 'no-keystone', what: 'Keystone is down', keystone: () => ({ status: 500 }) },
  { name: 'slowest-keystone', what: 'Keystone is slow by 30 s', keystone: () => ({ delayMs: 30_000 }) },
];

/** Monasca and Keystone fail: metrics arrive in order all the same, and hold up nothing. */
export function monascaWeather(rig: () => Rig): void {
  for (const { name, what, monasca, keystone } of untilTheEnd) {
    it(`${what} until some time after the end of the job`, async () => {
      const cluster = await rig().userCluster(name);
      cluster.monasca.setFaults(monasca);
      cluster.keystone.setFaults(keystone);
      const jobId = await launched(rig(), { name, cluster: name, iterations: 3 });
      await ended(rig(), jobId);
      await sleep(threeTicksMs);
      assert.equal(cluster.monasca.received().length, 0);
      cluster.monasca.setFaults(undefined);
      cluster.keystone.setFaults(undefined);
      await endsOnce(rig(), cluster, jobId);
    });
  }

  it('Monasca is down in the middle', async () => {
    const cluster = await rig().userCluster('monasca-gap');
    const jobId = await launched(rig(), { name: 'monasca-gap', cluster: cluster.name, iterations: 8 });
    await completed(rig(), jobId, 2);
    cluster.monasca.setFaults(() => ({ status: 503, body: html }));
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

  it('Keystone revokes its tokens all the time', async () => {
    const cluster = await rig().userCluster('revoking');
    const revoking = setInterval(() => cluster.keystone.revokeTokens(), 150);
    const jobId = await launched(rig(), { name: 'revoking', cluster: cluster.name });
    await ended(rig(), jobId);
    clearInterval(revoking);
    assert.ok(cluster.keystone.logins() > 1);
    await endsOnce(rig(), cluster, jobId);
  });

  it('its alarm is made late, by a call that nobody waits for any more', async () => {
    const cluster = await rig().userCluster('late-alarm');
    const isCreation = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path === '/v2.0/alarm-definitions';
    cluster.monasca.setFaults((request) => (isCreation(request) ? { delayMs: 7_000 } : undefined));
    const notify = { name: 'operators', type: 'EMAIL', address: 'operators@example.com' };
    const jobId = await launched(rig(), { name: 'late-alarm', cluster: cluster.name, notify, iterations: 3 });
    const alarm = () => monascaOf(rig(), cluster).findAlarmDefinition(jobAlarmName(jobId));
    await ended(rig(), jobId);
    await until(async () => (await alarm()) ?? undefined, { missing: () => 'No alarm was made.' });
    await endsOnce(rig(), cluster, jobId);
    assert.equal(await alarm(), null);
  });

  for (const [name, seconds] of [
    ['clock-ahead', 120],
    ['clock-behind', -120],
  ] as const) {
    it(`the clocks of its containers are off by ${seconds} s`, async () => {
      const cluster = await rig().userCluster(name);
      const PATH = `${clock(rig(), name, seconds)}:${process.env.PATH}`;
      cluster.chronos.faults.forNextTasks(name, { env: { PATH } }, 99);
      const jobId = await launched(rig(), { name, cluster: name });
      const job = await endsOnce(rig(), cluster, jobId);
      assert.ok(
        job.points.flatMap(({ iterations }) => iterations).every((each) => each.durationSeconds < 30),
      );
    });
  }
}

/** A folder for PATH with a `date` that is wrong by so many seconds. */
function clock({ directory }: Rig, name: string, seconds: number): string {
  const folder = join(directory, `${name}-bin`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'date'), `#!/bin/sh\necho $(($(/bin/date +%s) + ${seconds}))\n`, {
    mode: 0o755,
  });
  return folder;
}
