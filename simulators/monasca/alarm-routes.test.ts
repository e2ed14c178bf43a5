import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import * as z from 'zod';
import { type LocalMonasca, startMonasca } from './start-monasca.ts';
import type { TokenOwner } from './token-check.ts';

const owners: Record<string, TokenOwner> = {
  user: { project: { id: 'mesos' }, roles: ['monasca-user'] },
  other: { project: { id: 'other' }, roles: ['monasca-user'] },
  reader: { project: { id: 'mesos' }, roles: ['monasca-read-only-user'] },
};
const answerBody = z.looseObject({
  id: z.string().default(''),
  title: z.string().optional(),
  description: z.string().optional(),
  state: z.string().optional(),
  severity: z.string().optional(),
  deterministic: z.boolean().optional(),
  elements: z.array(z.looseObject({ id: z.string(), state: z.string().optional() })).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});
const at = 1_767_225_600_000;

describe('Monasca keeps alarm definitions and notification methods, and raises alarms', () => {
  let monasca: LocalMonasca;
  let directory = '';
  let made = 0;
  let name = '';
  const start = () => startMonasca({ keystone: (token) => owners[token], directory });
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monasca-'));
    monasca = await start();
  });
  after(() => monasca.close());
  beforeEach(() => {
    name = `metric${++made}`;
  });

  async function call(
    method: string,
    path: string,
    body?: unknown,
    token = 'user',
    type = 'application/json',
  ) {
    const reply = await fetch(`${monasca.url}/v2.0${path}`, {
      method,
      headers: { 'x-auth-token': token, 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, ...answerBody.parse(text === '' ? {} : JSON.parse(text)) };
  }
  const define = (more: object = {}) =>
    call('POST', '/alarm-definitions', { name, expression: `max(${name}{job=one}) > 5`, ...more });
  const method = (more: object = {}) =>
    call('POST', '/notification-methods', { name, type: 'email', address: 'a@b', ...more });
  const send = (value: number, dimensions: object = { job: 'one' }, timestamp = at) =>
    call('POST', '/metrics', { name, value, dimensions, timestamp });
  const alarms = async (id: string) => (await call('GET', `/alarms?alarm_definition_id=${id}`)).elements;

  test('a definition gets its defaults, an id and a link', async () => {
    const { status, id, severity, deterministic, links } = await define();
    assert.deepEqual([status, severity, deterministic], [201, 'LOW', false]);
    assert.deepEqual(links, [{ rel: 'self', href: `${monasca.url}/v2.0/alarm-definitions/${id}` }]);
    assert.equal((await call('GET', `/alarm-definitions/${id}`)).id, id);
    assert.equal((await call('GET', `/alarm-definitions/${id}`, undefined, 'other')).status, 404);
  });

  for (const [what, more, title] of [
    ['an unknown severity', { severity: 'WORST' }, 'Unprocessable Entity'],
    ['an unknown notification method', { alarm_actions: ['nobody'] }, 'InvalidUpdateException'],
    ['a notification method twice', { ok_actions: ['a', 'a'] }, 'Unprocessable Entity'],
    ['a dimension that cannot be', { match_by: ['_host'] }, 'Unprocessable Entity'],
    ['a name of 256', { name: 'n'.repeat(256) }, 'Unprocessable Entity'],
    ['a bad expression', { expression: 'a = 5' }, 'Invalid alarm expression'],
    ['no expression', { expression: undefined }, 'Unprocessable Entity'],
  ] as const) {
    test(`a definition with ${what} is a 422`, async () => {
      const reply = await define(more);
      assert.deepEqual([reply.status, reply.title], [422, title]);
    });
  }

  test('names are unique in a project', async () => {
    await define();
    const again = await define();
    assert.deepEqual([again.status, again.title], [409, 'AlreadyExistsException']);
    const elsewhere = await call('POST', '/alarm-definitions', { name, expression: 'a > 1' }, 'other');
    assert.equal(elsewhere.status, 201);
    await method();
    assert.equal((await method()).status, 409);
  });

  test('PUT wants all of a definition, PATCH some, and neither may change what alarms are made by', async () => {
    const { id } = await define();
    const path = `/alarm-definitions/${id}`;
    assert.equal((await call('PUT', path, { name })).status, 422);
    assert.equal((await call('PATCH', path, { severity: 'high' })).severity, 'HIGH');
    for (const change of [
      { match_by: ['host'] },
      { expression: 'other > 5' },
      { expression: 'a > 1 or b > 1' },
    ]) {
      const refused = await call('PATCH', path, change);
      assert.deepEqual([refused.status, refused.title], [422, 'InvalidUpdateException']);
    }
    assert.equal((await call('PATCH', path, { expression: `min(${name}{job=one}) < 3` })).status, 200);
    assert.equal((await call('PATCH', '/alarm-definitions', {})).status, 400);
    assert.equal((await call('DELETE', '/alarm-definitions')).status, 400);
  });

  for (const [what, more] of [
    ['an unknown key', { unit: 1 }],
    ['an unknown type', { type: 'PIGEON' }],
    ['no address', { address: undefined }],
    ['an email address without @', { address: 'nobody' }],
    ['a webhook that is no URL', { type: 'WEBHOOK', address: 'here' }],
    ['a webhook of another scheme', { type: 'WEBHOOK', address: 'ftp://a/' }],
    ['a name of 251', { name: 'n'.repeat(251) }],
    ['a period of its own', { period: 30 }],
  ] as const) {
    test(`a notification method with ${what} is a 400`, async () => {
      const reply = await method(more);
      assert.deepEqual([reply.status, reply.title], [400, 'Bad Request']);
    });
  }

  test('the content type must be exact for notification methods and not for definitions', async () => {
    const type = 'application/json; charset=utf-8';
    const body = { name, type: 'EMAIL', address: 'a@b' };
    assert.equal((await call('POST', '/notification-methods', body, 'user', type)).status, 400);
    const definition = { name, expression: 'a > 1' };
    assert.equal((await call('POST', '/alarm-definitions', definition, 'user', type)).status, 201);
    assert.equal((await call('POST', '/alarm-definitions', definition, 'user', 'text/plain')).status, 400);
  });

  test('readers read, and no more', async () => {
    for (const path of ['/alarm-definitions', '/notification-methods', '/alarms']) {
      assert.equal((await call('GET', path, undefined, 'reader')).status, 200);
    }
    assert.equal((await call('POST', '/alarm-definitions', {}, 'reader')).title, 'Forbidden');
    assert.equal((await call('POST', '/alarms', {})).status, 405);
  });

  test('the pages of both have the traps of the real server', async () => {
    for (const each of ['a', 'b', 'c']) {
      await define({ name: `${name} ${each}`, severity: 'CRITICAL' });
      await method({ name: `${name} ${each}` });
    }
    const next = ({ links }: { links: { rel: string; href: string }[] }) =>
      (links.find(({ rel }) => rel === 'next')?.href ?? '').split('/v2.0')[1] ?? '';
    const methods = await call('GET', '/notification-methods?limit=2');
    assert.match(next(methods), new RegExp(`offset=${methods.elements[1]?.id}`));
    assert.equal((await call('GET', next(methods))).status, 422);
    const definitions = await call('GET', '/alarm-definitions?limit=2&severity=LOW%7CCRITICAL');
    assert.match(next(definitions), /offset=2&limit=2&severity=LOW%257CCRITICAL/);
    const doubled = await call('GET', `/notification-methods/${methods.elements[0]?.id}`);
    assert.match(doubled.links[0]?.href ?? '', new RegExp(`${doubled.id}/${doubled.id}$`));
    assert.equal((await call('GET', '/alarm-definitions?limit=many')).title, 'Invalid limit');
    assert.equal((await call('GET', '/alarm-definitions?sort_by=colour')).status, 422);
  });

  test('deleting an alarm keeps its definition, deleting a definition takes its alarms', async () => {
    const { id } = await define();
    await send(9);
    const [alarm] = await alarms(id);
    assert.equal((await call('DELETE', `/alarm-definitions/${alarm?.id}`)).status, 404);
    assert.equal((await call('DELETE', `/alarms/${id}`)).status, 404);
    assert.equal((await call('DELETE', `/alarms/${alarm?.id}`)).status, 204);
    await send(9);
    assert.equal((await alarms(id)).length, 1);
    assert.equal((await call('DELETE', `/alarm-definitions/${id}`)).status, 204);
    assert.deepEqual(await alarms(id), []);
  });

  test('who is told of which state is remembered; nobody is when actions are off', async () => {
    const one = await method();
    const expression = `last(${name}{job=one}) > 5`;
    const { id } = await define({ expression, alarm_actions: [one.id], ok_actions: [one.id] });
    await send(9);
    await send(1, { job: 'one' }, at + 1000);
    await call('PATCH', `/alarm-definitions/${id}`, { actions_enabled: false });
    await send(9, { job: 'one' }, at + 2000);
    assert.equal((await alarms(id))[0]?.state, 'ALARM');
    const told = monasca.notifications().filter(({ alarmName }) => alarmName === name);
    assert.deepEqual(
      told.map(({ state, type, isDelivered }) => [state, type, isDelivered]),
      [
        ['ALARM', 'EMAIL', false],
        ['OK', 'EMAIL', false],
      ],
    );
  });

  test('all of it is kept over a restart', async () => {
    const one = await method();
    const { id } = await define({ alarm_actions: [one.id] });
    await send(9);
    const [alarm] = await alarms(id);
    await monasca.close();
    monasca = await start();
    assert.deepEqual((await alarms(id))[0], {
      ...alarm,
      links: (await alarms(id))[0]?.links,
      alarm_definition: (await alarms(id))[0]?.alarm_definition,
    });
    assert.equal((await call('GET', `/notification-methods/${one.id}`)).status, 200);
  });
});
