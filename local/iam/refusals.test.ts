import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BatchGetItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Listening } from '../../simulators/http/listen.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from '../dynamodb.ts';
import { startLambdaEndpoint } from '../lambda/endpoint.ts';
import type { LocalFunction } from '../lambda/function.ts';
import { localAws } from '../local-aws.ts';
import { createScheduleGroup } from '../scheduler/create-schedule-group.ts';
import { startScheduler } from '../scheduler/start-scheduler.ts';
import { permissions } from './permissions.ts';

const { region, scheduleGroup } = localAws;
const table = 'jobs';
const role = localAws.resolve('ScheduleRole.Arn');
const grant = (action: string, resource: string) => ({ action, resource, conditions: {} });
const iam = permissions(
  new Map([
    [
      'Permitted',
      [
        grant('dynamodb:PutItem', localAws.tableArn(table)),
        grant('dynamodb:BatchGetItem', localAws.tableArn(table)),
        grant('dynamodb:Query', localAws.tableArn(table)),
        grant(
          'scheduler:CreateSchedule',
          `arn:aws:scheduler:${region}:000000000000:schedule/${scheduleGroup}/*`,
        ),
        grant('lambda:InvokeFunction', localAws.functionArn('Evaluate')),
      ],
    ],
    ['Forbidden', []],
  ]),
);

const accessDenied = { name: 'AccessDeniedException' };
const credentials = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'local' });

describe('what the policies do not permit', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-iam-'));
  let dynamoDb: LocalDynamoDb;
  let scheduler: Listening;
  let lambda: Listening;
  const invoked: unknown[] = [];
  const evaluate: LocalFunction = {
    name: 'Evaluate',
    invoke: async (event) => invoked.push(event),
    crash: async () => {},
    close: async () => {},
  };

  before(async () => {
    dynamoDb = await startDynamoDb(join(directory, 'dynamodb'), iam);
    const invoke = async () => {};
    scheduler = await startScheduler({ directory: join(directory, 'scheduler'), permissions: iam, invoke });
    lambda = await startLambdaEndpoint(new Map([['Evaluate', evaluate]]), () => {}, iam);
    await createScheduleGroup(scheduler.url);
    const key = { AttributeName: 'pk', AttributeType: 'S' };
    await createTable(dynamoDb.url, table, {
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });
  after(async () => {
    for (const each of [scheduler, lambda, dynamoDb]) await each.close();
    rmSync(directory, { recursive: true });
  });

  const tableAs = (key: string) =>
    new DynamoDBClient({ endpoint: dynamoDb.url, region, credentials: credentials(key) });
  const schedulerAs = (key: string) =>
    new SchedulerClient({ endpoint: scheduler.url, region, credentials: credentials(key) });
  const put = new PutItemCommand({
    TableName: table,
    Item: { pk: { S: 'a' }, text: { S: 'x'.repeat(100_000) } },
  });
  const queryOf = (index?: string) =>
    new QueryCommand({
      TableName: table,
      ...(index ? { IndexName: index } : {}),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    });

  it('is refused by the table, and what they do permit is done', async () => {
    await assert.rejects(tableAs('Forbidden').send(put), accessDenied);
    await tableAs('Permitted').send(put);
    assert.equal((await tableAs('Permitted').send(queryOf())).Count, 1);
    assert.equal((await tableAs('somebody else').send(queryOf())).Count, 1);
  });

  it('is refused for an index and for one table of several, too', async () => {
    await assert.rejects(tableAs('Permitted').send(queryOf('listing')), accessDenied);
    const keys = { Keys: [{ pk: { S: 'a' } }] };
    const both = new BatchGetItemCommand({ RequestItems: { [table]: keys, other: keys } });
    await assert.rejects(tableAs('Permitted').send(both), accessDenied);
    await tableAs('Permitted').send(new BatchGetItemCommand({ RequestItems: { [table]: keys } }));
  });

  const schedule = new CreateScheduleCommand({
    GroupName: scheduleGroup,
    Name: 'job-1',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: localAws.functionArn('Evaluate'), RoleArn: role },
  });

  it('is refused by the schedules, also when only the role may not be passed on', async () => {
    await assert.rejects(schedulerAs('Forbidden').send(schedule), accessDenied);
    const mayNotPass = { ...accessDenied, message: /iam:PassRole/ };
    await assert.rejects(schedulerAs('Permitted').send(schedule), mayNotPass);
    const look = new GetScheduleCommand({ GroupName: scheduleGroup, Name: 'job-1' });
    await assert.rejects(schedulerAs('Permitted').send(look), accessDenied);
    await schedulerAs('somebody else').send(schedule);
  });

  it('is refused by Lambda', async () => {
    const invokeAs = async (key: string) => {
      const response = await fetch(`${lambda.url}/2015-03-31/functions/Evaluate/invocations`, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${key}/20300101`,
          'x-amz-invocation-type': 'Event',
        },
        body: '{}',
      });
      return [response.status, response.headers.get('x-amzn-errortype')];
    };
    assert.deepEqual(await invokeAs('Forbidden'), [403, 'AccessDeniedException']);
    assert.equal(invoked.length, 0);
    assert.deepEqual(await invokeAs('Permitted'), [202, null]);
    assert.deepEqual(await invokeAs('somebody else'), [202, null]);
  });
});
