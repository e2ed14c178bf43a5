import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RequestedChange, Resend } from '../ports/job-store.ts';
import { keyOf } from './keys.ts';
import { listing } from './listing.ts';
import { holds, type Table } from './table.ts';

/** Stores what a user asks of a live job; false when it is not there or is finished. */
export function storeRequestedChange(
  { client, tableName }: Table,
  jobId: string,
  change: RequestedChange,
): Promise<boolean> {
  const values = Object.entries(change).map(([attribute, value]) => ({ attribute, value }));
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: 'progress.#status IN (:launching, :running)',
    UpdateExpression: `SET ${values.map(({ attribute }, i) => `${attribute} = :value${i}`).join(', ')}`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ...Object.fromEntries(values.map(({ value }, i) => [`:value${i}`, value])),
      ':launching': 'LAUNCHING',
      ':running': 'RUNNING',
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
