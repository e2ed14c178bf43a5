import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiForTests, ran, type SeenRequest, shownJob, startAnswering } from '../../test/rigs/cli.ts';

const secret = 'a-secret-access-key';
const region = 'eu-west-1';
let api: ApiForTests;

before(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: secret });
  process.env.AWS_SESSION_TOKEN = 'a-session-token';
  api = await startAnswering(({ path }) => [200, path.includes('?') ? { jobs: [], next: null } : shownJob()]);
});
after(() => api.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** The signature that AWS would compute from the request as it arrived (Signature Version 4). */
function expectedAuthorization({ method, path, headers, body }: SeenRequest): string {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const [pathname, query = ''] = path.split('?');
  const sortedQuery = query.split('&').sort().join('&');
  const canonical = [method, pathname, sortedQuery, lines.join(''), signed, sha256(body)].join('\n');
  const time = String(headers['x-amz-date']);
  const scope = `${time.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(key, toSign).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}

async function signedRequest(...args: string[]): Promise<SeenRequest> {
  const { code, err } = await ran([...args, '--sign', '-i', api.url], {
    environment: { AWS_REGION: region },
  });
  assert.equal(code, 0, err);
  const request = api.requests.at(-1);
  assert.ok(request);
  return request;
}

test('a signed request with a query is one that AWS would take', async () => {
  const request = await signedRequest('list', '--finished', '--before', '01KDTEST000000000000000000');
  assert.equal(request.headers.authorization, expectedAuthorization(request));
});

test('a signed request with a body is one that AWS would take, and the session token is signed too', async () => {
  const request = await signedRequest('deadline', '01KDTEST000000000000000000', '20m');
  assert.equal(request.headers.authorization, expectedAuthorization(request));
  assert.match(request.headers.authorization ?? '', /SignedHeaders=[^,]*host;[^,]*x-amz-security-token/);
  assert.equal(request.headers['x-amz-security-token'], 'a-session-token');
  assert.equal(request.body, '{"deadline":"20m"}');
});

test('a request to this machine is not signed unless it is asked for', async () => {
  assert.equal((await ran(['list', '-i', api.url])).code, 0);
  assert.equal(api.requests.at(-1)?.headers.authorization, undefined);
});

test('--sign without a region says which variable names it', async () => {
  const { code, err } = await ran(['list', '--sign', '-i', api.url]);
  assert.equal(code, 2);
  assert.match(err, /set AWS_REGION/);
});
