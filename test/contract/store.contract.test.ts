import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { dynamoDbLocalMissing, startDynamoDbLocal } from './dynamodb-local.ts';
import { storeContract } from './store.contract.ts';

storeContract({
  name: 'the embedded engine',
  missing: false,
  returnsRefusedItem: false,
  start: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    const { url, close } = await startDynamoDb(directory);
    return { url, close: () => close().then(() => rm(directory, { recursive: true })) };
  },
});

storeContract({
  name: 'DynamoDB Local',
  missing: dynamoDbLocalMissing,
  returnsRefusedItem: true,
  start: startDynamoDbLocal,
});
