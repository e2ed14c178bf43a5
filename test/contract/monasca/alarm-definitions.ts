import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as z from 'zod';
import { listAll, pageOf } from '../../../lib/monasca/collections.ts';
import type { Rig } from './rig.ts';

const path = '/alarm-definitions';

const goodExpressions = [
  'cpu > 1',
  'MAX(cpu) LT 5',
  'last(pacer.on_time_probability{job_id=01ABC}) < 0.6',
  'avg(cpu.user{host=a b, job=one}, deterministic, 120) >= -1.5 times 3',
  'a > 1 and (b < 2 or c gte 3) && d lte 4 || e > 5',
  'ntp.offset>1 or ntp.offset<-5',
];
const badExpressions = [
  'cpu == 1',
  'cpu != 1',
  'not cpu > 1',
  'cpu > other',
  'cpu > 1e5',
  'cpu > .5',
  'cpu > +5',
  'avg(cpu, 90) > 1',
  'avg(cpu, 0) > 1',
  'avg(cpu, 120, deterministic) > 1',
  'cpu > 1 times 0',
  'my cpu > 1',
  'a(b) > 1',
  '(a > 1',
  '',
];
const wrong: [string, object, string][] = [
  ['no name', { name: undefined }, 'Unprocessable Entity'],
  ['a name of 256', { name: 'n'.repeat(256) }, 'Unprocessable Entity'],
  ['a description of 256', { description: 'd'.repeat(256) }, 'Unprocessable Entity'],
  ['an unknown severity', { severity: 'WORST' }, 'Unprocessable Entity'],
  ['an action twice', { alarm_actions: ['a', 'a'] }, 'Unprocessable Entity'],
  ['an unknown action', { alarm_actions: ['nobody'] }, 'InvalidUpdateException'],
  ['a number for a dimension', { match_by: [1] }, 'Unprocessable Entity'],
];

