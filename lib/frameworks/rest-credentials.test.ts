import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { http } from '../http/http.ts';
import { chronosClient } from './chronos/client.ts';
import { chronosCredentials } from './chronos/credentials.ts';
import { credentialSchemas } from './credentials.ts';

const url = 'https://cluster.example/service/chronos';

for (const [name, schema] of Object.entries(credentialSchemas)) {
  test(`${name} is reached by its address alone, with a login, or with a token`, () => {
    assert.deepEqual(schema.parse({ url }), { url, user: '', password: '' });
    assert.deepEqual(schema.parse({ url, token: 'jwt' }), { url, user: '', password: '', token: 'jwt' });
    assert.deepEqual(schema.parse({ url, user: 'u', password: 'p' }), { url, user: 'u', password: 'p' });
    for (const wrong of [{}, { url, token: '' }, { url, name: 'x' }, { url: 'x' }])
      assert.equal(schema.safeParse(wrong).success, false);
  });
}

/** A router that answers as a Chronos 3 without jobs does, below a path of its own; and the calls that it got. */
async function router(t: { after(end: () => void): void }) {
  const asked: [string | undefined, string | undefined][] = [];
  const server = createServer((request, response) => {
    asked.push([request.url?.split('?')[0], request.headers.authorization]);
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return { url: `http://127.0.0.1:${address.port}/service/chronos/`, asked };
}

for (const [login, authorization] of [
  [{ token: 'jwt.of.the-cluster' }, 'token=jwt.of.the-cluster'],
  [{}, undefined],
] as const) {
  test(`Chronos behind a router is called with ${authorization ?? 'no login'}`, async (t) => {
    const { url, asked } = await router(t);
    const client = chronosClient({
      credentials: async () => chronosCredentials.parse({ url, ...login }),
      httpFor: () => http({ timeoutMs: 2000 }),
      now: Date.now,
      sleep: async () => {},
    });
    assert.deepEqual(await client.listJobs(), []);
    const paths = ['jobs/search', 'jobs'].map((path) => `/service/chronos/v1/scheduler/${path}`);
    assert.deepEqual(
      asked,
      paths.map((path) => [path, authorization]),
    );
  });
}
