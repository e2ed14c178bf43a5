import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { context, event } from '../../test/rigs/api-event.ts';
import { ConflictError, InvalidRequestError } from '../job/errors.ts';
import type { Log } from '../ports/environment.ts';
import { api, baseUrlOf, bodyText, idempotencyKeyOf, jsonBody, reply, routed } from './http-events.ts';

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
