import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Point, point } from '../job/job.ts';
import type { JobStore, SentRange } from '../ports/job-store.ts';
import { keyOf, lastPointKey } from './keys.ts';
import { finishedJobsKeptDays, holds, inDays, type Table } from './table.ts';

type Points = Pick<JobStore, 'putPoint' | 'listPoints' | 'markMetricsSent'>;

/** The points of each job, and up to which of them they are delivered. */
export function points(table: Table): Points {
  return {
    putPoint: (jobId, made) => putPoint(table, jobId, made),
    listPoints: (jobId, after, limit) => listPoints(table, jobId, { after, limit }),
    markMetricsSent: (jobId, range) => markMetricsSent(table, jobId, range),
  };
}

async function putPoint(table: Table, jobId: string, made: Point): Promise<void> {
  const Item = { ...keyOf.point(jobId, made.at), ...made, expiresAt: inDays(finishedJobsKeptDays, table) };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
}

interface PointRange {
  after: number;
  limit: number;
  /** The newest first instead of the oldest. */
  newestFirst?: boolean;
}

/** The points of a job that were made after an instant. */
export async function listPoints(
  { client, tableName }: Table,
  jobId: string,
  { after, limit, newestFirst = false }: PointRange,
): Promise<Point[]> {
  const first = keyOf.point(jobId, after + 1);
  const query = new QueryCommand({
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': first.pk, ':first': first.sk, ':last': lastPointKey },
    ScanIndexForward: !newestFirst,
    Limit: limit,
  });
  return ((await client.send(query)).Items ?? []).map((item) => point.parse(item));
}

/** Another evaluation may have delivered further already, or made a newer point; and somebody may want it all sent again. */
async function markMetricsSent(
  { client, tableName }: Table,
  jobId: string,
  { from, upTo }: SentRange,
): Promise<void> {
  const mark = (UpdateExpression: string, ConditionExpression: string, values: Record<string, unknown>) =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf.state(jobId),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ':from': from, ':upTo': upTo, ...values },
        }),
      ),
    );
  const isBehind = 'metricsSentUpTo >= :from AND metricsSentUpTo < :upTo';
  const upToDate = await mark(
    'SET metricsSentUpTo = :upTo, pendingPoint = :none',
    `${isBehind} AND progress.lastPointAt = :upTo`,
    { ':none': null },
  );
  if (!upToDate) await mark('SET metricsSentUpTo = :upTo', isBehind, {});
}
