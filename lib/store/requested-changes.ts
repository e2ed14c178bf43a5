import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CheckedJob, RequestedCancel, RequestedChange, Resend } from '../ports/job-store.ts';
import { keyOf } from './keys.ts';
import { listing } from './listing.ts';
import { holds, type Table } from './table.ts';

const isLive = 'progress.#status IN (:launching, :running)';
const live = { ':launching': 'LAUNCHING', ':running': 'RUNNING' };

/** Stores that a user wants a live job to end; false when it is not there or is finished. */
export function storeCancel(
  { client, tableName }: Table,
  jobId: string,
  { cancelRequestedAt, cancelRequestedBy }: RequestedCancel,
): Promise<boolean> {
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: isLive,
    UpdateExpression: 'SET cancelRequestedAt = :at, cancelRequestedBy = :by',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ...live, ':at': cancelRequestedAt, ':by': cancelRequestedBy },
  });
  return holds(client.send(update));
}

/** That no other change came first. */
const isUnchanged = '(attribute_not_exists(changes) OR changes = :seen)';
/** That no run was reported or counted meanwhile. */
const isCountedSo = 'version = :version AND size(inbox) = :waiting';

/**
 * Stores what a user changes of a live job, all of it or nothing; false when the job is not there, is finished, or is not any more
 * as it was when the change was checked.
 */
export function storeChange(
  { client, tableName }: Table,
  jobId: string,
  change: RequestedChange,
  { changes, version, inbox }: CheckedJob,
): Promise<boolean> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const isOfRuns = change.iterations !== undefined;
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: [isLive, isUnchanged, ...(isOfRuns ? [isCountedSo] : [])].join(' AND '),
    UpdateExpression: `SET ${given.map((_, i) => `#field${i} = :value${i}, `).join('')}changes = :next`,
    ExpressionAttributeNames: {
      '#status': 'status',
      ...Object.fromEntries(given.map(([attribute], i) => [`#field${i}`, attribute])),
    },
    ExpressionAttributeValues: {
      ...live,
      ':seen': changes,
      ':next': changes + 1,
      ...(isOfRuns ? { ':version': version, ':waiting': Object.keys(inbox).length } : {}),
      ...Object.fromEntries(given.map(([, value], i) => [`:value${i}`, value])),
    },
  });
  return holds(client.send(update));
}

/**
 * Sets back up to where the metrics of a job are sent, never forward, and has something left to do for one that has ended;
 * false when the job is not there.
 */
export async function storeResend(table: Table, jobId: string, { upTo, at }: Resend): Promise<boolean> {
  const update = (UpdateExpression: string, ConditionExpression: string, values: Record<string, unknown>) =>
    holds(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: keyOf.state(jobId),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: values,
        }),
      ),
    );
  const isSentFurther = 'metricsSentUpTo > :upTo';
  const setBack = 'SET resendRequestedAt = :at, metricsSentUpTo = :upTo';
  const isStored =
    (await update(setBack, isSentFurther, { ':upTo': upTo, ':at': at })) ||
    (await update('SET resendRequestedAt = :at', 'attribute_exists(pk)', { ':at': at }));
  const ending = { ':yes': true, ':no': false, ':listing': listing('ending', jobId) };
  if (isStored) await update('SET clean = :no, listing = :listing', 'clean = :yes', ending);
  return isStored;
}
