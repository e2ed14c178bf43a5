import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { listen } from '../../simulators/http/listen.ts';
import { startRelays } from './relay.ts';

/** Every address of 127.0.0.0/8 is one of this machine; a server at 127.0.0.1 is at none of the others. */
const gateway = '127.0.0.2';

test('containers reach a server of the loopback interface, which believes that this machine asks', async (t) => {
  const server = await listen(
    createServer(async (request, response) => {
      response.writeHead(201, { 'x-seen': `${request.method} ${request.url} ${request.headers.host}` });
      response.end(`got ${await text(request)}`);
    }),
  );
  t.after(() => server.close());
  const relays = await startRelays([server.url], gateway);
  t.after(() => relays.close());
  const reached = relays.forContainers(server.url);
  assert.match(reached, /^http:\/\/127\.0\.0\.2:\d+$/);
  const response = await fetch(`${reached}/a?b=c`, { method: 'PUT', body: 'all' });
  const seen = `PUT /a?b=c ${new URL(server.url).host}`;
  assert.deepEqual(
    [response.status, response.headers.get('x-seen'), await response.text()],
    [201, seen, 'got all'],
  );
});

test('a text keeps the addresses that are not relayed', async (t) => {
  const relays = await startRelays(['http://127.0.0.1:4000'], gateway);
  t.after(() => relays.close());
  const told = relays.forContainers('http://127.0.0.1:4000/v3 http://127.0.0.1:40001 https://example.org');
  assert.match(told, /^http:\/\/127\.0\.0\.2:\d+\/v3 http:\/\/127\.0\.0\.1:40001 https:\/\/example\.org$/);
});

for (const [where, address] of [
  ['unknown', null],
  ['not one of this machine', '192.0.2.1'],
] as const) {
  test(`where the gateway is ${where}, the engine leads its containers to the loopback interface`, async (t) => {
    const relays = await startRelays(['http://127.0.0.1:4000'], address);
    t.after(() => relays.close());
    assert.match(relays.forContainers('http://127.0.0.1:4000'), /^http:\/\/host\.docker\.internal:\d+$/);
  });
}

test('a server that is gone ends the call', async (t) => {
  const server = await listen(createServer());
  const relays = await startRelays([server.url], gateway);
  t.after(() => relays.close());
  await server.close();
  await assert.rejects(fetch(relays.forContainers(server.url)));
});
