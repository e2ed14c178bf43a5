import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { localAws } from '../../local/local-aws.ts';
import { readTemplate } from '../../local/template.ts';
import { eventNames, functionOf, readEvent } from './events.ts';
import { outcomes } from './outcomes.ts';

const repository = join(import.meta.dirname, '../..');
const { functions } = readTemplate(repository, localAws.resolve);

const text = z.string();
const texts = z.record(z.string(), text);
const caller = z.strictObject({
  accessKey: text,
  accountId: text,
  callerId: text,
  userArn: text,
  userId: text,
  cognitoIdentity: z.null(),
  principalOrgId: z.null(),
});
/** All that an HTTP API sends, in format 2.0; the fields that may be missing depend on the request. */
const httpEvent = z.strictObject({
  version: z.literal('2.0'),
  routeKey: text,
  rawPath: text,
  rawQueryString: text,
  headers: texts,
  queryStringParameters: texts.optional(),
  pathParameters: texts.optional(),
  requestContext: z.strictObject({
    accountId: text,
    apiId: text,
    domainName: text,
    domainPrefix: text,
    requestId: text,
    routeKey: text,
    stage: z.literal('$default'),
    time: text,
    timeEpoch: z.int(),
    authorizer: z.strictObject({ iam: caller }).optional(),
    http: z.strictObject({ method: text, path: text, protocol: text, sourceIp: text, userAgent: text }),
  }),
  body: text.optional(),
  isBase64Encoded: z.boolean(),
});
const evaluateEvent = z.strictObject({ jobId: text, cause: text });
const ruleEvent = z.strictObject({
  version: z.literal('0'),
  id: z.uuid(),
  'detail-type': z.literal('Scheduled Event'),
  source: z.literal('aws.events'),
  account: text,
  time: z.iso.datetime(),
  region: text,
  resources: z.array(text),
  detail: z.strictObject({}),
});
const attributes = z.record(text, z.partialRecord(z.enum(['S', 'N', 'L', 'M', 'BOOL', 'NULL']), z.unknown()));
/** What the stream of a table sends: here of new items, whole. */
const streamEvent = z.strictObject({
  Records: z.array(
    z.strictObject({
      eventID: text,
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      eventVersion: text,
      eventSource: z.literal('aws:dynamodb'),
      awsRegion: text,
      eventSourceARN: text,
      dynamodb: z.strictObject({
        ApproximateCreationDateTime: z.number(),
        Keys: attributes,
        NewImage: attributes,
        SequenceNumber: text,
        SizeBytes: z.int(),
        StreamViewType: z.literal('NEW_IMAGE'),
      }),
    }),
  ),
});
const otherEvents: Record<string, z.ZodType> = {
  EvaluateFunction: evaluateEvent,
  SweepFunction: ruleEvent,
  TellFunction: z.union([ruleEvent, streamEvent]),
};

for (const name of eventNames) {
  test(`${name} is an event as AWS sends it`, () => {
    const event = readEvent(name);
    const other = otherEvents[functionOf(name)];
    if (other) return void other.parse(event);
    const { routeKey, rawPath, rawQueryString, requestContext, ...rest } = httpEvent.parse(event);
    const routes = functions.find(({ id }) => id === functionOf(name))?.routes;
    assert.ok(routes?.includes(routeKey), `${functionOf(name)} does not serve ${routeKey}`);
    const [method, path = ''] = routeKey.split(' ');
    assert.equal(rawPath, path.replace('{jobId}', rest.pathParameters?.jobId ?? ''));
    assert.deepEqual(
      [requestContext.routeKey, requestContext.http.method, requestContext.http.path],
      [routeKey, method, rawPath],
    );
    assert.equal(rawQueryString, new URLSearchParams(rest.queryStringParameters).toString());
    assert.equal(rest.headers['content-length'], String(lengthOf(rest)));
    assert.equal(requestContext.time, commonLogTime(requestContext.timeEpoch));
    assert.equal(requestContext.authorizer === undefined, routeKey.endsWith('/iterations'));
  });
}

test('every event is invoked by the tests', () => {
  assert.deepEqual([...new Set(outcomes.map(({ event }) => event))].sort(), [...eventNames].sort());
});

test('docs/local-invoke.md has the command and the replies of every event', () => {
  const page = readFileSync(join(repository, 'docs/local-invoke.md'), 'utf8');
  const row = /`npm run sam-local -- invoke (\w+) events\/([\w-]+)\.json` \| (.*) \|/g;
  const told = [...page.matchAll(row)].flatMap(([, name, event = '', replies = '']) => {
    assert.ok(event.startsWith(`${name}`), event);
    return replies.split(', then ').map((reply) => [event, functionOf(event), reply]);
  });
  const tested = outcomes.map(({ event, status }) => [
    event,
    functionOf(event),
    status?.toString() ?? '`null`',
  ]);
  assert.deepEqual(told, tested);
});

function lengthOf({
  body = '',
  isBase64Encoded,
}: {
  body?: string | undefined;
  isBase64Encoded: boolean;
}): number {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').length;
}

/** As in `01/Jan/2026:12:00:08 +0000`. */
function commonLogTime(at: number): string {
  const [, day, month, year, time] = /(\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
