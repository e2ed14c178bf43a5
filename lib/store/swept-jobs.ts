import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { isFinished, jobStatus } from '../job/progress.ts';
import type { SweptJob, SweptPage } from '../ports/sweep-store.ts';
import { keyOf } from './keys.ts';
import { indexName, shards } from './listing.ts';
import type { Table } from './table.ts';

const pageSize = 100;
/** Every part of the index in which jobs are that something is left to do for. */
const partitions = ['active', 'ending'].flatMap((listed) =>
  Array.from({ length: shards }, (_, shard) => `${listed}#${shard}`),
);

/** How many parts the jobs lie in. */
export const parts = partitions.length;

const state = z.object({
  jobId: z.string(),
  deadlineAt: z.number(),
  clean: z._default(z.boolean(), false),
  resendRequestedAt: z._default(z.nullable(z.number()), null),
  progress: z.object({
    status: jobStatus,
    lastPointAt: z.number(),
    evaluatedAt: z._default(z.number(), 0),
  }),
});

/** A page of the live and ending jobs of one part, oldest first: one query, and one batch read of the hot items alone. */
export async function sweptPage(table: Table, part: number, after: string | null): Promise<SweptPage> {
  const query = new QueryCommand({
    TableName: table.tableName,
    IndexName: indexName,
    KeyConditionExpression: after ? 'listing = :part AND jobId > :after' : 'listing = :part',
    ExpressionAttributeValues: { ':part': partitions[part], ...(after ? { ':after': after } : {}) },
    Limit: pageSize,
  });
  const ids = ((await table.client.send(query)).Items ?? []).map((item) => String(item.jobId));
  const jobs = await sweptJobsOf(table, ids);
  return { jobs, next: ids.length === pageSize ? (ids.at(-1) ?? null) : null };
}

/** How the jobs stand that the table knows, of those that are asked for. */
export async function sweptJobsOf({ client, tableName }: Table, ids: string[]): Promise<SweptJob[]> {
  const found: SweptJob[] = [];
  for (let Keys = [...new Set(ids)].map(keyOf.state); Keys.length > 0; ) {
    const asked = {
      Keys: Keys.slice(0, pageSize),
      ProjectionExpression:
        'jobId, deadlineAt, clean, resendRequestedAt, progress.#status, progress.lastPointAt, progress.evaluatedAt',
      ExpressionAttributeNames: { '#status': 'status' },
    };
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: asked } }),
    );
    found.push(...(Responses?.[tableName] ?? []).flatMap(sweptJobOf));
    const unread = (UnprocessedKeys?.[tableName]?.Keys ?? []) as typeof Keys;
    Keys = [...unread, ...Keys.slice(pageSize)];
  }
  return found;
}

/** None of an item that cannot be read, which is not to hide the others of its page. */
function sweptJobOf(item: unknown): SweptJob[] {
  const { data } = state.safeParse(item);
  if (!data) return [];
  const { progress, ...rest } = data;
  const { status, lastPointAt, evaluatedAt } = progress;
  return [{ ...rest, hasEnded: isFinished(status), lastPointAt, evaluatedAt }];
}
