import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as z from 'zod';
import { listAll, pageOf } from '../../../lib/monasca/collections.ts';
import { ensureJobAlarms, jobAlarmName, removeJobAlarms } from '../../../lib/monitoring/job-alarm.ts';
import { aJob } from '../../rigs/builders.ts';
import type { Rig } from './rig.ts';

const path = '/notification-methods';
const wrong: [string, object][] = [
  ['an unknown key', { unit: 1 }],
  ['an unknown type', { type: 'PIGEON' }],
  ['no type', { type: undefined }],
  ['an address without @', { address: 'nobody' }],
  ['a number for an address', { address: 5 }],
  ['an address of 513', { address: `${'a'.repeat(511)}@b` }],
  ['a webhook without scheme', { type: 'WEBHOOK', address: 'here' }],
  ['a webhook without host', { type: 'WEBHOOK', address: 'http://' }],
  ['a webhook of another scheme', { type: 'WEBHOOK', address: 'ftp://a/' }],
  ['a name of 251', { name: 'n'.repeat(251) }],
  ['a period of its own', { period: 30 }],
  ['text for a period', { period: 'often' }],
];

/** What both servers say about notification methods. */
export function notificationMethodsContract(rig: () => Rig): void {
  describe('notification methods', () => {
    let made = 0;
    const body = (more: object = {}) => ({
      name: `contract ${++made}`,
      type: 'email',
      address: 'a@b',
      ...more,
    });

    test('get an id, a period and a link, and their type in capitals', async () => {
      const asked = body({ period: '60' });
      const { status, body: answer } = await rig().ask('POST', path, asked);
      const { id, ...rest } = answer;
      const links = [{ rel: 'self', href: `${rig().server.url}/v2.0${path}/${id}` }];
      const expected = { name: asked.name, type: 'EMAIL', address: 'a@b', period: 60, links };
      assert.equal(status, 201);
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(rest[key], value, key);
      const shown = await rig().ask('GET', `${path}/${id}`);
      assert.match(shown.body.links[0]?.href ?? '', new RegExp(`${id}/${id}$`));
    });

    for (const [what, more] of wrong) {
      test(`refuse ${what}, with 400`, async () => {
        const { status, body: answer } = await rig().ask('POST', path, body(more));
        assert.deepEqual([status, answer.title], [400, 'Bad Request']);
      });
    }

    test('take a period as Python writes numbers', async () => {
      for (const period of ['6_0', ' +60 ']) {
        const { status, body: answer } = await rig().ask('POST', path, body({ period }));
        assert.deepEqual([status, answer.period], [201, 60]);
      }
      assert.equal((await rig().ask('POST', path, body({ period: '6__0' }))).status, 400);
    });

    test('want the content type to the letter', async () => {
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      assert.equal((await rig().ask('POST', path, body(), headers)).status, 400);
    });

    test('of one name are a conflict, and the client finds the one that is there', async () => {
      const one = { ...body(), type: 'WEBHOOK' as const, address: 'http://127.0.0.1:9/' };
      const first = await rig().client.createNotificationMethod(one);
      const again = await rig().ask('POST', path, one);
      assert.deepEqual([again.status, again.body.title], [409, 'AlreadyExistsException']);
      assert.deepEqual(await rig().client.createNotificationMethod(one), first);
    });

    test('change some by PATCH, all with the period by PUT, and go', async () => {
      const { id } = (await rig().ask('POST', path, body())).body;
      const one = `${path}/${id}`;
      assert.equal((await rig().ask('PATCH', one, { address: 'c@d' })).body.address, 'c@d');
      assert.equal((await rig().ask('PUT', one, body())).status, 400);
      assert.equal((await rig().ask('PUT', one, body({ period: 0 }))).status, 200);
      assert.equal((await rig().ask('DELETE', one)).status, 204);
      assert.equal((await rig().ask('DELETE', one)).status, 404);
      assert.equal((await rig().ask('GET', one)).status, 404);
    });

    test('are not filtered by name, and the next link is one that the server refuses itself', async () => {
      for (let i = 0; i < 3; i++) await rig().ask('POST', path, body());
      const { elements, links } = (await rig().ask('GET', `${path}?limit=2&name=nobody`)).body;
      assert.equal(elements.length, 2);
      const next = new URL(links.find(({ rel }) => rel === 'next')?.href ?? '');
      assert.equal(next.searchParams.get('offset'), elements[1]?.id);
      assert.equal((await rig().ask('GET', `${path}${next.search}`)).status, 422);
      const paged = { path, page: pageOf(z.object({ id: z.string() })), pageSize: 1 };
      const [whole, inPages] = [
        await rig().client.listNotificationMethods(),
        await listAll(rig().call, paged),
      ];
      assert.deepEqual(inPages.map(({ id }) => id).sort(), whole.map(({ id }) => id).sort());
    });

    test('have a next page even of none', async () => {
      const [, first] = (await rig().ask('GET', `${path}?limit=2`)).body.elements;
      const { elements, links } = (await rig().ask('GET', `${path}?limit=0&offset=1`)).body;
      assert.deepEqual([elements, links[1]?.href.split('?')[1]], [[], `offset=${first?.id}&limit=0`]);
    });

    test('are not changed without an id', async () => {
      for (const method of ['DELETE', 'PUT', 'PATCH']) {
        const { status, body: answer } = await rig().ask(method, path, {});
        assert.deepEqual([status, answer.title], [500, 'Service unavailable']);
      }
    });

    test('have types', async () => {
      const { elements } = (await rig().ask('GET', `${path}/types`)).body;
      assert.deepEqual(new Set(elements.map(({ type }) => type)), new Set(['EMAIL', 'WEBHOOK', 'PAGERDUTY']));
    });

    test('are read by a reader, and not made', async () => {
      const reader = { 'x-auth-token': await rig().tokenOf('reader') };
      assert.equal((await rig().ask('GET', path, undefined, reader)).status, 200);
      const made = await rig().ask('POST', path, body(), reader);
      assert.deepEqual([made.status, made.body.title], [401, 'Forbidden']);
    });

    test('serve the alarm of a job, which is made once and removed', async () => {
      const { client } = rig();
      const notify = { name: 'contract hook', type: 'WEBHOOK' as const, address: 'http://127.0.0.1:9/' };
      const job = aJob({ spec: { jobId: '01CONTRACT', name: 'render (the film)', notify } });
      const { jobId } = job.spec;
      await ensureJobAlarms(client, job, 'life');
      await ensureJobAlarms(client, job, 'life');
      const definition = await client.findAlarmDefinition(jobAlarmName(jobId));
      const method = await client.findNotificationMethod('contract hook');
      assert.deepEqual(definition?.alarm_actions, [method?.id]);
      await removeJobAlarms(client, { jobId, notify: null });
      await removeJobAlarms(client, { jobId, notify: null });
      assert.equal(await client.findAlarmDefinition(jobAlarmName(jobId)), null);
    });
  });
}
