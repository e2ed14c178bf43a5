import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { endsOnce, launched } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';
import type { UserCluster } from './user-cluster.ts';

describe('the person whom notify names', { concurrency: true }, () => {
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

  it('is told that it failed, once, by its own alarm, and metrics and log say so', async () => {
    const cluster = await rig.userCluster('failing');
    const notify = { name: 'pager', type: 'WEBHOOK', address: `${webhook.url}/failed` };
    const wrong = { command: 'exit 3', deadline: '10m', iterationDuration: 1, maxFailures: 2 };
    const jobId = await launched(rig, { name: 'failing', cluster: cluster.name, ...wrong, notify });
    const told = () =>
      cluster.monasca
        .notifications()
        .filter(({ alarmName }) => alarmName === jobAlarmName(jobId, 'endedBadly'));
    await until(async () => told()[0], { missing: () => 'Nobody was told.' });
    const { status, notify: shown } = await until(
      async () => {
        const job = await rig.api.show(jobId);
        return job.notify?.endToldAt ? job : undefined;
      },
      { missing: () => 'The job does not say that somebody was told.' },
    );
    assert.deepEqual([status, shown?.isSet, told().length], ['FAILED', true, 1]);
    const received = cluster.monasca.received().filter(({ dimensions }) => dimensions.job_id === jobId);
    const last = (name: string) => received.findLast((metric) => metric.name === `pacer.${name}`)?.value;
    assert.deepEqual([last('on_time_probability'), last('outlook')], [0, 4]);
    const evaluated = rig.lines.filter((line) => line.includes(jobId) && line.includes('"evaluated"'));
    assert.match(evaluated.at(-1) ?? '', /"outlook":"failed"/);
  });

  it('is told that it was done on time, once, if that was asked for', async () => {
    const cluster = await rig.userCluster('done');
    const notify = { name: 'happy', type: 'WEBHOOK', address: `${webhook.url}/done`, whenDone: true };
    const jobId = await launched(rig, { name: 'done', cluster: cluster.name, iterations: 2, notify });
    const told = () =>
      cluster.monasca.notifications().filter(({ alarmName }) => alarmName.startsWith(`pacer ${jobId}`));
    await until(async () => told()[0], { missing: () => 'Nobody was told.' });
    await endsOnce(rig, cluster, jobId);
    assert.deepEqual(
      told().map(({ alarmName }) => alarmName),
      [jobAlarmName(jobId, 'doneOnTime')],
    );
    assert.ok((await rig.api.show(jobId)).notify?.endToldAt);
  });

  it('is named wrongly: what Monasca does not know, or knows as another, is refused at the launch', async () => {
    const { name: cluster } = await rig.userCluster('misnamed');
    const refused = async (notify: object) => {
      const { status, json } = await rig.api.launch(jobRequest({ name: 'misnamed', cluster, notify }));
      return [status, JSON.stringify(json).match(/"field":"([^"]+)"/)?.[1]];
    };
    assert.deepEqual(await refused({ name: 'nobody' }), [400, 'notify.name']);
    const hook = { name: 'hook', type: 'WEBHOOK', address: `${webhook.url}/hook` };
    const jobId = await launched(rig, { name: 'named', cluster, notify: hook });
    await until(async () => (await rig.api.show(jobId)).notify?.isSet || undefined, {
      missing: () => 'No alarm.',
    });
    assert.deepEqual(await refused({ ...hook, address: `${webhook.url}/other` }), [400, 'notify.name']);
    assert.deepEqual(await refused({ ...hook, address: 'ftp://127.0.0.1/hook' }), [400, 'notify.address']);
  });

  it('is asked for in vain when Monasca knows no such method: the job says so and goes on', async () => {
    const cluster = await rig.userCluster('untold');
    // As it does not answer, the launch cannot know.
    cluster.monasca.setFaults(() => 'reset');
    const jobId = await launched(rig, { name: 'untold', cluster: cluster.name, notify: { name: 'nobody' } });
    cluster.monasca.setFaults(undefined);
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
