import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { ConflictError, InvalidRequestError } from '../job/errors.ts';
import type { Log } from '../ports/environment.ts';
import {
  api,
  baseUrlOf,
  bodyText,
  callerOf,
  idempotencyKeyOf,
  jobIdOf,
  jsonBody,
  pageOf,
  reply,
  routed,
} from './http-events.ts';

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'jobs',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '256',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 1000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

function event(change: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /jobs',
    rawPath: '/jobs',
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/jobs', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request',
      routeKey: 'POST /jobs',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    ...change,
  };
}

/** The reply to an event, and what was logged as an error. */
async function answer(action: Parameters<typeof api>[1], given = event()) {
  const logged: Record<string, unknown>[] = [];
  const log: Log = { info: () => {}, warn: () => {}, error: (_, fields) => logged.push(fields) };
  const { statusCode, body } = await api(log, action)(given, context);
  return { statusCode, body: JSON.parse(body ?? ''), logged };
}

test('what the action returns is the reply', async () => {
  const { statusCode, body } = await answer(async () => reply(201, { jobId: 'J' }));
  assert.deepEqual([statusCode, body], [201, { jobId: 'J' }]);
});

test("a caller's error becomes its status, with code, message and fields", async () => {
  const fields = [{ field: 'deadline', problem: 'must lie in the future' }];
  const bad = await answer(async () => {
    throw new InvalidRequestError('Invalid launch request.', fields);
  });
  const error = { code: 'invalid-request', message: 'Invalid launch request.', fields };
  assert.deepEqual(bad, { statusCode: 400, body: { error }, logged: [] });
  const conflict = await answer(async () => {
    throw new ConflictError('job-finished', 'Too late.');
  });
  assert.deepEqual(conflict.body, { error: { code: 'job-finished', message: 'Too late.' } });
  assert.equal(conflict.statusCode, 409);
});

test('a fault of ours is a 500 that tells nothing of it, and is logged', async () => {
  const { statusCode, body, logged } = await answer(async () => {
    throw new TypeError('secret details');
  });
  assert.equal(statusCode, 500);
  assert.equal(body.error.code, 'internal');
  assert.ok(!JSON.stringify(body).includes('secret details'));
  assert.equal(logged[0]?.problem, 'secret details');
});

test('each route has its action, and a route without one is a fault of ours', async () => {
  const receipt = { status: 'recorded', next: 'continue' } as const;
  const routeKey = 'POST /jobs/{jobId}/iterations';
  const action = routed<'iteration'>({ [routeKey]: async () => ({ status: 202, body: receipt }) });
  const { statusCode, body } = await answer(action, event({ routeKey }));
  assert.deepEqual([statusCode, body], [202, receipt]);
  assert.equal((await answer(action, event({ routeKey: 'GET /other' }))).statusCode, 500);
});

test('a body may be 256 KiB large and no larger, as it is or as base64', async () => {
  const largest = 'ä'.repeat(128 * 1024);
  const base64 = (text: string) => ({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true });
  assert.equal(bodyText(event({ body: largest })), largest);
  assert.equal(bodyText(event(base64(largest))), largest);
  for (const given of [{ body: `${largest}x` }, base64(`${largest}x`), { body: 'x'.repeat(10_000_000) }]) {
    const { statusCode, body } = await answer(async (each) => reply(200, bodyText(each)), event(given));
    const problem = 'must be at most 262144 bytes';
    const error = {
      code: 'body-too-large',
      message: `The body ${problem}.`,
      fields: [{ field: 'body', problem }],
    };
    assert.deepEqual([statusCode, body.error], [413, error]);
  }
});

test('headers are found however their names are written', async () => {
  const headers = { 'Idempotency-KEY': 'k', 'X-Forwarded-Proto': 'http', 'X-Forwarded-Port': '3000' };
  const read = async (given: APIGatewayProxyEventV2) =>
    reply(200, [idempotencyKeyOf(given), baseUrlOf(given), given.headers.authorization]);
  const { body } = await answer(read, event({ headers: { ...headers, Authorization: 'Bearer x' } }));
  assert.deepEqual(body, ['k', 'http://api.example.com:3000', 'Bearer x']);
});

test('a body that is compressed is not read', async () => {
  const encoded = (encoding: string) => event({ body: '{}', headers: { 'Content-Encoding': encoding } });
  const read = async (given: APIGatewayProxyEventV2) => reply(200, bodyText(given));
  for (const encoding of ['gzip', 'br, gzip', 'x']) {
    const { statusCode, body } = await answer(read, encoded(encoding));
    assert.deepEqual([statusCode, body.error.code], [415, 'encoded-body']);
    assert.equal(body.error.fields[0].field, 'Content-Encoding');
  }
  assert.equal((await answer(read, encoded(' Identity'))).statusCode, 200);
});

