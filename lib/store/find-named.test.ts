import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findNamed } from './names.ts';

test('a name is looked for with consistent reads: the local engines have no others, so only the calls tell', async () => {
  const inputs: Record<string, unknown>[] = [];
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1', credentials }));
  client.middlewareStack.add(
    () => async (call) => {
      inputs.push(call.input as Record<string, unknown>);
      const output = { $metadata: {}, Items: [{ sk: '01KDTEST000000000000000000' }] };
      return { output: output as never, response: {} };
    },
    { step: 'initialize', priority: 'low' },
  );
  assert.deepEqual(await findNamed({ client, tableName: 'jobs', now: Date.now }, 'nightly'), []);
  const [query, batch] = inputs;
  assert.equal(query?.ConsistentRead, true);
  assert.equal(Object(batch?.RequestItems).jobs.ConsistentRead, true);
});
