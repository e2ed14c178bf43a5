import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { listen } from '../../local/listen.ts';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import { constants } from '../control/adaptive/constants.ts';
import type { MonascaClient } from './client.ts';
import {
  alarmBelow,
  ensureJobAlarm,
  jobAlarmExpression,
  jobAlarmName,
  type Notify,
  removeJobAlarm,
} from './job-alarm.ts';

describe('a user is told when a job will probably be late', () => {
  let rig: MonascaRig;
  let client: MonascaClient;
  let made = 0;
  before(async () => {
    rig = await startRig();
    client = rig.client();
  });
  after(() => rig.close());
  const nextJob = () => ({ jobId: `01JOB${++made}`, name: 'render the film' });
  const email: Notify = { name: 'me', type: 'EMAIL', address: 'me@example.org' };
  const find = ({ jobId }: { jobId: string }) => client.findAlarmDefinition(jobAlarmName(jobId));

  async function probability(jobId: string, value: number) {
    await client.sendMetrics([
      testMetric({ name: 'pacer.on_time_probability', dimensions: { job: 'any', job_id: jobId }, value }),
    ]);
  }

  test('a webhook hears of it once, as soon as the probability is low, and of no other job', async () => {
    const heard: string[] = [];
    const server = createServer(async (request, reply) => {
      for await (const chunk of request) heard.push(String(chunk));
      reply.end();
      server.emit('heard');
    });
    const { url, close } = await listen(server);
    const [job, other] = [nextJob(), nextJob()];
    await ensureJobAlarm(client, job, { name: 'hook', type: 'WEBHOOK', address: url });
    await probability(job.jobId, 0.97);
    await probability(other.jobId, 0.1);
    const isHeard = once(server, 'heard');
    await probability(job.jobId, 0.4);
    await isHeard;
    await probability(job.jobId, 0.2);
    await close();
    assert.equal(heard.length, 1);
    const message = JSON.parse(heard[0] ?? '{}');
    assert.deepEqual([message.alarm_name, message.state], [jobAlarmName(job.jobId), 'ALARM']);
    assert.match(message.alarm_description, /render the film/);
  });

  test('it is made once, however often and by however many it is asked for', async () => {
    const job = nextJob();
    await ensureJobAlarm(client, job, email);
    const first = await find(job);
    assert.equal(first?.expression, jobAlarmExpression(job.jobId));
    await Promise.all([1, 2, 3].map(() => ensureJobAlarm(client, job, email)));
    assert.deepEqual(await find(job), first);
    const methods = (await client.listNotificationMethods()).filter(({ name }) => name === 'me');
    assert.deepEqual(
      first?.alarm_actions,
      methods.map(({ id }) => id),
    );
    assert.equal(methods.length, 1);
  });

  test('a method that Monasca has is used by its name', async () => {
    const there = await client.createNotificationMethod({ name: 'ops', type: 'PAGERDUTY', address: 'key' });
    const job = nextJob();
    await ensureJobAlarm(client, job, { name: 'ops' });
    assert.deepEqual((await find(job))?.alarm_actions, [there.id]);
  });

  test('neither an unknown method nor one with another address is used in silence', async () => {
    const job = nextJob();
    await assert.rejects(ensureJobAlarm(client, job, { name: 'nobody' }), {
      name: 'NotificationMethodError',
      message: /no notification method "nobody"/,
    });
    await ensureJobAlarm(client, nextJob(), email);
    await assert.rejects(ensureJobAlarm(client, job, { ...email, address: 'you@example.org' }), {
      name: 'NotificationMethodError',
      message: /"me" with another type or address/,
    });
    assert.equal(await find(job), null);
  });

  test('it is removed with its alarm, also twice, also when it was never made', async () => {
    const job = nextJob();
    await ensureJobAlarm(client, job, email);
    await probability(job.jobId, 0.1);
    const definition = await find(job);
    assert.equal((await client.listAlarms(definition?.id ?? '')).length, 1);
    await removeJobAlarm(client, job.jobId);
    assert.equal(await find(job), null);
    assert.deepEqual(await client.listAlarms(definition?.id ?? ''), []);
    await removeJobAlarm(client, job.jobId);
    await removeJobAlarm(client, 'never made');
    assert.ok(await client.findNotificationMethod('me'));
  });

  test('two of one name, made at the same moment, are both removed', async () => {
    const left = new Set(['1', '2']);
    const twice = {
      findAlarmDefinition: async (name: string) => {
        const [id] = left;
        return id === undefined ? null : { id, name, expression: '', alarm_actions: [] };
      },
      deleteAlarmDefinition: async (id: string) => left.delete(id),
    };
    await removeJobAlarm(twice, 'any');
    assert.equal(left.size, 0);
  });

  test('a 500 after the definition was stored does no harm: the next try finds it', async () => {
    const job = nextJob();
    await ensureJobAlarm(client, job, email);
    rig.monasca.setFaults(({ method }) => (method === 'GET' ? { status: 500, body: 'down' } : undefined));
    await assert.rejects(ensureJobAlarm(client, job, email), { name: 'MonascaAnswerError', status: 500 });
    rig.monasca.setFaults(undefined);
    await ensureJobAlarm(client, job, email);
    assert.ok(await find(job));
  });

  test('it goes off where the law begins to say at-risk, and its parts are within Monasca’s bounds', () => {
    assert.equal(alarmBelow, constants.riskBelow);
    assert.ok('pacer.on_time_probability'.length <= 100);
    assert.ok(jobAlarmName('01JOB').length <= 255);
  });
});
