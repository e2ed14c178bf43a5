import { dynamoDbLocalMissing, startDynamoDbLocal } from './dynamodb-local.ts';
import { embeddedEngine } from './store/embedded-engine.ts';
import { storeContract } from './store.contract.ts';

storeContract(embeddedEngine);

storeContract({
  name: 'DynamoDB Local',
  missing: dynamoDbLocalMissing,
  returnsRefusedItem: true,
  start: startDynamoDbLocal,
});
