import { setTimeout as delay } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { Job } from '../../../lib/job/job.ts';
import type { JobProgress } from '../../../lib/job/progress.ts';
import type { JobStore } from '../../../lib/ports/job-store.ts';
import { jobsTable } from '../../../lib/store/jobs-table.ts';
import type { Table } from '../../../lib/store/table.ts';
import { createTable } from '../../../local/dynamodb.ts';
import { localAws } from '../../../local/local-aws.ts';
import { readTemplate } from '../../../local/template.ts';
import type { Listening } from '../../../simulators/http/listen.ts';
import { jobForTests } from '../../rigs/job.ts';

/** An engine that answers as DynamoDB does. */
export interface Engine {
  name: string;
  /** Why it cannot be run here, or false. */
  missing: string | false;
  /** Whether it gives the item with a condition that failed, when asked to. */
  returnsRefusedItem: boolean;
  start(): Promise<Listening>;
}

export interface Rig {
  engine: Engine;
  table: Table;
  store: JobStore;
  /** The names of the commands that were sent. */
  sent: string[];
  emptyTable(): Promise<Table>;
  readItem(key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

export const now = Date.parse('2026-01-01T00:00:00Z');

/** The engine, running, with the table of the template. */
export async function startRig(engine: Engine): Promise<Rig> {
  const { url, close } = await engine.start();
  const sent: string[] = [];
  const client = documentClient(url, sent);
  const emptyTable = async (): Promise<Table> => {
    const tableName = `jobs-${ulid()}`;
    await createTable(url, tableName, readTemplate(root, (name) => name).table);
    await isActive(client, tableName);
    return { client, tableName, now: () => now };
  };
  const table = await emptyTable();
  return {
    engine,
    table,
    store: jobsTable(table),
    sent,
    emptyTable,
    readItem: async (Key) =>
      (await client.send(new GetCommand({ TableName: table.tableName, Key, ConsistentRead: true }))).Item,
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

const root = `${import.meta.dirname}/../../..`;

function documentClient(endpoint: string, sent: string[]): DynamoDBDocumentClient {
  const { region, credentials } = localAws;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  client.middlewareStack.add(
    (next, context) => (call) => {
      sent.push(String(context.commandName));
      return next(call);
    },
    { step: 'initialize' },
  );
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

async function isActive(client: DynamoDBDocumentClient, TableName: string): Promise<void> {
  const { Table: made } = await client.send(new DescribeTableCommand({ TableName }));
  if (made?.TableStatus === 'ACTIVE') return;
  await delay(20);
  await isActive(client, TableName);
}

/** Another job, with an empty inbox. */
export function newJob(progress: Partial<JobProgress> = {}, more: Partial<Job> = {}): Job {
  return {
    ...jobForTests,
    inbox: {},
    ...more,
    spec: { ...jobForTests.spec, jobId: ulid() },
    progress: { ...jobForTests.progress, ...progress },
  };
}

/** The job, stored. */
export async function storedJob(
  { store }: Rig,
  progress: Partial<JobProgress> = {},
  more: Partial<Job> = {},
): Promise<Job> {
  const job = newJob(progress, more);
  await store.create(job);
  return job;
}
