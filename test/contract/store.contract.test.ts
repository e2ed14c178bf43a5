import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoDbLocalMissing, startDynamoDbLocal } from './dynamodb-local.ts';
import { ministackMissing, startMinistack } from './ministack.ts';
import { embeddedEngine } from './store/embedded-engine.ts';
import { storeContract } from './store.contract.ts';

storeContract(embeddedEngine);

storeContract({
  name: 'ministack',
  missing: ministackMissing,
  returnsRefusedItem: true,
  start: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ministack-'));
    const { url, close } = await startMinistack({ services: 'dynamodb', directory });
    return { url, close: () => close().then(() => rmSync(directory, { recursive: true })) };
  },
});

storeContract({
  name: 'DynamoDB Local',
  missing: dynamoDbLocalMissing,
  returnsRefusedItem: true,
  start: startDynamoDbLocal,
});
