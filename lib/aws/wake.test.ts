import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, before, test } from 'node:test';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { type WakeSettings, wakeBy } from './wake.ts';

let lambda: Listening;
let asked: { url: string | undefined; type: unknown; body: unknown }[];

before(() => {
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
});
afterEach(() => lambda.close());

/** Wakes by a Lambda that answers the calls one after the other, the last answer for ever. */
function wake(...answers: RequestListener[]): Promise<void> {
  return wakeAt(answers, (LAMBDA_ENDPOINT) => ({ LAMBDA_ENDPOINT }));
}

async function wakeAt(
  answers: RequestListener[],
  where: (url: string) => Omit<WakeSettings, 'EVALUATE_FUNCTION' | 'AWS_REGION'>,
): Promise<void> {
  asked = [];
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    const { url, headers } = request;
    asked.push({ url, type: headers['x-amz-invocation-type'], body: await json(request) });
    answer?.(request, response);
  });
  lambda = await listen(server);
  const settings = { EVALUATE_FUNCTION: 'evaluate', AWS_REGION: 'us-east-1', ...where(lambda.url) };
  await wakeBy(settings)('some-job', 'iteration');
}

const answers =
  (status: number): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(`{"message":"${status}"}`);
const reset: RequestListener = (request) => request.socket.destroy();
const silent: RequestListener = () => {};

test('an evaluation is asked for, and not waited for', async () => {
  await wake(answers(202));
  const url = '/2015-03-31/functions/evaluate/invocations';
  assert.deepEqual(asked, [{ url, type: 'Event', body: { jobId: 'some-job', cause: 'iteration' } }]);
});

test('Lambda is where the variables of the SDK say, the one for Lambda first, and empty ones say nothing', async () => {
  const LAMBDA_ENDPOINT = 'http://127.0.0.1:1';
  await wakeAt([answers(202)], (AWS_ENDPOINT_URL) => ({
    LAMBDA_ENDPOINT,
    AWS_ENDPOINT_URL,
    AWS_ENDPOINT_URL_LAMBDA: '',
  }));
  assert.equal(asked.length, 1);
  await lambda.close();
  await wakeAt([answers(202)], (AWS_ENDPOINT_URL_LAMBDA) => ({
    LAMBDA_ENDPOINT,
    AWS_ENDPOINT_URL: LAMBDA_ENDPOINT,
    AWS_ENDPOINT_URL_LAMBDA,
  }));
  assert.equal(asked.length, 1);
});

for (const [trouble, first] of [
  ['connection that was closed meanwhile', reset],
  ['429', answers(429)],
  ['500', answers(500)],
] as const) {
  test(`after a ${trouble} it is asked for once more`, async () => {
    await wake(first, answers(202));
    assert.equal(asked.length, 2);
  });
}

test('a refusal is told at once, with what was said', async () => {
  await assert.rejects(wake(answers(403)), { message: 'Invoke of evaluate: 403 {"message":"403"}' });
  assert.equal(asked.length, 1);
});

test('whoever never answers is given up', async () => {
  await assert.rejects(wake(silent), /timed out|ETIMEDOUT|timeout/i);
  assert.equal(asked.length, 2);
});
