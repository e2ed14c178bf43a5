import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { frameworkNames } from '../job/frameworks.ts';
import type { JobSpec } from '../job/job.ts';
import type { KnownCluster } from '../ports/sweep-store.ts';
import { clustersKey, keyOf } from './keys.ts';
import { holds, inDays, type Table } from './table.ts';

/** The longest job, and for how long it is known after its end. */
const keptDays = 400;

const item = z.object({
  cluster: z.string(),
  framework: z.enum(frameworkNames),
  readAt: z._default(z.number(), 0),
});

/** Notes at a launch where it goes: one write, whether that was known before or not. */
export async function noteCluster(
  table: Table,
  { cluster, framework }: Pick<JobSpec, 'cluster' | 'framework'>,
): Promise<void> {
  const update = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.cluster({ cluster, framework }),
    UpdateExpression: 'SET #cluster = :cluster, framework = :framework, expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#cluster': 'cluster' },
    ExpressionAttributeValues: {
      ':cluster': cluster,
      ':framework': framework,
      ':expiresAt': inDays(keptDays, table),
    },
  });
  await table.client.send(update);
}

/** Where jobs were launched within the last year and a month. */
export async function knownClusters({ client, tableName }: Table): Promise<KnownCluster[]> {
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': clustersKey },
  });
  return ((await client.send(query)).Items ?? []).map((each) => item.parse(each));
}

/** Claims one reading of all jobs of a cluster; false when somebody has claimed one at `notSince` (epoch milliseconds) or later. */
export function claimReading(
  { client, tableName, now }: Table,
  known: KnownCluster,
  notSince: number,
): Promise<boolean> {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.cluster(known),
    ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(readAt) OR readAt < :notSince)',
    UpdateExpression: 'SET readAt = :now',
    ExpressionAttributeValues: { ':notSince': notSince, ':now': now() },
  });
  return holds(client.send(update));
}