/** What both servers say about alarm definitions. */
export function alarmDefinitionsContract(rig: () => Rig): void {
  describe('alarm definitions', () => {
    let made = 0;
    const body = (more: object = {}) => ({ name: `contract ${++made}`, expression: 'cpu > 1', ...more });

    test('get defaults, an id and a link', async () => {
      const asked = body({ severity: 'high', unknown: 'key', actions_enabled: false });
      const { status, body: answer } = await rig().ask('POST', path, asked);
      assert.equal(status, 201);
      const { id, links, ...rest } = answer;
      const none = { match_by: [], ok_actions: [], alarm_actions: [], undetermined_actions: [] };
      const { name, expression } = asked;
      for (const [key, value] of Object.entries({
        name,
        expression,
        description: '',
        severity: 'HIGH',
        actions_enabled: true,
        ...none,
        deterministic: false,
      })) {
        assert.deepEqual(rest[key], value, key);
      }
      assert.deepEqual(links, [{ rel: 'self', href: `${rig().server.url}/v2.0${path}/${id}` }]);
      const shown = await rig().ask('GET', `${path}/${id}`);
      assert.deepEqual([shown.status, shown.body.name, shown.body.links], [200, name, links]);
    });

    for (const expression of goodExpressions) {
      test(`take the expression ${expression}`, async () => {
        assert.equal((await rig().ask('POST', path, body({ expression }))).status, 201);
      });
    }

    for (const expression of badExpressions) {
      test(`refuse the expression "${expression}"`, async () => {
        const { status, body: answer } = await rig().ask('POST', path, body({ expression }));
        assert.deepEqual([status, answer.title], [422, 'Invalid alarm expression']);
        assert.match(answer.description ?? '', /at column \d+/);
      });
    }

    for (const [what, more, title] of wrong) {
      test(`refuse ${what}`, async () => {
        const { status, body: answer } = await rig().ask('POST', path, body(more));
        assert.deepEqual([status, answer.title], [422, title]);
      });
    }

    test('forgive the content type its parameters, not another type', async () => {
      const sent = (type: string) => rig().ask('POST', path, body(), { 'content-type': type });
      assert.equal((await sent('application/json; charset=utf-8')).status, 201);
      assert.equal((await sent('text/plain')).status, 400);
    });

    test('of one name are a conflict, and the client finds the one that is there', async () => {
      const one = body();
      const first = await rig().client.createAlarmDefinitionJson(one);
      const again = await rig().ask('POST', path, one);
      assert.deepEqual([again.status, again.body.title], [409, 'AlreadyExistsException']);
      assert.deepEqual(await rig().client.createAlarmDefinitionJson(one), first);
    });

    test('with an empty name are a conflict with any other, but a name may become empty', async () => {
      const { id } = (await rig().ask('POST', path, body())).body;
      assert.equal((await rig().ask('POST', path, body({ name: '' }))).status, 409);
      assert.equal((await rig().ask('PATCH', `${path}/${id}`, { name: '' })).status, 200);
    });

    test('change some by PATCH, all by PUT, but not what alarms are made by', async () => {
      const { id } = (await rig().ask('POST', path, body({ match_by: ['host'] }))).body;
      const one = `${path}/${id}`;
      const patched = await rig().ask('PATCH', one, { severity: 'CRITICAL', expression: 'min(cpu) < 4' });
      assert.deepEqual([patched.status, patched.body.severity], [200, 'CRITICAL']);
      assert.equal((await rig().ask('PUT', one, body())).status, 422);
      for (const change of [
        { expression: 'other > 1' },
        { expression: 'cpu > 1 or mem < 0' },
        { match_by: ['job'] },
      ]) {
        const { status, body: answer } = await rig().ask('PATCH', one, change);
        assert.deepEqual([status, answer.title], [422, 'InvalidUpdateException']);
      }
    });

    test('are deleted once, and never without an id', async () => {
      const { id } = (await rig().ask('POST', path, body())).body;
      assert.equal((await rig().ask('DELETE', `/alarms/${id}`)).status, 404);
      assert.equal((await rig().ask('DELETE', `${path}/${id}`)).status, 204);
      const again = await rig().ask('DELETE', `${path}/${id}`);
      assert.deepEqual([again.status, again.body.title], [404, '404 Not Found']);
      for (const method of ['DELETE', 'PUT', 'PATCH']) {
        assert.equal((await rig().ask(method, path, {})).status, 400);
      }
    });

    test('are found by their exact name, and listed in pages with a query quoted twice', async () => {
      const name = 'contract: paged, a+b & c';
      for (const each of ['1', '2', '3'])
        await rig().ask('POST', path, body({ name: `${name} ${each}`, severity: 'MEDIUM' }));
      const found = await rig().client.findAlarmDefinition(`${name} 2`);
      assert.equal(found?.name, `${name} 2`);
      assert.equal(await rig().client.findAlarmDefinition(name), null);
      const { body: page } = await rig().ask('GET', `${path}?limit=2&severity=MEDIUM%7CMEDIUM&sort_by=name`);
      assert.equal(page.elements.length, 2);
      const next = new URL(page.links.find(({ rel }) => rel === 'next')?.href ?? '');
      assert.equal(next.search, '?offset=2&limit=2&severity=MEDIUM%257CMEDIUM&sort_by=name');
      const { body: plain } = await rig().ask('GET', `${path}?limit=2&severity=MEDIUM|MEDIUM`);
      assert.match(JSON.stringify(plain), /\?offset=2&limit=2&severity=MEDIUM%7CMEDIUM"/);
      const listing = { path, query: { severity: 'MEDIUM|MEDIUM', sort_by: 'name desc' } };
      const all = await listAll(rig().call, {
        ...listing,
        page: pageOf(z.object({ name: z.string() })),
        pageSize: 1,
      });
      assert.deepEqual(
        all.map((each) => each.name),
        ['3', '2', '1'].map((each) => `${name} ${each}`),
      );
    });

    test('are found by dimensions, once for each comparison that has them all', async () => {
      await rig().ask('POST', path, body({ expression: 'a{x=y,z=w} > 1 and b{x=y} > 2' }));
      await rig().ask('POST', path, body({ expression: 'a{x=y} > 1' }));
      for (const [dimensions, count] of [
        ['x:y', 3],
        ['x:y,z:w', 1],
        ['x:y&dimensions=z:w', 1],
        ['x', 0],
        ['x:y%7Cw', 0],
        ['x=y', 0],
      ] as const) {
        const { elements } = (await rig().ask('GET', `${path}?dimensions=${dimensions}`)).body;
        assert.equal(elements.length, count, dimensions);
      }
    });

    test('refuse queries that make no sense', async () => {
      for (const query of ['limit=many', 'limit=', 'offset=first', 'sort_by=colour', 'sort_by=name%20up']) {
        assert.equal((await rig().ask('GET', `${path}?${query}`)).status, 422, query);
      }
      for (const query of ['severity=X', 'severity=LOW%7C']) {
        assert.equal((await rig().ask('GET', `${path}?${query}`)).body.title, 'Invalid Severity', query);
      }
    });

    test('ignore what is left empty in a query', async () => {
      const query = 'name=&severity=&sort_by=&offset=&dimensions=';
      const { status, body: answer } = await rig().ask('GET', `${path}?${query}`);
      assert.deepEqual([status, answer.elements.length > 1], [200, true]);
    });
  });
}
