import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { listen } from '../../simulators/http/listen.ts';
import { aJob } from '../../test/rigs/builders.ts';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import { constants } from '../control/adaptive/constants.ts';
import type { MonascaClient } from '../monasca/client.ts';
import {
  alarmAbove,
  ensureJobAlarms,
  jobAlarmExpression,
  jobAlarmName,
  removeJobAlarms,
} from './job-alarm.ts';
import { concernMetrics } from './job-metrics.ts';
import type { Notify } from './notification-method.ts';

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
  const ensured = ({ jobId, name }: ReturnType<typeof nextJob>, notify: Notify) =>
    ensureJobAlarms(client, aJob({ spec: { jobId, name, notify } }), 'life');
  const find = ({ jobId }: { jobId: string }) => client.findAlarmDefinition(jobAlarmName(jobId));

  const isMethodCreation = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path === '/v2.0/notification-methods';
  let second = Math.floor(Date.now() / 1000);

  /** Each is of a second of its own. */
  async function lateness(jobId: string, value: number) {
    const dimensions = { job: 'any', job_id: jobId };
    await client.sendMetrics([
      testMetric({ name: concernMetrics.late, dimensions, value, timestamp: ++second * 1000 }),
    ]);
  }

  test('a webhook hears of it once, as soon as it will probably be late, and of no other job', async () => {
    const heard: string[] = [];
    const server = createServer(async (request, reply) => {
      for await (const chunk of request) heard.push(String(chunk));
      reply.end();
      server.emit('heard');
    });
    const { url, close } = await listen(server);
    const [job, other] = [nextJob(), nextJob()];
    await ensured(job, { name: 'hook', type: 'WEBHOOK', address: url });
    await lateness(job.jobId, 0.03);
    await lateness(other.jobId, 0.9);
    const isHeard = once(server, 'heard');
    await lateness(job.jobId, 0.6);
    await isHeard;
    await lateness(job.jobId, 0.8);
    await close();
    assert.equal(heard.length, 1);
    const message = JSON.parse(heard[0] ?? '{}');
    assert.deepEqual([message.alarm_name, message.state], [jobAlarmName(job.jobId), 'ALARM']);
    assert.match(message.alarm_description, /render the film/);
  });

  test('it is made once, however often and by however many it is asked for', async () => {
    const job = nextJob();
    await ensured(job, email);
    const first = await find(job);
    assert.equal(first?.expression, jobAlarmExpression(job.jobId));
    await Promise.all([1, 2, 3].map(() => ensured(job, email)));
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
    await ensured(job, { name: 'ops' });
    assert.deepEqual((await find(job))?.alarm_actions, [there.id]);
  });

  test('neither an unknown method nor one with another address is used in silence', async () => {
    const job = nextJob();
    await assert.rejects(ensured(job, { name: 'nobody' }), {
      name: 'NotificationMethodError',
      message: /no notification method "nobody"/,
    });
    await ensured(nextJob(), email);
    await assert.rejects(ensured(job, { ...email, address: 'you@example.org' }), {
      name: 'NotificationMethodError',
      message: /"me" with another type or address/,
    });
    assert.equal(await find(job), null);
  });

  test('one that an earlier Pacer made, which looks at something else, is replaced', async () => {
    const job = nextJob();
    const expression = `last(pacer.on_time_probability{job_id=${job.jobId}}) < 0.6`;
    const old = await client.createAlarmDefinition({ name: jobAlarmName(job.jobId), expression });
    await Promise.all([1, 2, 3].map(() => ensured(job, email)));
    const now = await find(job);
    assert.notEqual(now?.id, old.id);
    assert.equal(now?.expression, jobAlarmExpression(job.jobId));
    await removeJobAlarms(client, { jobId: job.jobId, notify: null });
    assert.equal(await find(job), null);
  });

  test('a name that Monasca’s database takes for another one is an error that names it', async () => {
    const hook = { name: 'Pagér', type: 'PAGERDUTY', address: 'key' } as const;
    await client.createNotificationMethod(hook);
    const isNamed = { name: 'NotificationMethodError', message: /"Pagér".*"PAGER".*give "Pagér" alone/ };
    await assert.rejects(ensured(nextJob(), { name: 'PAGER' }), isNamed);
    // As a MySQL without case answers.
    rig.monasca.setFaults((request) =>
      isMethodCreation(request) ? { status: 409, body: '{"title":"Conflict"}' } : undefined,
    );
    const other = { ...hook, name: 'PAGER' };
    await assert.rejects(ensured(nextJob(), other), isNamed);
    await ensured(nextJob(), hook);
    const nowhere = { ...hook, name: 'nowhere' };
    await assert.rejects(ensured(nextJob(), nowhere), { name: 'MonascaConflictError' });
    rig.monasca.setFaults(undefined);
  });

  test('it is removed with its alarm, also twice, also when it was never made', async () => {
    const job = nextJob();
    await ensured(job, email);
    await lateness(job.jobId, 0.9);
    const definition = await find(job);
    assert.equal((await client.listAlarms(definition?.id ?? '')).length, 1);
    await removeJobAlarms(client, { jobId: job.jobId, notify: null });
    assert.equal(await find(job), null);
    assert.deepEqual(await client.listAlarms(definition?.id ?? ''), []);
    await removeJobAlarms(client, { jobId: job.jobId, notify: null });
    await removeJobAlarms(client, { jobId: 'never made', notify: null });
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
    await removeJobAlarms(twice, { jobId: 'any', notify: null });
    assert.equal(left.size, 0);
  });

  test('a 500 after the definition was stored does no harm: the next try finds it', async () => {
    const job = nextJob();
    await ensured(job, email);
    rig.monasca.setFaults(({ method }) => (method === 'GET' ? { status: 500, body: 'down' } : undefined));
    await assert.rejects(ensured(job, email), { name: 'MonascaAnswerError', status: 500 });
    rig.monasca.setFaults(undefined);
    await ensured(job, email);
    assert.ok(await find(job));
  });

  test('it goes off where the law begins to say at-risk, and its parts are within Monasca’s bounds', () => {
    assert.equal(alarmAbove, 1 - constants.riskBelow);
    assert.ok(concernMetrics.late.length <= 100);
    assert.ok(jobAlarmName('01JOB').length <= 255);
  });
});
