import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
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
