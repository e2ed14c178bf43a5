import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { eventBridgeSchedules, unqualified } from './schedules.ts';

const arns = { evaluateArn: () => 'arn:evaluate', roleArn: 'arn:role', deadLettersArn: 'arn:dead-letters' };
const jobId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const endsAt = Date.parse('2030-01-01T00:00:00Z');

let aws: Listening;
let calls: { call: string; body: Record<string, unknown> }[];
let isThere = true;

before(async () => {
  const server = createServer(async (request, response) => {
    const body = request.method === 'GET' ? {} : ((await json(request)) as Record<string, unknown>);
    calls.push({ call: `${request.method} ${request.url}`, body });
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET' && !isThere) {
      response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' });
      return response.end(JSON.stringify({ Message: 'Schedule does not exist.' }));
    }
    response.end(JSON.stringify(request.method === 'GET' ? calls[0]?.body : { ScheduleArn: 'arn:schedule' }));
  });
  aws = await listen(server);
  process.env.AWS_ENDPOINT_URL_SCHEDULER = aws.url;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
});
beforeEach(() => {
  calls = [];
  isThere = true;
});
after(() => aws.close());

const schedules = (tickMinutes: number) =>
  eventBridgeSchedules({ group: 'pacer', created: { ...arns, tickMinutes } });

test('a schedule ticks as often as it is told, and says where what it cannot deliver goes', async () => {
  await schedules(1).create(jobId, endsAt);
  await schedules(5).create(jobId, endsAt);
  assert.deepEqual(
    calls.map(({ body }) => body.ScheduleExpression),
    ['rate(1 minute)', 'rate(5 minutes)'],
  );
  assert.deepEqual(calls[0]?.body.Target, {
    Arn: 'arn:evaluate',
    RoleArn: 'arn:role',
    Input: JSON.stringify({ jobId, cause: 'tick' }),
    RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
    DeadLetterConfig: { Arn: 'arn:dead-letters' },
  });
});

test('a schedule that is extended keeps all but its end', async () => {
  await schedules(5).create(jobId, endsAt);
  await schedules(5).extend(jobId, endsAt + 60_000);
  const [created, , extended] = calls.map(({ body: { ClientToken: _, ...body } }) => body);
  assert.deepEqual(extended, { ...created, EndDate: (endsAt + 60_000) / 1000 });
});

test('a schedule that has ended, or that somebody deleted, is made anew when it is extended', async () => {
  isThere = false;
  await schedules(5).extend(jobId, endsAt);
  const made = calls.find(({ call }) => call.startsWith('POST'))?.body;
  assert.deepEqual([made?.EndDate, made?.ScheduleExpression], [endsAt / 1000, 'rate(5 minutes)']);
});

test('a function that was invoked by a version knows its ARN without it', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:evaluate';
  assert.deepEqual([unqualified(arn), unqualified(`${arn}:$LATEST`)], [arn, arn]);
});
