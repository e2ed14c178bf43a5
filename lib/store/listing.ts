import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Job } from '../job/job.ts';
import { decodeJob } from './codec.ts';
import { keyOf } from './keys.ts';
import { isAbandonedLaunch, type Table } from './table.ts';

/** `ending`: finished, and something of it is still to be removed or told. */
export type Listed = 'active' | 'ending' | 'finished' | 'all';

/** By what a list shows, the parts of the index that it reads, in the order in which a job comes to them. */
const listedWith: Record<Listed, readonly Exclude<Listed, 'all'>[]> = {
  active: ['active'],
  ending: ['ending'],
  finished: ['ending', 'finished'],
  all: ['active', 'ending', 'finished'],
};

/** Enough that no part of the index gets hot at thousands of launches a second, few enough to ask all at once. */
export const shards = 16;
export const indexName = 'listing';

/** In which a point is listed: the bus is still to be told of it, or only the webhook of its job, which may not answer for hours. */
export type ListedPoint = 'untold' | 'uncalled';

/** The partition of the sparse index in which a job, or a point of it, is listed. */
export function listing(listed: Exclude<Listed, 'all'> | ListedPoint, jobId: string): string {
  const sum = [...jobId].reduce((total, character) => total + character.charCodeAt(0), 0);
  return `${listed}#${sum % shards}`;
}

export interface Page {
  jobs: Job[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
}

export interface Wanted {
  listed: Listed;
  before: string | null;
  limit: number;
  /** Which of them; by default each. */
  isWanted?: ((job: Job) => boolean) | undefined;
}

/** A call reads at most so many jobs in search of those that are wanted; the next page goes on from there. */
const mostRead = 500;
const readAtOnce = 100;

/** Jobs, newest first: a query a shard and two batch reads, five times that in search of some, however many jobs there are. */
export async function listJobs(table: Table, wanted: Wanted): Promise<Page> {
  const { listed, limit, isWanted } = wanted;
  if (!isWanted) return readJobs(table, wanted);
  const found: Job[] = [];
  let { before } = wanted;
  for (let read = 0; read < mostRead; read += readAtOnce) {
    const { jobs, next } = await readJobs(table, { listed, before, limit: readAtOnce });
    found.push(...jobs.filter(isWanted));
    if (found.length > limit) return cutPage(found, limit);
    if (next === null || found.length === limit) return { jobs: found, next };
    before = next;
  }
  return { jobs: found, next: before };
}

function cutPage(found: Job[], limit: number): Page {
  const jobs = found.slice(0, limit);
  return { jobs, next: jobs.at(-1)?.spec.jobId ?? null };
}

async function readJobs(table: Table, { listed, before, limit }: Wanted): Promise<Page> {
  const found = new Set<string>();
  // One after the other, in the order of a job's life: one that moves on between two queries is found by both, never by neither.
  for (const each of listedWith[listed]) {
    const asked = Array.from({ length: shards }, (_, shard) =>
      jobIds(table, `${each}#${shard}`, { before, limit }),
    );
    for (const jobId of (await Promise.all(asked)).flat()) found.add(jobId);
  }
  const newest = [...found].sort().reverse().slice(0, limit);
  const jobs = await loadAll(table, newest);
  return { jobs, next: newest.length === limit ? (newest.at(-1) ?? null) : null };
}

async function jobIds(
  { client, tableName }: Table,
  partition: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<string[]> {
  const query = new QueryCommand({
    TableName: tableName,
    IndexName: indexName,
    KeyConditionExpression: before ? 'listing = :partition AND jobId < :before' : 'listing = :partition',
    ExpressionAttributeValues: { ':partition': partition, ...(before ? { ':before': before } : {}) },
    ScanIndexForward: false,
    Limit: limit,
  });
  return ((await client.send(query)).Items ?? []).map((item) => String(item.jobId));
}

/** The jobs of these ids, in their order, but for those that are not there. */
export async function loadAll(
  { client, tableName }: Table,
  ids: string[],
  { isConsistent = false } = {},
): Promise<Job[]> {
  const items = new Map<string, unknown>();
  for (let keys = ids.flatMap((id) => [keyOf.spec(id), keyOf.state(id)]); keys.length > 0; ) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({
        RequestItems: { [tableName]: { Keys: keys.slice(0, 100), ConsistentRead: isConsistent } },
      }),
    );
    for (const item of Responses?.[tableName] ?? []) items.set(`${item.pk} ${item.sk}`, item);
    const unread = (UnprocessedKeys?.[tableName]?.Keys ?? []) as typeof keys;
    keys = [...unread, ...keys.slice(100)];
  }
  return ids.flatMap((id) => {
    const spec = items.get(`${keyOf.spec(id).pk} SPEC`);
    const state = items.get(`${keyOf.state(id).pk} STATE`);
    return spec && state && !isAbandonedLaunch(state) ? [decodeJob(spec, state)] : [];
  });
}
