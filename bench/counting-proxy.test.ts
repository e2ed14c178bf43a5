import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { listen } from '../simulators/http/listen.ts';
import { countingProxy } from './counting-proxy.ts';

test('every answer comes through as it is, and is counted', async (t) => {
  const server = await listen(
    createServer((request, response) => {
      const status = request.method === 'DELETE' ? 204 : 400;
      response
        .writeHead(status, { 'content-type': 'text/plain' })
        .end(status === 204 ? '' : `ü ${request.url}`);
    }),
  );
  t.after(server.close);
  const proxy = await countingProxy(server.url);
  t.after(proxy.close);
  const read = await fetch(`${proxy.url}/a?b=1`, { method: 'POST', body: '{}' });
  assert.deepEqual(
    [read.status, read.headers.get('content-type'), await read.text()],
    [400, 'text/plain', 'ü /a?b=1'],
  );
  assert.equal((await fetch(`${proxy.url}/a`, { method: 'DELETE' })).status, 204);
  assert.deepEqual(proxy.traffic(), { calls: 2, bytes: 'ü /a?b=1'.length + 1 });
});
