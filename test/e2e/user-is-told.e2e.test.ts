import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { endsOnce, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';
import type { UserCluster } from './user-cluster.ts';

describe('whoever is to be told of a job that will be late', { concurrency: true }, () => {
  let rig: Rig;
  let webhook: Listening;
  let calls = 0;
  before(async () => {
    rig = await startRig();
    webhook = await listen(createServer((_, response) => void response.end(String(++calls))));
  });
  after(async () => {
    await rig.close();
    await webhook.close();
  });

  const alarmed = ({ monasca }: UserCluster, jobId: string) =>
    monasca.notifications().filter(({ alarmName }) => alarmName === jobAlarmName(jobId));
  /** Twenty seconds of work within three, and the law is not told so. */
  const hopeless = {
    iterations: 10,
    command: 'sleep 1',
    deadline: '3s',
    iterationDuration: 1,
    law: 'adaptive',
  };

  it('is told while it is still going on, and the alarm goes with the job', async () => {
    const cluster = await rig.userCluster('told');
    const notify = { name: 'operators', type: 'WEBHOOK', address: `${webhook.url}/late` };
    const jobId = await launched(rig, { name: 'told', cluster: cluster.name, ...hopeless, notify });
    await until(async () => alarmed(cluster, jobId)[0], { missing: () => 'Nobody was told.' });
    assert.ok(calls > 0, 'the webhook was called');
    assert.deepEqual((await rig.api.show(jobId)).notify, { name: 'operators', isSet: true });
    await rig.api.call(`/jobs/${jobId}`, { method: 'DELETE' });
    await endsOnce(rig, cluster, jobId, { status: 'CANCELLED', extraLaunches: 1 });
    assert.equal((await rig.api.show(jobId)).notify?.isSet, false);
  });

  it('is asked for in vain when Monasca knows no such method: the job says so and goes on', async () => {
    const cluster = await rig.userCluster('untold');
    const jobId = await launched(rig, { name: 'untold', cluster: cluster.name, notify: { name: 'nobody' } });
    const problem = await until(async () => (await rig.api.show(jobId)).notify?.problem, {
      missing: () => 'No problem.',
    });
    assert.match(problem, /nobody/);
    await endsOnce(rig, cluster, jobId);
  });

  it('is forgotten also when Monasca is down at the end of the job', async () => {
    const cluster = await rig.userCluster('forgotten');
    const notify = { name: 'mailing list', type: 'EMAIL', address: 'operators@example.com' };
    const jobId = await launched(rig, { name: 'forgotten', cluster: cluster.name, notify });
    await until(async () => (await rig.api.show(jobId)).notify?.isSet || undefined, {
      missing: () => 'No alarm.',
    });
    cluster.monasca.setFaults(() => 'reset');
    await until(async () => (await rig.api.show(jobId)).finishedAt, { missing: () => 'It did not end.' });
    cluster.monasca.setFaults(undefined);
    await endsOnce(rig, cluster, jobId);
    assert.equal((await rig.api.show(jobId)).notify?.isSet, false);
  });
});
