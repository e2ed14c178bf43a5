import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../store/table.ts';
import { awsTimeouts } from './aws-timeouts.ts';

/** The table of this deployment. */
export function openTable(tableName: string): Table {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 3, requestHandler: awsTimeouts }),
    {
      marshallOptions: { removeUndefinedValues: true },
    },
  );
  return { client, tableName, now: Date.now };
}