test('bytes that are no UTF-8 are refused, and a byte order mark is skipped', () => {
  const bytes = (...given: number[]) =>
    event({ body: Buffer.from(given).toString('base64'), isBase64Encoded: true });
  assert.throws(
    () => bodyText(bytes(0x22, 0xff, 0x22)),
    /^InvalidRequestError: The body holds bytes that are no UTF-8/,
  );
  assert.equal(jsonBody(bodyText(bytes(0xef, 0xbb, 0xbf, 0x35))), 5);
  assert.equal(jsonBody('\ufeff5'), 5);
});

test('an event without a body has an empty one, which is no JSON', () => {
  assert.equal(bodyText(event()), '');
  assert.throws(() => jsonBody(''), { name: 'InvalidRequestError', status: 400 });
});

test('what is no JSON is told as a problem of the body', () => {
  assert.deepEqual(jsonBody('{"a":[1]}'), { a: [1] });
  for (const bad of ['{', '{"a":1,}', 'name=a', '\ud800', '{"a":1}{"b":2}']) {
    assert.throws(
      () => jsonBody(bad),
      (error) => {
        assert.ok(error instanceof InvalidRequestError);
        assert.match(error.message, /^The body is not JSON: /);
        assert.equal(error.fields[0]?.field, 'body');
        return true;
      },
    );
  }
});

test('the job of the path must look like one', () => {
  const jobId = '01KDTEST000000000000000000';
  assert.equal(jobIdOf(event({ pathParameters: { jobId } })), jobId);
  for (const wrong of [
    '',
    'linpack',
    jobId.toLowerCase(),
    `${jobId}0`,
    `${jobId}\n`,
    '../secrets',
    "' OR 1=1",
  ]) {
    assert.throws(
      () => jobIdOf(event({ pathParameters: { jobId: wrong } })),
      /^InvalidRequestError: jobId must be /,
    );
  }
  assert.throws(() => jobIdOf(event()), /jobId must be a job id/);
});

test('an idempotency key is printable and not too long, or absent', () => {
  const keyOf = (key: string) => idempotencyKeyOf(event({ headers: { 'idempotency-key': key } }));
  assert.equal(idempotencyKeyOf(event()), null);
  assert.equal(keyOf('a-b:c/1'), 'a-b:c/1');
  for (const wrong of ['', 'a b', 'ä', 'x'.repeat(129)])
    assert.throws(() => keyOf(wrong), /^.*Idempotency-Key must be 1 to 128/);
});

test('the page of a list has defaults and bounds', () => {
  const before = '01KDTEST000000000000000000';
  const page = (query: Record<string, string>) => pageOf(event({ queryStringParameters: query }));
  assert.deepEqual(pageOf(event()), { listed: 'active', limit: 50, before: null });
  assert.deepEqual(page({ state: 'finished', limit: '100', before }), {
    listed: 'finished',
    limit: 100,
    before,
  });
  const wrong: [Record<string, string>, string][] = [
    [{ limit: '0' }, 'limit must be at least 1'],
    [{ limit: '101' }, 'limit must be at most 100'],
    [{ limit: '1.5' }, 'limit must be a whole number'],
    [{ limit: 'many' }, 'limit must be a number'],
    [{ state: 'all' }, 'state must be "active", "ending" or "finished"'],
    [{ before: 'x' }, 'before must be the "next" of the previous page'],
  ];
  for (const [query, problem] of wrong) {
    assert.throws(() => page(query), { message: `Invalid query: ${problem}.` });
  }
});

test('the API is reached where it was called', () => {
  assert.equal(baseUrlOf(event()), 'https://api.example.com');
  assert.equal(baseUrlOf(event({ rawPath: '/batch/jobs' })), 'https://api.example.com/batch');
  assert.equal(baseUrlOf(event({ headers: { 'x-forwarded-proto': 'http' } })), 'http://api.example.com');
});

test('a port is part of the address unless it is the usual one, or stands in the name already', () => {
  const url = (proto: string, port: string, domainName = 'localhost') => {
    const headers = { 'x-forwarded-proto': proto, 'x-forwarded-port': port };
    return baseUrlOf(event({ headers, requestContext: { ...event().requestContext, domainName } }));
  };
  assert.equal(url('http', '3000'), 'http://localhost:3000');
  assert.equal(url('https', '443'), 'https://localhost');
  assert.equal(url('http', '80'), 'http://localhost');
  assert.equal(url('http', '3000', '127.0.0.1:8880'), 'http://127.0.0.1:8880');
  assert.equal(url('http', '3000/evil'), 'http://localhost');
});

test('who signed a call is known by the ARN that the API gives', () => {
  const { requestContext } = event();
  const userArn = 'arn:aws:sts::123456789012:assumed-role/operators/night-shift';
  const signed = { ...requestContext, authorizer: { iam: { userArn } } };
  assert.equal(callerOf(event({ requestContext: signed })), userArn);
  assert.equal(callerOf(event()), null);
});
