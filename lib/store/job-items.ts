import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { StaleJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import type { CpuUseReading, JobAlarm } from '../job/monitored.ts';
import { isFinished, type JobProgress } from '../job/progress.ts';
import type { JobStore, SavedEvaluation } from '../ports/job-store.ts';
import { decodeJob, encodeProgress, encodeState } from './codec.ts';
import { keyOf } from './keys.ts';
import { type Listed, listing } from './listing.ts';
import { currentSchema } from './migrations/migrations.ts';
import { noteName } from './names.ts';
import { finishedJobsKeptDays, holds, inDays, isAbandonedLaunch, type Table } from './table.ts';

type JobItems = Pick<
  JobStore,
  'load' | 'create' | 'save' | 'markRetired' | 'markClean' | 'reopen' | 'markAlarm' | 'markCpuUse'
>;

/** The items SPEC and STATE of each job. */
export function jobItems(table: Table): JobItems {
  return {
    load: (jobId) => load(table, jobId),
    create: (job) => create(table, job),
    save: (job, next) => save(table, job, next),
    markRetired: (jobId) => mark(table, jobId, { retired: true }),
    markClean: (jobId) => markClean(table, jobId),
    reopen: (jobId) => reopen(table, jobId),
    markAlarm: (jobId, alarm) => mark(table, jobId, { alarm }),
    markCpuUse: (jobId, cpuUse) => mark(table, jobId, { cpuUse }),
  };
}

async function load({ client, tableName }: Table, jobId: string): Promise<Job | null> {
  const query = new QueryCommand({
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :spec AND :state',
    ExpressionAttributeValues: { ':pk': keyOf.spec(jobId).pk, ':spec': 'SPEC', ':state': 'STATE' },
  });
  const [spec, state] = (await client.send(query)).Items ?? [];
  return spec && state && !isAbandonedLaunch(state) ? decodeJob(spec, state) : null;
}

/** Three writes: only the last, of the state, makes the job exist. */
async function create(table: Table, job: Job): Promise<boolean> {
  const { client, tableName: TableName } = table;
  const { jobId } = job.spec;
  await noteName(table, job.spec);
  await client.send(new PutCommand({ TableName, Item: { ...keyOf.spec(jobId), ...job.spec } }));
  const Item = { ...keyOf.state(jobId), ...encodeState(job), listing: listing('active', jobId), jobId };
  const ConditionExpression = 'attribute_not_exists(pk)';
  return holds(client.send(new PutCommand({ TableName, Item, ConditionExpression })));
}

async function save({ client, tableName }: Table, job: Job, next: SavedEvaluation): Promise<Job> {
  const { progress, foldedRuns } = next;
  const version = job.version + 1;
  const pendingPoint = next.point ?? job.pendingPoint;
  const removed = foldedRuns.map((_, i) => `inbox.#run${i}`).join(', ');
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(job.spec.jobId),
    ConditionExpression: 'version = :seen',
    UpdateExpression: `SET progress = :progress, #schema = :schema, version = :version, pendingPoint = :point, listing = :listing${removed && ` REMOVE ${removed}`}`,
    ExpressionAttributeNames: {
      '#schema': 'schema',
      ...Object.fromEntries(foldedRuns.map((run, i) => [`#run${i}`, run])),
    },
    ExpressionAttributeValues: {
      ':seen': job.version,
      ':progress': encodeProgress(progress),
      ':schema': currentSchema,
      ':version': version,
      ':point': pendingPoint,
      ':listing': listing(listedAs(job, progress), job.spec.jobId),
    },
  });
  if (!(await holds(client.send(update)))) {
    throw new StaleJobError(`Job ${job.spec.jobId} was written since its version ${job.version}.`);
  }
  const waiting = Object.entries(job.inbox).filter(([run]) => !foldedRuns.includes(run));
  return { ...job, progress, version, pendingPoint, inbox: Object.fromEntries(waiting) };
}

function listedAs({ clean }: Job, { status }: JobProgress): Exclude<Listed, 'all'> {
  if (!isFinished(status)) return 'active';
  return clean ? 'finished' : 'ending';
}

async function markClean(table: Table, jobId: string): Promise<void> {
  const { client, tableName: TableName } = table;
  const expiresAt = inDays(finishedJobsKeptDays, table);
  const state = {
    Key: keyOf.state(jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'SET clean = :yes, listing = :listing, expiresAt = :expiresAt',
    ExpressionAttributeValues: {
      ':yes': true,
      ':listing': listing('finished', jobId),
      ':expiresAt': expiresAt,
    },
  };
  const spec = {
    Key: keyOf.spec(jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'SET expiresAt = :expiresAt',
    ExpressionAttributeValues: { ':expiresAt': expiresAt },
  };
  await client.send(new UpdateCommand({ TableName, ...spec }));
  await client.send(new UpdateCommand({ TableName, ...state }));
}

async function reopen({ client, tableName: TableName }: Table, jobId: string): Promise<void> {
  const state = new UpdateCommand({
    TableName,
    Key: keyOf.state(jobId),
    ConditionExpression: 'clean = :yes',
    UpdateExpression: 'SET clean = :no, listing = :listing REMOVE expiresAt',
    ExpressionAttributeValues: { ':yes': true, ':no': false, ':listing': listing('ending', jobId) },
  });
  const spec = new UpdateCommand({
    TableName,
    Key: keyOf.spec(jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'REMOVE expiresAt',
  });
  if (await holds(client.send(state))) await holds(client.send(spec));
}

/** Sets what belongs to no version of the job. */
async function mark({ client, tableName }: Table, jobId: string, marked: Marked): Promise<void> {
  const [attribute, value] = Object.entries(marked)[0] ?? [];
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: `SET ${attribute} = :value`,
    ExpressionAttributeValues: { ':value': value },
  });
  await client.send(update);
}

type Marked = { alarm: JobAlarm } | { cpuUse: CpuUseReading } | { retired: true };
