import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

/** What `bench:cold-start` compares the functions with: a client of DynamoDB that writes one item, and nothing else. */
const client = new DynamoDBClient({});

export const handler = () => client.send(new UpdateItemCommand({ TableName: 'any', Key: {} }));
