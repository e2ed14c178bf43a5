#!/usr/bin/env bash
# dynalite 4.0.0 with @aws-sdk/client-dynamodb 3.1164.0 (npm): ReturnValuesOnConditionCheckFailure=ALL_OLD is taken without a word,
# and the ConditionalCheckFailedException has no Item. DynamoDB gives the item when asked to (since 2023). Code that reads `error.Item`
# to tell why a condition failed sees undefined there, and has to be tested against another engine.
# Seen: "ConditionalCheckFailedException, Item: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --loglevel=error dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1164.0
cat >ask.mjs <<'JAVASCRIPT'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

const server = dynalite({ createTableMs: 0 });
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'a' },
});
const TableName = 'jobs';
await client.send(
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }),
);
const put = {
  TableName,
  Item: { id: { S: 'one' }, version: { N: '1' } },
  ConditionExpression: 'attribute_not_exists(id)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
for (let tries = 0; tries < 50; tries++) {
  try {
    await client.send(new PutItemCommand(put));
    break;
  } catch (error) {
    if (error.name !== 'ResourceNotFoundException') throw error; // the table is still being made
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const refused = await client.send(new PutItemCommand(put)).catch((error) => error);
console.log(`${refused.name}, Item: ${JSON.stringify(refused.Item)}`);
server.close();
client.destroy();
JAVASCRIPT
said=$(timeout 60 node ask.mjs)
echo "$said"
[ "$said" = 'ConditionalCheckFailedException, Item: undefined' ] || { echo 'This has changed.' >&2; exit 1; }
