import {
  BatchGetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { jobSpec, type Point, point } from '../job/job.ts';
import type { WebhookFailure } from '../job/monitored.ts';
import type { JobStore, SentRange } from '../ports/job-store.ts';
import type { Delivery, PointKey, Untold, UntoldStore } from '../ports/telling.ts';
import { changedParts } from './codec.ts';
import { keyOf, lastPointKey, pointAt } from './keys.ts';
import { indexName, type ListedPoint, listing, shards } from './listing.ts';
import { toldOccurrenceOf } from './recurring/told-occurrences.ts';
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
  const item = { ...keyOf.point(jobId, made.at), ...made, expiresAt: inDays(finishedJobsKeptDays, table) };
  const put = (input: Partial<PutCommandInput>) =>
    table.client.send(new PutCommand({ TableName: table.tableName, Item: item, ...input }));
  if (made.transitions.length === 0) return void (await put({}));
  // Written again, it would be told again.
  const Item = { ...item, jobId, listing: listing('untold', jobId) };
  await holds(put({ Item, ConditionExpression: 'attribute_not_exists(pk)' }));
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

/** The points of all jobs of which somebody is still to be told. */
export function untoldPoints(table: Table): UntoldStore {
  return {
    untold: (before) => untold(table, before),
    loadUntold: (key) => loadUntold(table, key),
    postpone: (key, delivery) => postpone(table, key, delivery),
    markTold: (key) => markTold(table, key),
    noteFailure: (jobId, failure) => noteFailure(table, jobId, failure),
  };
}

async function untold({ client, tableName }: Table, before: number): Promise<PointKey[]> {
  const parts = (['untold', 'uncalled'] satisfies ListedPoint[]).flatMap((listed) =>
    Array.from({ length: shards }, (_, shard) => `${listed}#${shard}`),
  );
  const pages = parts.map((part) =>
    client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: indexName,
        KeyConditionExpression: 'listing = :part',
        ExpressionAttributeValues: { ':part': part },
        Limit: 100,
      }),
    ),
  );
  const items = (await Promise.all(pages)).flatMap(({ Items = [] }) => Items);
  const keys = items.map(({ jobId, sk }) => ({ jobId: String(jobId), at: pointAt(String(sk)) }));
  return keys.filter(({ at }) => at < before);
}

const delivery = z._default(z.object({ isOnBus: z.boolean(), tries: z.number(), nextTryAt: z.number() }), {
  isOnBus: false,
  tries: 0,
  nextTryAt: 0,
});

const changedWebhook = z.object({ webhook: changedParts.webhook });

async function loadUntold({ client, tableName }: Table, { jobId, at }: PointKey): Promise<Untold | null> {
  const Keys = [keyOf.spec(jobId), keyOf.state(jobId), keyOf.point(jobId, at)];
  const asked = new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } });
  const { Responses, UnprocessedKeys } = await client.send(asked);
  if (UnprocessedKeys?.[tableName]) throw new Error('The table did not give the point; it is throttled.');
  const items = Responses?.[tableName] ?? [];
  const spec = items.find(({ sk }) => sk === 'SPEC');
  const state = items.find(({ sk }) => sk === 'STATE');
  const found = items.find(({ sk, listing }) => sk !== 'STATE' && listing !== undefined);
  if (found?.outcome !== undefined)
    return { ...toldOccurrenceOf(found), delivery: delivery.parse(found.delivery) };
  if (!spec || !found) return null;
  const launched = jobSpec.parse(spec);
  const { webhook = launched.webhook } = changedWebhook.parse(state ?? {});
  return {
    spec: { ...launched, webhook },
    point: point.parse(found),
    delivery: delivery.parse(found.delivery),
  };
}

async function postpone(
  { client, tableName }: Table,
  { jobId, at }: PointKey,
  left: Delivery,
): Promise<void> {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.point(jobId, at),
    // Another call may have told it meanwhile.
    ConditionExpression: 'attribute_exists(listing)',
    UpdateExpression: 'SET delivery = :left, listing = :part',
    ExpressionAttributeValues: { ':left': left, ':part': listing('uncalled', jobId) },
  });
  await holds(client.send(update));
}

/** One write of the state, 3 units at most, for an event that is given up. */
async function noteFailure(
  { client, tableName }: Table,
  jobId: string,
  webhookFailure: WebhookFailure,
): Promise<void> {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'SET webhookFailure = :failure',
    ExpressionAttributeValues: { ':failure': webhookFailure },
  });
  await holds(client.send(update));
}

async function markTold({ client, tableName }: Table, { jobId, at }: PointKey): Promise<void> {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.point(jobId, at),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'REMOVE listing',
  });
  await holds(client.send(update));
}
