import { DeleteCommand, GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Job } from '../job/job.ts';
import { soughtName } from '../job/job-id.ts';
import type { ClaimIdempotencyKey, JobStore, KeyClaim, NamedJob } from '../ports/job-store.ts';
import { memoryText } from './codec.ts';
import { keyOf, namedKey } from './keys.ts';
import { loadAll } from './listing.ts';
import { finishedJobsKeptDays, holds, inDays, type Table } from './table.ts';

type Names = Pick<
  JobStore,
  'claimName' | 'nameHolder' | 'releaseName' | 'abandonLaunch' | 'loadLesson' | 'saveLesson'
>;

const lessonsKeptDays = 180;
const idempotencyKeysKeptDays = 1;

const nameHolder = z.object({ jobId: z.string() });
const keyClaim = z.object({ jobId: z.string(), requestHash: z.string() });
const lessonItem = z.object({
  law: z.string(),
  image: z.string(),
  command: z.string(),
  memory: memoryText,
});

/** Who holds each name on each framework, and what its last job taught. */
export function names(table: Table): Names {
  const { client, tableName: TableName } = table;
  return {
    claimName: (job, instead) => claimName(table, job, instead),
    abandonLaunch: (jobId) => abandonLaunch(table, jobId),
    nameHolder: (name) => nameHolderOf(table, name),
    async releaseName(job) {
      const held = {
        ConditionExpression: 'jobId = :mine',
        ExpressionAttributeValues: { ':mine': job.jobId },
      };
      await letNameExpire(table, job);
      await holds(client.send(new DeleteCommand({ TableName, Key: keyOf.nameHolder(job), ...held })));
    },
    async loadLesson(name) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf.lesson(name) }));
      return Item ? lessonItem.parse(Item) : null;
    },
    async saveLesson(name, lesson) {
      const memory = JSON.stringify(lesson.memory);
      const Item = { ...keyOf.lesson(name), ...lesson, memory, expiresAt: inDays(lessonsKeptDays, table) };
      await client.send(new PutCommand({ TableName, Item }));
    },
  };
}

async function claimName(table: Table, job: NamedJob, instead: string | null): Promise<string> {
  const { client, tableName: TableName } = table;
  const Key = keyOf.nameHolder(job);
  const put = new PutCommand({
    TableName,
    Item: { ...Key, jobId: job.jobId },
    ConditionExpression: 'attribute_not_exists(pk) OR jobId = :mine OR jobId = :instead',
    ExpressionAttributeValues: { ':mine': job.jobId, ':instead': instead ?? job.jobId },
  });
  if (await holds(client.send(put))) return job.jobId;
  // Released between the two calls: the name is free to be claimed again.
  return (await nameHolderOf(table, job)) ?? claimName(table, job, instead);
}

async function nameHolderOf(
  { client, tableName: TableName }: Table,
  name: Omit<NamedJob, 'jobId'>,
): Promise<string | null> {
  const held = new GetCommand({ TableName, Key: keyOf.nameHolder(name), ConsistentRead: true });
  const { Item } = await client.send(held);
  return Item ? nameHolder.parse(Item).jobId : null;
}

/** Takes the place of the state of a job that is not stored. */
function abandonLaunch(table: Table, jobId: string): Promise<boolean> {
  const expiresAt = inDays(finishedJobsKeptDays, table);
  const put = new PutCommand({
    TableName: table.tableName,
    Item: { ...keyOf.state(jobId), abandonedAt: table.now(), expiresAt },
    ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(abandonedAt)',
  });
  return holds(table.client.send(put));
}

/** Claims an Idempotency-Key for a job, or tells who has it. */
export function idempotencyKeys(table: Table): ClaimIdempotencyKey {
  const { client, tableName: TableName } = table;
  return async (key: string, claim: KeyClaim): Promise<KeyClaim> => {
    const Key = keyOf.idempotencyKey(key);
    const Item = { ...Key, ...claim, expiresAt: inDays(idempotencyKeysKeptDays, table) };
    const free = { ConditionExpression: 'attribute_not_exists(pk)' };
    if (await holds(client.send(new PutCommand({ TableName, Item, ...free })))) return claim;
    const held = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return keyClaim.parse(held.Item);
  };
}

/** Ended jobs of one name that are read, the newest ones: some may be launches that came to nothing. */
const endedOfOneName = 5;
/** A job is kept for so many days since it was clean, for which it may take a week. */
const keptDays = finishedJobsKeptDays + 8;

/** Notes the name of a new job, whatever its framework and cluster. */
export async function noteName(
  { client, tableName }: Table,
  job: Pick<NamedJob, 'jobId' | 'name'>,
): Promise<void> {
  const Item = keyOf.named(soughtName(job.name), job.jobId);
  await client.send(new PutCommand({ TableName: tableName, Item }));
}

/** The name of an ended job is forgotten about when the job is. */
async function letNameExpire(table: Table, job: Pick<NamedJob, 'jobId' | 'name'>): Promise<void> {
  const expires = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.named(soughtName(job.name), job.jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'SET expiresAt = :at',
    ExpressionAttributeValues: { ':at': inDays(keptDays, table) },
  });
  // A job of an earlier version has not noted its name.
  await holds(table.client.send(expires));
}

/** The jobs of a name on all frameworks and clusters, newest first: all that still hold it, and the last that ended. */
export async function findNamed(table: Table, name: string): Promise<Job[]> {
  const noted = await notedJobs(table, namedKey(soughtName(name)));
  const ended = noted.filter(({ expiresAt }) => expiresAt !== undefined).slice(0, endedOfOneName);
  const meant = noted.filter((each) => each.expiresAt === undefined || ended.includes(each));
  return loadAll(
    table,
    meant.map(({ sk }) => String(sk)),
    { isConsistent: true },
  );
}

/** All that was noted of a name, newest first; a thousand jobs of one name fit into one page. */
async function notedJobs(
  { client, tableName }: Table,
  pk: string,
): Promise<{ sk?: unknown; expiresAt?: unknown }[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      // A name that was launched a moment ago must not lead to the job before it.
      ConsistentRead: true,
    },
  );
  const noted = [];
  for await (const { Items = [] } of pages) noted.push(...Items);
  return noted;
}
