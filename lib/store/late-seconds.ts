import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { JobStore, LateClaim } from '../ports/job-store.ts';
import { keyOf } from './keys.ts';
import { finishedJobsKeptDays, holds, inDays, type Table } from './table.ts';

type LateSeconds = Pick<JobStore, 'claimLateSecond' | 'closeLateSecond'>;

/**
 * The newest second for which each job's lateness was sent, or may have been. It is an item of its own: it is written at every
 * tick, and the state of a job is several times as large.
 */
export function lateSeconds(table: Table): LateSeconds {
  return {
    claimLateSecond: (jobId, claim) => claimSecond(table, jobId, claim),
    closeLateSecond: (jobId, claim) => closeSecond(table, jobId, claim),
  };
}

function claimSecond(table: Table, jobId: string, { at, openUntil }: LateClaim): Promise<boolean> {
  const isLater = 'claimedAt < :at';
  const isOver = 'openUntil <= :at';
  const claimed = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.lateSecond(jobId),
    ConditionExpression: `attribute_not_exists(pk) OR (${isLater} AND ${isOver})`,
    UpdateExpression: 'SET claimedAt = :at, openUntil = :openUntil, expiresAt = :expiresAt',
    ExpressionAttributeValues: {
      ':at': at,
      ':openUntil': openUntil,
      ':expiresAt': inDays(finishedJobsKeptDays, table),
    },
  });
  return holds(table.client.send(claimed));
}

async function closeSecond(
  { client, tableName }: Table,
  jobId: string,
  { at, openUntil }: LateClaim,
): Promise<void> {
  const closed = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.lateSecond(jobId),
    ConditionExpression: 'claimedAt = :at',
    UpdateExpression: 'SET openUntil = :openUntil',
    ExpressionAttributeValues: { ':at': at, ':openUntil': openUntil },
  });
  await holds(client.send(closed));
}
