import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { good, type MonascaOfRoles, monascaOfRoles } from '../../test/rigs/monasca-of-roles.ts';
import { startMonasca } from './start-monasca.ts';

describe('Monasca', () => {
  let rig: MonascaOfRoles;
  let seen = 0;
  before(async () => {
    rig = await monascaOfRoles();
  });
  after(() => rig.close());
  beforeEach(() => {
    seen = rig.server.received().length;
  });
  const received = () => rig.server.received().slice(seen);

  test('one metric, many or none are taken with an empty 204', async () => {
    for (const body of [good, [good, good], []]) {
      const { status, text } = await rig.post(body);
      assert.deepEqual([status, text], [204, '']);
    }
    assert.equal(received().length, 3);
  });

  test('a metric against the rules is refused', async () => {
    const reply = await rig.post(`{"name":"a","timestamp":1,"value":NaN}`);
    assert.deepEqual([reply.status, reply.body.title], [422, 'Unprocessable Entity']);
  });

  test('one bad metric refuses all and is named', async () => {
    const reply = await rig.post([good, { ...good, name: 'bad', value: '1' }]);
    assert.match(reply.body.description ?? '', /: for metric bad$/);
    assert.equal(received().length, 0);
  });

  test('the content type must be right to the letter', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'text/plain']) {
      const reply = await rig.post(good, { 'content-type': type });
      assert.equal(reply.status, 400);
      assert.equal(reply.body.description, 'Bad content type. Must be application/json');
    }
  });

  test('what is not JSON in UTF-8 is refused: broken, empty, with a mark, in Latin-1, compressed', async () => {
    const text = JSON.stringify(good);
    const latin1 = Buffer.from(text.replace('one', 'é'), 'latin1');
    for (const body of ['{', '', `\ufeff${text}`, latin1, gzipSync(text)]) {
      const reply = await rig.post(body);
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
      const call = httpRequest(`${rig.server.url}/v2.0/metrics`, { method: 'POST', headers });
      call.on('error', reject).on('response', (reply) => resolve(reply.resume().statusCode));
      call.end(JSON.stringify(good));
    });
    assert.equal(status, 400);
  });

  test('an unknown token is refused in the words of Keystone', async () => {
    const reply = await rig.post('{', { 'x-auth-token': 'nobody', 'content-type': 'text/plain' });
    assert.equal(reply.status, 401);
    assert.equal(reply.body.error?.title, 'Unauthorized');
    assert.match(reply.headers.get('www-authenticate') ?? '', /^Keystone uri=/);
  });

  test('the wrong role is a 401 called Forbidden, found after the content type and before the body', async () => {
    for (const token of ['reader', 'admin', 'unscoped']) {
      const reply = await rig.post('{', { 'x-auth-token': token });
      assert.deepEqual([reply.status, reply.body.title], [401, 'Forbidden']);
      assert.equal(reply.headers.get('www-authenticate'), 'T, o, k, e, n');
      assert.equal(
        (await rig.post(good, { 'x-auth-token': token, 'content-type': 'text/plain' })).status,
        400,
      );
    }
  });

  test('an agent may write and not read, a reader read and not write', async () => {
    assert.equal((await rig.post(good, { 'x-auth-token': 'agent' })).status, 204);
    assert.deepEqual((await rig.get('/v2.0/metrics', 'agent')).body.title, 'Forbidden');
    assert.equal((await rig.get('/v2.0/metrics', 'reader')).status, 200);
  });

  test('only a delegate writes for another project; the wish of anybody else is ignored with a 204', async () => {
    assert.equal((await rig.post(good, { 'x-auth-token': 'delegate' }, '?tenant_id=elsewhere')).status, 204);
    assert.equal((await rig.post(good, { 'x-auth-token': 'agent' }, '?tenant_id=elsewhere')).status, 204);
    assert.deepEqual(
      received().map(({ tenant }) => tenant),
      ['elsewhere', 'mesos'],
    );
  });

  test('a trailing slash is forgiven, another path is not found, another method not allowed', async () => {
    assert.equal((await rig.get('/v2.0/metrics/')).status, 200);
    const lost = await rig.get('/v2.0/nothing');
    assert.deepEqual([lost.status, lost.body], [404, { title: '404 Not Found' }]);
    const reply = await fetch(`${rig.server.url}/v2.0/metrics`, {
      method: 'PUT',
      headers: { 'x-auth-token': 'user' },
    });
    assert.deepEqual([reply.status, await reply.json()], [405, { title: '405 Method Not Allowed' }]);
  });

  test('versions take a token, the health check none', async () => {
    assert.equal((await rig.get('/', 'unscoped')).body.elements?.[0]?.id, 'v2.0');
    assert.equal((await rig.get('/v2.0')).body.status, 'CURRENT');
    assert.equal((await rig.get('/v3.0')).status, 422);
    assert.equal((await fetch(`${rig.server.url}/healthcheck`)).status, 200);
    assert.equal((await fetch(`${rig.server.url}/healthcheck`, { method: 'HEAD' })).status, 204);
  });

  test('an unreachable Keystone is a 503 in HTML', async () => {
    const lonely = await startMonasca({
      keystone: 'http://127.0.0.1:9',
      directory: `${rig.directory}/lonely`,
    });
    const reply = await fetch(`${lonely.url}/v2.0/metrics`, { headers: { 'x-auth-token': 'user' } });
    assert.equal(reply.status, 503);
    assert.match(await reply.text(), /^<html>/);
    await lonely.close();
  });

  test('what was taken is kept over a restart, also after a line that a crash cut off', async () => {
    await rig.post({ ...good, name: 'kept', value_meta: { why: 'é' } });
    const before = rig.server.received().length;
    await rig.server.close();
    await appendFile(join(rig.directory, 'metrics.jsonl'), '\n{"tenant":"mesos","na');
    await rig.start();
    assert.equal(rig.server.received().length, before);
    await rig.post({ ...good, name: 'later' });
    await rig.server.close();
    await rig.start();
    const [kept, later] = rig.server.received().slice(-2);
    assert.deepEqual([kept?.name, kept?.value_meta, later?.name], ['kept', { why: 'é' }, 'later']);
  });
});
