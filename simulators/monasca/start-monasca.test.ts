import assert from 'node:assert/strict';
import { appendFile, mkdtemp } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { type LocalMonasca, startMonasca } from './start-monasca.ts';
import type { TokenOwner } from './token-check.ts';

const project = { id: 'mesos' };
const owners: Record<string, TokenOwner> = {
  user: { project, roles: ['Monasca-User'] },
  agent: { project, roles: ['monasca-agent'] },
  reader: { project, roles: ['monasca-read-only-user'] },
  admin: { project, roles: ['admin'] },
  delegate: { project, roles: ['admin', 'monasca-agent'] },
  other: { project: { id: 'other' }, roles: ['monasca-user'] },
  unscoped: { roles: [] },
};
const element = z.looseObject({
  id: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  columns: z.array(z.string()).optional(),
  measurements: z.array(z.array(z.unknown())).optional(),
});
const answerBody = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  status: z.string().optional(),
  error: z.looseObject({ title: z.string() }).optional(),
  elements: z.array(element).optional(),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).optional(),
});

const at = 1_767_225_600_000;
const good = { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: at, value: 1.5 };

describe('Monasca', () => {
  let monasca: LocalMonasca;
  let directory = '';
  let seen = 0;
  const start = () => startMonasca({ keystone: (token) => owners[token], directory });
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monasca-'));
    monasca = await start();
  });
  after(() => monasca.close());
  beforeEach(() => {
    seen = monasca.received().length;
  });
  const received = () => monasca.received().slice(seen);
  async function post(body: unknown, headers: Record<string, string> = {}, query = '') {
    const reply = await fetch(`${monasca.url}/v2.0/metrics${query}`, {
      method: 'POST',
      headers: { 'x-auth-token': 'user', 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
    const text = await reply.text();
    const answer = text === '' ? {} : answerBody.parse(JSON.parse(text));
    return { status: reply.status, headers: reply.headers, text, body: answer };
  }

  async function get(path: string, token = 'user') {
    const reply = await fetch(monasca.url + path, { headers: { 'x-auth-token': token } });
    return { status: reply.status, body: answerBody.parse(await reply.json()) };
  }

  test('one metric, many or none are taken with an empty 204', async () => {
    for (const body of [good, [good, good], []]) {
      const { status, text } = await post(body);
      assert.deepEqual([status, text], [204, '']);
    }
    assert.equal(received().length, 3);
  });

  test('a metric against the rules is refused', async () => {
    const reply = await post(`{"name":"a","timestamp":1,"value":NaN}`);
    assert.deepEqual([reply.status, reply.body.title], [422, 'Unprocessable Entity']);
  });

  test('one bad metric refuses all and is named', async () => {
    const reply = await post([good, { ...good, name: 'bad', value: '1' }]);
    assert.match(reply.body.description ?? '', /: for metric bad$/);
    assert.equal(received().length, 0);
  });

  test('the content type must be right to the letter', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'text/plain']) {
      const reply = await post(good, { 'content-type': type });
      assert.equal(reply.status, 400);
      assert.equal(reply.body.description, 'Bad content type. Must be application/json');
    }
  });

  test('what is not JSON in UTF-8 is refused: broken, empty, with a mark, in Latin-1, compressed', async () => {
    const text = JSON.stringify(good);
    const latin1 = Buffer.from(text.replace('one', 'é'), 'latin1');
    for (const body of ['{', '', `\ufeff${text}`, latin1, gzipSync(text)]) {
      const reply = await post(body);
      assert.deepEqual([reply.status, reply.body.description], [400, 'Request body is not valid JSON']);
    }
  });

  test('a chunked body is refused', async () => {
    const headers = {
      'x-auth-token': 'user',
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    const status = await new Promise((resolve, reject) => {
      const call = httpRequest(`${monasca.url}/v2.0/metrics`, { method: 'POST', headers });
      call.on('error', reject).on('response', (reply) => resolve(reply.resume().statusCode));
      call.end(JSON.stringify(good));
    });
    assert.equal(status, 400);
  });

  test('an unknown token is refused in the words of Keystone', async () => {
    const reply = await post('{', { 'x-auth-token': 'nobody', 'content-type': 'text/plain' });
    assert.equal(reply.status, 401);
    assert.equal(reply.body.error?.title, 'Unauthorized');
    assert.match(reply.headers.get('www-authenticate') ?? '', /^Keystone uri=/);
  });

  test('the wrong role is a 401 called Forbidden, found after the content type and before the body', async () => {
    for (const token of ['reader', 'admin', 'unscoped']) {
      const reply = await post('{', { 'x-auth-token': token });
      assert.deepEqual([reply.status, reply.body.title], [401, 'Forbidden']);
      assert.equal(reply.headers.get('www-authenticate'), 'T, o, k, e, n');
      assert.equal((await post(good, { 'x-auth-token': token, 'content-type': 'text/plain' })).status, 400);
    }
  });

  test('an agent may write and not read, a reader read and not write', async () => {
    assert.equal((await post(good, { 'x-auth-token': 'agent' })).status, 204);
    assert.deepEqual((await get('/v2.0/metrics', 'agent')).body.title, 'Forbidden');
    assert.equal((await get('/v2.0/metrics', 'reader')).status, 200);
  });

  test('only a delegate writes for another project; the wish of anybody else is ignored with a 204', async () => {
    assert.equal((await post(good, { 'x-auth-token': 'delegate' }, '?tenant_id=elsewhere')).status, 204);
    assert.equal((await post(good, { 'x-auth-token': 'agent' }, '?tenant_id=elsewhere')).status, 204);
    assert.deepEqual(
      received().map(({ tenant }) => tenant),
      ['elsewhere', 'mesos'],
    );
  });

  test('a trailing slash is forgiven, another path is not found, another method not allowed', async () => {
    assert.equal((await get('/v2.0/metrics/')).status, 200);
    const lost = await get('/v2.0/nothing');
    assert.deepEqual([lost.status, lost.body], [404, { title: '404 Not Found' }]);
    const reply = await fetch(`${monasca.url}/v2.0/metrics`, {
      method: 'PUT',
      headers: { 'x-auth-token': 'user' },
    });
    assert.deepEqual([reply.status, await reply.json()], [405, { title: '405 Method Not Allowed' }]);
  });

  test('versions take a token, the health check none', async () => {
    assert.equal((await get('/', 'unscoped')).body.elements?.[0]?.id, 'v2.0');
    assert.equal((await get('/v2.0')).body.status, 'CURRENT');
    assert.equal((await get('/v3.0')).status, 422);
    assert.equal((await fetch(`${monasca.url}/healthcheck`)).status, 200);
    assert.equal((await fetch(`${monasca.url}/healthcheck`, { method: 'HEAD' })).status, 204);
  });

  test('an unreachable Keystone is a 503 in HTML', async () => {
    const lonely = await startMonasca({ keystone: 'http://127.0.0.1:9', directory: `${directory}/lonely` });
    const reply = await fetch(`${lonely.url}/v2.0/metrics`, { headers: { 'x-auth-token': 'user' } });
    assert.equal(reply.status, 503);
    assert.match(await reply.text(), /^<html>/);
    await lonely.close();
  });

  test('metrics are listed by name, dimensions and project, in pages', async () => {
    const hosts = ['a', 'b', 'c'].map((host) => ({
      ...good,
      name: 'listed',
      dimensions: { host, rack: '1' },
    }));
    await post([...hosts, ...hosts]);
    await post({ ...good, name: 'listed' }, { 'x-auth-token': 'other' });
    const all = (await get('/v2.0/metrics?name=listed')).body.elements;
    assert.equal(all?.length, 3);
    const first = (await get('/v2.0/metrics?name=listed&limit=2')).body;
    assert.deepEqual(first.elements, all?.slice(0, 2));
    const next = new URL(first.links?.find(({ rel }) => rel === 'next')?.href ?? '');
    const second = (await get(next.pathname + next.search)).body;
    assert.deepEqual(second.elements, all?.slice(2));
    assert.equal(second.links?.length, 1);
    assert.equal((await get('/v2.0/metrics?dimensions=host:a|c,rack')).body.elements?.length, 2);
    const names = await get('/v2.0/metrics/names?dimensions=rack:1');
    assert.deepEqual(names.body.elements, [{ name: 'listed' }]);
    assert.equal((await get('/v2.0/metrics?limit=x')).status, 422);
  });

  test('measurements come in the order of time, of one series unless merged or grouped', async () => {
    const of = (job: string, timestamp: number, value: number) => ({
      name: 'm',
      dimensions: { job },
      timestamp,
      value,
    });
    await post([of('1', at + 1500, 2), of('1', at + 500, 1), of('2', at + 1000, 3)]);
    const path = '/v2.0/metrics/measurements?name=m&start_time=2026-01-01T00:00:00Z';
    const one = (await get(`${path}&dimensions=job:1`)).body.elements;
    assert.deepEqual(one?.[0]?.columns, ['timestamp', 'value', 'value_meta']);
    assert.deepEqual(one?.[0]?.measurements, [
      ['2026-01-01T00:00:00.500Z', 1, {}],
      ['2026-01-01T00:00:01.500Z', 2, {}],
    ]);
    const several = await get(path);
    assert.deepEqual([several.status, several.body.title], [409, 'MultipleMetrics']);
    const merged = (await get(`${path}&merge_metrics=true`)).body.elements;
    assert.deepEqual(
      [merged?.length, merged?.[0]?.dimensions, merged?.[0]?.measurements?.length],
      [1, {}, 3],
    );
    assert.equal((await get(`${path}&group_by=*`)).body.elements?.length, 2);
    assert.deepEqual((await get(path.replace('name=m', 'name=unknown'))).body.elements, []);
  });

  test('a query without name or start, with numbers for times or an empty period is refused', async () => {
    const of = async (query: string) => (await get(`/v2.0/metrics/measurements?${query}`)).status;
    assert.equal(await of('start_time=2026-01-01'), 422);
    assert.equal(await of('name=m'), 422);
    assert.equal(await of(`name=m&start_time=${at}`), 422);
    assert.equal(await of('name=m&start_time=2026-01-02&end_time=2026-01-01'), 400);
    for (const time of ['2026-01-01', '2026-01-01T01:00:00', '2026-01-01T01:00:00+01:00']) {
      assert.equal(await of(`name=unknown&start_time=${time}`), 200);
    }
  });

  test('what was taken is kept over a restart, also after a line that a crash cut off', async () => {
    await post({ ...good, name: 'kept', value_meta: { why: 'é' } });
    const before = monasca.received().length;
    await monasca.close();
    await appendFile(join(directory, 'metrics.jsonl'), '\n{"tenant":"mesos","na');
    monasca = await start();
    assert.equal(monasca.received().length, before);
    await post({ ...good, name: 'later' });
    await monasca.close();
    monasca = await start();
    const [kept, later] = monasca.received().slice(-2);
    assert.deepEqual([kept?.name, kept?.value_meta, later?.name], ['kept', { why: 'é' }, 'later']);
  });
});
