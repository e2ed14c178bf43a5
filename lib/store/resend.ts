import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Resend } from '../commands/resend-metrics.ts';
import { keyOf } from './keys.ts';
import { listing } from './listing.ts';
import { holds, type Table } from './table.ts';

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
