import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { listen } from '../../simulators/http/listen.ts';
import { type ApiForTests, type CannedAnswer, shownJob, startAnswering } from '../../test/rigs/cli.ts';
import { liveJobs } from './live-jobs.ts';
import { type Dashboard, startDashboard } from './server.ts';

let api: ApiForTests;
let page: Dashboard;
let answerTo: (path: string) => CannedAnswer;

before(async () => {
  api = await startAnswering(({ path }) => answerTo(path));
  page = await startDashboard({ access: { apiUrl: api.url, token: 'token-of-the-stack' }, port: 0 });
});
after(async () => {
  await page.close();
  await api.close();
});

const token = () => new URL(page.link).hash.replace('#token=', '');

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Not `fetch`, which sets Host and Origin by itself; the path is sent as it is. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  const { hostname, port } = new URL(page.link);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const sent = request({ hostname, port, path, method, headers }, async (answer) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

const withToken = (headers: Record<string, string> = {}) => ({
  authorization: `Bearer ${token()}`,
  ...headers,
});

test('the page is served with a content security policy without exceptions', async () => {
  const { status, headers, body } = await ask('/');
  assert.equal(status, 200);
  assert.match(body, /<pacer-app>/);
  assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|\*|https?:/);
  assert.doesNotMatch(body, /<style|<script>|style=|https?:/);
});

test('a call without the token of the link does not reach the API', async () => {
  const before = api.requests.length;
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: `token=${token()}` }]) {
    const { status, body } = await ask('/api/jobs', { headers: headers as Record<string, string> });
    assert.equal(status, 401);
    assert.equal(JSON.parse(body).error.code, 'no-dashboard-token');
  }
  assert.equal(api.requests.length, before);
});

for (const headers of [
  { host: 'evil.example' },
  { host: 'evil.example:8881' },
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
] as Record<string, string>[])
  test(`a caller with ${JSON.stringify(headers)} is refused, page and API`, async () => {
    for (const path of ['/', '/page.js', '/api/jobs']) {
      const { status, body } = await ask(path, { headers: withToken(headers) });
      assert.equal(status, 403);
      assert.equal(JSON.parse(body).error.code, 'foreign-caller');
    }
  });

test('a call is forwarded with the token of the stack, and not with that of the page', async () => {
  answerTo = () => [200, shownJob()];
  const { status } = await ask('/api/jobs/linpack', { headers: withToken() });
  assert.equal(status, 200);
  const { headers, path } = api.requests.at(-1) ?? assert.fail();
  assert.equal(path, '/jobs/linpack');
  assert.equal(headers.authorization, 'Bearer token-of-the-stack');
});

test('what has not changed is not sent again', async () => {
  answerTo = () => [200, shownJob()];
  const first = await ask('/api/jobs/linpack', { headers: withToken() });
  const again = { headers: withToken({ 'if-none-match': String(first.headers.etag) }) };
  const second = await ask('/api/jobs/linpack', again);
  assert.deepEqual([second.status, second.body], [304, '']);
  answerTo = () => [200, shownJob({ completed: 3 })];
  assert.equal((await ask('/api/jobs/linpack', again)).status, 200);
});

test('all live jobs are one answer, however many pages they are', async () => {
  const nextOf = new Map([
    ['/jobs?state=active&limit=100', 'A'],
    ['/jobs?state=active&limit=100&before=A', 'B'],
  ]);
  answerTo = (path) => [200, { jobs: [shownJob()], next: nextOf.get(path) ?? null }];
  const { jobs, next } = JSON.parse((await ask('/api/live', { headers: withToken() })).body);
  assert.equal(jobs.length, 3);
  assert.equal(next, null);
});

test('when the page waits no longer, no further pages are asked for', async () => {
  let calls = 0;
  const send = async () => {
    calls += 1;
    return { status: 200, headers: {}, body: '{"jobs":[],"next":"A"}' };
  };
  await liveJobs(send, () => calls < 3);
  assert.equal(calls, 3);
});

test('a change is forwarded with its body and its key, once', async () => {
  answerTo = () => [200, shownJob()];
  const headers = withToken({ 'idempotency-key': 'key-1', 'content-type': 'application/json' });
  const body = '{"deadline":"5m"}';
  const { status } = await ask('/api/jobs/linpack', { method: 'PATCH', headers, body });
  assert.equal(status, 200);
  const sent = api.requests.at(-1) ?? assert.fail();
  assert.deepEqual([sent.method, sent.body, sent.headers['idempotency-key']], ['PATCH', body, 'key-1']);
});

test('nothing but the routes of operators is forwarded', async () => {
  const before = api.requests.length;
  for (const path of [
    '/api/',
    '/api/jobs/x/iterations',
    '/api/jobs/..',
    '/api/metrics',
    '/api//evil.example',
  ])
    assert.equal((await ask(path, { method: 'POST', headers: withToken() })).status, 404, path);
  for (const path of ['/api/jobs/a\\..\\..\\health', '/api/jobs/%2e%2e', '/api/jobs/x/../../health'])
    assert.equal((await ask(path, { headers: withToken() })).status, 404, path);
  assert.equal(api.requests.length, before);
});

test('a refusal of the API is passed on, and no answer is one with a code', async () => {
  answerTo = () => [403, { message: 'Forbidden' }];
  assert.equal((await ask('/api/live', { headers: withToken() })).status, 403);
  answerTo = () => null;
  const { status, body } = await ask('/api/live', { headers: withToken() });
  assert.equal(status, 502);
  assert.equal(JSON.parse(body).error.code, 'no-answer');
  assert.doesNotMatch(body, /token-of-the-stack/);
});

test('a call that nobody answers ends with the page', async () => {
  const server = createServer();
  const asked = once(server, 'request') as Promise<[IncomingMessage]>;
  const silent = await listen(server);
  const other = await startDashboard({ access: { apiUrl: silent.url }, port: 0 });
  const { host, hash } = new URL(other.link);
  const headers = { host, authorization: `Bearer ${hash.replace('#token=', '')}` };
  const waiting = fetch(`http://${host}/api/live`, { headers }).catch(() => null);
  const [call] = await asked;
  const ended = once(call.socket, 'close', { signal: AbortSignal.timeout(10_000) });
  await other.close();
  await Promise.all([ended, waiting]);
  await silent.close();
});

test('a port that is taken is told by its number', async () => {
  const { port } = new URL(page.link);
  const taken = startDashboard({ access: { apiUrl: api.url }, port: Number(port) });
  await assert.rejects(taken, new RegExp(`Port ${port} of this machine is taken`));
});
