import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import * as z from 'zod';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import type { HttpRequest } from '../http/http.ts';
import { http } from '../http/http.ts';
import type { MonascaClient } from './client.ts';
import { listAll, pageOf } from './collections.ts';

describe('alarm definitions, alarms and notification methods are kept in Monasca', () => {
  let rig: MonascaRig;
  let client: MonascaClient;
  let made = 0;
  let name = '';
  before(async () => {
    rig = await startRig();
    client = rig.client();
  });
  after(() => rig.close());
  beforeEach(() => {
    name = `test ${++made}: a, b + c & d`;
  });

  test('an alarm definition is created by parameters or by JSON, and found by its name', async () => {
    const method = await client.createNotificationMethod({ name, type: 'EMAIL', address: 'a@example.org' });
    const expression = 'avg(cpu{job=one}, 120) > 5 times 3';
    const byParameters = await client.createAlarmDefinition({
      name,
      expression,
      severity: 'CRITICAL',
      matchBy: ['host'],
      alarmActions: [method.id],
    });
    assert.deepEqual(byParameters.alarm_actions, [method.id]);
    assert.deepEqual(await client.findAlarmDefinition(name), byParameters);
    const byJson = await client.createAlarmDefinitionJson({ name: `${name} JSON`, expression });
    assert.notEqual(byJson.id, byParameters.id);
    assert.equal(await client.findAlarmDefinition('another'), null);
  });

  test('mistake 9: what is there already is found instead of made again', async () => {
    const definition = { name, expression: 'cpu > 1' };
    const first = await client.createAlarmDefinition(definition);
    assert.deepEqual(await client.createAlarmDefinition(definition), first);
    const method = { name, type: 'WEBHOOK' as const, address: 'http://127.0.0.1:9/' };
    const made = await client.createNotificationMethod(method);
    assert.deepEqual(await client.createNotificationMethod(method), made);
  });

  test('mistake 9: a definition and an alarm are deleted each by its own call, and twice does no harm', async () => {
    const definition = await client.createAlarmDefinition({ name, expression: `last(alarm${made}) < 1` });
    await client.sendMetrics([testMetric({ name: `alarm${made}` })]);
    const [alarm] = await client.listAlarms(definition.id);
    assert.equal(alarm?.state, 'ALARM');
    assert.equal(await client.deleteAlarm(definition.id), false);
    assert.equal(await client.deleteAlarmDefinition(alarm?.id ?? ''), false);
    assert.equal(await client.deleteAlarm(alarm?.id ?? ''), true);
    assert.equal(await client.deleteAlarm(alarm?.id ?? ''), false);
    assert.deepEqual(await client.findAlarmDefinition(name), definition);
    assert.equal(await client.deleteAlarmDefinition(definition.id), true);
    assert.equal(await client.deleteAlarmDefinition(definition.id), false);
    assert.equal(await client.findAlarmDefinition(name), null);
  });

  for (const expression of ['cpu == 1', 'avg(cpu, 90) > 1', 'cpu > 1e5', 'my cpu > 1']) {
    test(`mistake 9: the expression "${expression}" is refused with the place`, async () => {
      await assert.rejects(client.createAlarmDefinition({ name, expression }), {
        name: 'RefusedByMonascaError',
        status: 422,
        message: /Invalid alarm expression.*at column \d/,
      });
    });
  }

  test('an address that cannot be told anything is refused', async () => {
    for (const address of ['nobody', '']) {
      await assert.rejects(client.createNotificationMethod({ name, type: 'EMAIL', address }), {
        name: 'RefusedByMonascaError',
        status: 400,
      });
    }
  });

  test('mistake 10: lists are paged by counting, for the offset of the next link is one that the server refuses', async () => {
    const names = [1, 2, 3, 4, 5].map((number) => `${name} ${number}`);
    for (const each of names) {
      await client.createNotificationMethod({ name: each, type: 'PAGERDUTY', address: 'key' });
    }
    const page = pageOf(z.object({ name: z.string() }));
    for (const pageSize of [1, 2, 5]) {
      const all = await listAll(rig.call(), { path: '/notification-methods', page, pageSize });
      const mine = all.filter((each) => each.name.startsWith(name)).map((each) => each.name);
      assert.deepEqual(mine.sort(), names);
    }
  });

  test('mistake 10: a query that needs quoting is right on every page', async () => {
    const paged = (query: Record<string, string>) =>
      listAll(rig.call(), {
        path: '/alarm-definitions',
        query,
        page: pageOf(z.object({ name: z.string() })),
        pageSize: 1,
      });
    for (const number of [1, 2, 3]) {
      await client.createAlarmDefinition({
        name: `${name} ${number}`,
        expression: 'cpu > 1',
        severity: 'MEDIUM',
      });
    }
    assert.equal((await paged({ severity: 'MEDIUM|CRITICAL', sort_by: 'severity desc,name' })).length, 4);
  });

  test('mistake 10: a notification method is looked for by its name here, Monasca does not filter', async () => {
    await client.createNotificationMethod({ name, type: 'PAGERDUTY', address: 'key' });
    await client.createNotificationMethod({ name: `${name} 2`, type: 'PAGERDUTY', address: 'other' });
    assert.equal((await client.findNotificationMethod(`${name} 2`))?.address, 'other');
    assert.equal(await client.findNotificationMethod(`${name} 3`), null);
  });

  test('a list that never ends is left after a hundred pages', async () => {
    let pages = 0;
    const inner = http({ timeoutMs: 1000 });
    const endless = async (request: HttpRequest) => {
      if (request.method !== 'GET') return inner(request);
      pages++;
      const body = JSON.stringify({ elements: [{ name: 'same' }], links: [{ rel: 'next' }] });
      return { status: 200, headers: {}, body };
    };
    const page = pageOf(z.object({ name: z.string() }));
    await listAll(rig.call({ http: endless }), { path: '/alarms', page });
    assert.equal(pages, 100);
  });

  test('who may only write metrics is told the role that is missing', async () => {
    await assert.rejects(rig.client('agent').createAlarmDefinition({ name, expression: 'cpu > 1' }), {
      name: 'MissingRoleError',
      message: /role monasca-user /,
    });
    await assert.rejects(rig.client('agent').listNotificationMethods(), {
      name: 'MissingRoleError',
      message: /role monasca-user or monasca-read-only-user /,
    });
    assert.ok(await rig.client('reader').listNotificationMethods());
  });

  test('an answer that is not Monasca’s, though with status 200, is an error that says so', async () => {
    rig.monasca.setFaults(() => ({ status: 200, body: '<html>Please log in</html>' }));
    const isStrange = {
      name: 'MonascaAnswerError',
      status: 200,
      message: /not an answer of Monasca.*Please log in/,
    };
    await assert.rejects(client.listNotificationMethods(), isStrange);
    await assert.rejects(client.sendMetrics([testMetric()]), isStrange);
    rig.monasca.setFaults(undefined);
  });
});
