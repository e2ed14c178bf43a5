import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { type Listening, listen } from '../simulators/http/listen.ts';
import { guardDynamoDb, type OnPut } from './iam/guard-dynamodb.ts';
import type { Permissions } from './iam/permissions.ts';
import { localAws } from './local-aws.ts';

export interface LocalDynamoDb extends Listening {
  /** Requests so far, by operation as in `UpdateItem`. */
  requests(): ReadonlyMap<string, number>;
}

/**
 * The embedded DynamoDB engine, with its data in a directory. It answers as DynamoDB does but for transactions and TTL,
 * and refuses what the permissions do not give; without any it refuses nothing, and shows nothing to `onPut`.
 */
export async function startDynamoDb(
  directory: string,
  permissions?: Permissions,
  onPut?: OnPut,
): Promise<LocalDynamoDb> {
  const server = dynalite({ path: directory, createTableMs: 0 });
  if (permissions) guardDynamoDb(server, permissions, onPut);
  const counts = new Map<string, number>();
  server.on('request', ({ headers }) => {
    const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  });
  return { ...(await listen(server)), requests: () => counts };
}

/** Creates the table of the template unless it is there. */
export async function createTable(
  url: string,
  tableName: string,
  table: Record<string, unknown>,
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: url,
    region: localAws.region,
    credentials: localAws.credentials,
  });
  try {
    const input = { ...table, TableName: tableName } as CreateTableCommandInput;
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  try {
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 10 }, { TableName: tableName });
  } finally {
    client.destroy();
  }
}
