import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { until } from '../../test/e2e/until.ts';
import { startClockedMonasca, startedAt } from '../../test/rigs/clocked-monasca.ts';
import { type Listening, listen } from '../http/listen.ts';
import { callWebhook, webhookPatience } from './webhook.ts';

interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('webhooks are told of alarms as by the real Monasca', () => {
  let rig: Awaited<ReturnType<typeof startClockedMonasca>>;
  let webhook: Listening;
  let heard: Heard[] = [];
  /** What the webhook answers to its next calls; 0 is nothing at all. */
  let answers: number[] = [];
  let made = 0;
  let m = '';
  before(async () => {
    webhook = await listen(
      createServer(async (request, reply) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        heard.push({ headers: request.headers, body });
        const status = answers.shift() ?? 200;
        if (status > 0) reply.writeHead(status).end();
      }),
    );
    rig = await startClockedMonasca({ webhooks: { timeoutMs: 2000, retryEveryMs: 10 } });
  });
  after(async () => {
    await rig.close();
    await webhook.close();
  });
  beforeEach(() => {
    heard = [];
    answers = [];
    m = `metric${++made}`;
  });

  const told = () =>
    rig
      .monasca()
      .notifications()
      .filter(({ alarmName }) => alarmName === `of last(${m}) < 0.6`);
  const calls = (count: number) =>
    until(async () => (heard.length >= count ? heard : undefined), {
      missing: () => `${heard.length} calls.`,
    });
  async function alarm(more: object = {}) {
    const method = await rig.call('POST', '/notification-methods', {
      name: `hook of ${m}`,
      type: 'WEBHOOK',
      address: `${webhook.url}/late`,
    });
    const ids = [method.id];
    return rig.define(`last(${m}) < 0.6`, { description: 'why', alarm_actions: ids, ...more });
  }

  test('with the body that was seen, its keys in their order', async () => {
    const definition = await alarm();
    await rig.send(m, 0.3, { dimensions: { job_id: 'A' } });
    const [{ headers, body } = { headers: {}, body: '' }] = await calls(1);
    const [made] = await rig.alarms(definition);
    const expected = {
      alarm_id: made?.id,
      alarm_definition_id: definition.id,
      alarm_name: `of last(${m}) < 0.6`,
      alarm_description: 'why',
      alarm_timestamp: startedAt / 1000,
      state: 'ALARM',
      old_state: 'UNDETERMINED',
      message: `Thresholds were exceeded for the sub-alarms: last(${m}) < 0.6 with the values: [0.3]`,
      tenant_id: 'mesos',
      metrics: [{ id: null, name: m, dimensions: { job_id: 'A' } }],
    };
    assert.equal(body, JSON.stringify(expected));
    assert.match(String(headers['user-agent']), /^python-requests\//);
    const { accept, authorization, 'content-type': type, 'content-length': length } = headers;
    assert.deepEqual(
      [accept, authorization, type, Number(length)],
      ['*/*', undefined, 'application/json', body.length],
    );
  });

  test('of OK and UNDETERMINED in their own words, with the number as the engine writes it', async () => {
    const method = await rig.call('POST', '/notification-methods', {
      name: `hook of ${m}`,
      type: 'WEBHOOK',
      address: webhook.url,
    });
    await rig.define(`max(${m}{a=b}) > 5`, { ok_actions: [method.id], undetermined_actions: [method.id] });
    await rig.send(m, 1, { dimensions: { a: 'b' } });
    await rig.passSeconds(600);
    const messages = (await calls(2)).map(({ body }) => JSON.parse(body).message);
    assert.deepEqual(messages.sort(), [
      `No data was present for the sub-alarms: max(${m}{a=b}) > 5.0`,
      `The alarm threshold(s) have not been exceeded for the sub-alarms: max(${m}{a=b}) > 5.0 with the values: [1.0]`,
    ]);
  });

  test('again when the first call failed, and no more when one was taken', async () => {
    await alarm();
    answers = [500, 0, 302];
    await rig.send(m, 0.3);
    await until(async () => told().some(({ isDelivered }) => isDelivered) || undefined, {
      missing: () => 'Nobody took it.',
    });
    assert.deepEqual([heard.length, told().length], [4, 1]);
  });

  test('five more times, and then given up', async () => {
    answers = Array.from({ length: 9 }, () => 500);
    const tries: boolean[] = [];
    const tried = (isTaken: boolean) => void tries.push(isTaken);
    const call = { address: webhook.url, body: '{}', tried, signal: new AbortController().signal };
    await callWebhook(call, { ...webhookPatience, retryEveryMs: 10 });
    assert.deepEqual([heard.length, tries], [6, Array.from({ length: 6 }, () => false)]);
  });

  test('patiently, as monasca-notification does', () => {
    assert.deepEqual(webhookPatience, { timeoutMs: 5000, retryEveryMs: 30_000, retries: 5 });
  });
});
