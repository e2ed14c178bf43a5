import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { listen } from '../../simulators/http/listen.ts';
import { TooManyReportsError } from '../job/errors.ts';
import { api, reply } from './http-events.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const quick = {
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
  requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
};

const calls: Record<string, (endpoint: string) => Promise<unknown>> = {
  DynamoDB: (endpoint) =>
    new DynamoDBClient({ ...quick, endpoint }).send(
      new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } }),
    ),
  'Secrets Manager': (endpoint) =>
    new SecretsManagerClient({ ...quick, endpoint }).send(new GetSecretValueCommand({ SecretId: 's' })),
  'EventBridge Scheduler': (endpoint) =>
    new SchedulerClient({ ...quick, endpoint }).send(new DeleteScheduleCommand({ Name: 'n' })),
};

const error =
  (status: number, name: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': name });
    response.end(JSON.stringify({ __type: `com.amazonaws#${name}`, message: 'of AWS' }));
  };

const answers: [what: string, RequestListener, status: number, code: string][] = [
  ['throttles', error(400, 'ThrottlingException'), 503, 'throttled'],
  ['throttles a table', error(400, 'ProvisionedThroughputExceededException'), 503, 'throttled'],
  ['throttles an account', error(400, 'RequestLimitExceeded'), 503, 'throttled'],
  ['has too many requests', error(429, 'TooManyRequestsException'), 503, 'throttled'],
  ['has a fault', error(500, 'InternalServerError'), 503, 'unavailable'],
  ['is unavailable', error(503, 'ServiceUnavailableException'), 503, 'unavailable'],
  ['does not answer', () => {}, 503, 'unavailable'],
  ['breaks the connection', ({ socket }) => void socket.destroy(), 503, 'unavailable'],
  ['refuses', error(400, 'AccessDeniedException'), 500, 'internal'],
];

/** What the API answers when its action fails so. */
async function replied(action: () => Promise<unknown>) {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const act = async () => reply(200, await action());
  const handled = await api(log, act)({} as APIGatewayProxyEventV2, {} as Context);
  const { code, message } = JSON.parse(handled.body ?? '').error;
  return { status: handled.statusCode, code, message, retryAfter: handled.headers?.['retry-after'] };
}

async function started(t: TestContext, answer: RequestListener): Promise<string> {
  const { url, close } = await listen(createServer(answer));
  t.after(close);
  return url;
}

for (const [service, call] of Object.entries(calls)) {
  for (const [what, answer, status, code] of answers) {
    test(`when ${service} ${what}, the API answers ${status} ${code}`, async (t) => {
      const url = await started(t, answer);
      const got = await replied(() => call(url));
      assert.deepEqual([got.status, got.code], [status, code], got.message);
      assert.equal(got.retryAfter, status === 503 ? '5' : undefined);
      if (status === 503) assert.match(got.message, /repeat the same call in 5 seconds/);
    });
  }
}

test('a service that is not there is a call to repeat', async (t) => {
  const url = await started(t, () => {});
  const gone = url.replace(/\d+$/, '1');
  const got = await replied(() => calls.DynamoDB?.(gone) ?? Promise.resolve());
  assert.deepEqual([got.status, got.code], [503, 'unavailable']);
});

test('a full inbox says when to send the report again', async () => {
  const got = await replied(async () => {
    throw new TooManyReportsError('100 reports wait.');
  });
  assert.deepEqual([got.status, got.code, got.retryAfter], [429, 'too-many-reports', '5']);
});

test('what is no failure of AWS stays a fault of ours', async () => {
  const got = await replied(async () => {
    throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  });
  assert.deepEqual([got.status, got.code, got.retryAfter], [500, 'internal', undefined]);
});
