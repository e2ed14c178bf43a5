import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { FaultRule } from './faults.ts';
import { jsonReply } from './message.ts';
import { type RunningServer, startServer } from './server.ts';

let server: RunningServer;
let carriedOut: string[];
let read: number;

beforeEach(async () => {
  carriedOut = [];
  read = 0;
  server = await startServer({
    turnAway: ({ headers }) => (headers['x-stranger'] === undefined ? undefined : { status: 401 }),
    bodyLimit: { bytes: 10, reply: { status: 413, body: 'too long' } },
    answer({ method, path, search, body }) {
      if (path === '/broken') throw new Error('broken');
      read += body.length;
      carriedOut.push(`${method} ${path} ${search}`);
      return jsonReply({ body: body.toString() }, 201, { 'x-one': '1' });
    },
    failed: (error, { path }) => ({ status: 500, contentType: 'text/plain', body: `${path}: ${error}` }),
  });
});
afterEach(() => server.close());

const ask = (path: string, init?: RequestInit) => fetch(server.url + path, init);

const suffering = async (fault: ReturnType<FaultRule>, signal?: AbortSignal) => {
  server.setFaults(() => fault);
  return ask('/x', signal ? { signal } : {});
};

test('a request comes as it was sent, and its reply with its type and length', async () => {
  const response = await ask('/a%2Fb?c=%20&d', { method: 'POST', body: 'é' });
  assert.deepEqual(carriedOut, ['POST /a%2Fb c=%20&d']);
  assert.equal(response.status, 201);
  const {
    'content-type': type,
    'content-length': length,
    'x-one': one,
  } = Object.fromEntries(response.headers);
  assert.deepEqual([type, length, one], ['application/json', '13', '1']);
  assert.deepEqual(await response.json(), { body: 'é' });
});

test('what is turned away is not read, and what is too long not carried out', async () => {
  const body = 'x'.repeat(11);
  assert.equal((await ask('/x', { method: 'POST', body, headers: { 'x-stranger': '1' } })).status, 401);
  const tooLong = await ask('/x', { method: 'POST', body });
  assert.deepEqual([tooLong.status, await tooLong.text()], [413, 'too long']);
  assert.deepEqual([carriedOut, read], [[], 0]);
});

test('an error of the answer is shown as the server shows it', async () => {
  const warned = Promise.withResolvers<Error>();
  process.once('warning', warned.resolve);
  const response = await ask('/broken');
  assert.deepEqual([response.status, await response.text()], [500, '/broken: Error: broken']);
  assert.equal((await warned.promise).message, 'broken');
});

test('of two broken connections one comes before the request is carried out and one after', async () => {
  await assert.rejects(suffering('reset'));
  assert.deepEqual(carriedOut, []);
  await assert.rejects(suffering('lose-reply'));
  assert.deepEqual(carriedOut, ['GET /x ']);
});

test('a request may get no reply, another reply, or its own late', async () => {
  await assert.rejects(suffering('hang', AbortSignal.timeout(50)), { name: 'TimeoutError' });
  const other = await suffering({ status: 503, body: 'down' });
  assert.deepEqual(
    [other.status, other.headers.get('content-type'), await other.text()],
    [503, null, 'down'],
  );
  assert.deepEqual(carriedOut, []);
  assert.equal((await suffering({ delayMs: 20 })).status, 201);
  assert.equal(server.count('GET', '/x'), 3);
});
