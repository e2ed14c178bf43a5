import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { listJobs } from './listing.ts';
import type { Table } from './table.ts';

const jobId = '01KDTEST000000000000000000';

test('a job that moves from one part of the index to another while it is listed is asked for once', async () => {
  const asked: unknown[] = [];
  const send = async (command: object) => {
    if (!(command instanceof BatchGetCommand)) return { Items: [{ jobId }] };
    asked.push(...Object.values(command.input.RequestItems ?? {}).flatMap(({ Keys }) => Keys ?? []));
    return { Responses: {} };
  };
  const table = { client: { send }, tableName: 'jobs', now: () => 0 } as unknown as Table;
  await listJobs(table, { listed: 'finished', before: null, limit: 50 });
  // Its specification and its state; DynamoDB refuses a key that is asked for twice.
  assert.equal(asked.length, 2);
});

test('a job that moves on while it is listed is not missed, whichever part of the index answers first', async () => {
  let place = 'ending#0';
  let isFound = false;
  const send = async (command: object) => {
    if (command instanceof BatchGetCommand) {
      isFound = true;
      return { Responses: {} };
    }
    assert.ok(command instanceof QueryCommand);
    const part = String(command.input.ExpressionAttributeValues?.[':partition']);
    if (part.startsWith('ending')) await setImmediate();
    const Items = part === place ? [{ jobId }] : [];
    if (part === 'finished#0') place = part;
    return { Items };
  };
  const table = { client: { send }, tableName: 'jobs', now: () => 0 } as unknown as Table;
  await listJobs(table, { listed: 'finished', before: null, limit: 50 });
  assert.ok(isFound);
});
