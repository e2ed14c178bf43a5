import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { type Listening, listen } from './listen.ts';

let server: Listening;
let answered = 0;
before(async () => {
  const listener = createServer((_, response) => void response.end(String(++answered)));
  const otherHosts = ({ url }: IncomingMessage) => (url === '/reports' ? ['docker.internal'] : []);
  server = await listen(listener, 0, { otherHosts });
});
after(() => server.close());

/** The status, and the code of a refusal; headers are sent as they are, Host among them. */
async function asked(headers: Record<string, string>, path = '/', method = 'GET') {
  const { port } = new URL(server.url);
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  );
  const body = await text(response);
  const code = response.statusCode === 200 ? null : JSON.parse(body).error.code;
  return { status: response.statusCode, code, headers: response.headers };
}

test('programs of this machine are served, by any of its names and any port', async () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost'])
    for (const port of ['', ':8880', ':1'])
      assert.equal((await asked({ host: host + port })).status, 200, host + port);
});

test('a page of the same address is served', async () => {
  const host = 'localhost:8880';
  const page = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
  assert.equal((await asked(page)).status, 200);
  assert.equal((await asked({ host, 'sec-fetch-site': 'none' })).status, 200);
});

test('another name that resolves to this machine is refused: DNS rebinding', async () => {
  const hosts = ['evil.example', 'evil.example:8880', 'localhost.evil.example', '127.0.0.1.evil.example'];
  for (const host of [
    ...hosts,
    'evil.localhost',
    'localhost:evil',
    '10.0.0.1:8880',
    '0.0.0.0',
    '127.1',
    '[::]',
  ])
    assert.deepEqual((await asked({ host })).code, 'foreign-host', host);
});

test('a page of another site is refused, and may not even ask whether it may', async () => {
  const host = 'localhost:8880';
  for (const origin of [
    'https://evil.example',
    'null',
    '',
    'http://localhost:3000',
    'http://127.0.0.1:8880',
  ]) {
    assert.equal((await asked({ host, origin }, '/', 'POST')).code, 'cross-site', origin);
    const preflight = await asked({ host, origin, 'access-control-request-method': 'POST' }, '/', 'OPTIONS');
    assert.equal(preflight.status, 403);
    assert.ok(!Object.keys(preflight.headers).some((name) => name.startsWith('access-control-')));
  }
  for (const site of ['cross-site', 'same-site', 'anything'])
    assert.equal((await asked({ host, 'sec-fetch-site': site })).code, 'cross-site', site);
});

test('another host is welcome where it is named, its pages are not', async () => {
  assert.equal((await asked({ host: 'docker.internal:8880' }, '/reports')).status, 200);
  assert.equal((await asked({ host: 'docker.internal:8880' }, '/')).status, 403);
  const page = { host: 'docker.internal:8880', origin: 'https://evil.example' };
  assert.equal((await asked(page, '/reports')).status, 403);
});

test('a path that is very long is refused', async () => {
  assert.equal((await asked({}, `/${'/'.repeat(8192)}`)).status, 414);
});

test('who is refused has reached nothing', async () => {
  const before = answered;
  await asked({ host: 'evil.example' });
  await asked({ origin: 'https://evil.example' }, '/', 'POST');
  assert.equal(answered, before);
});
