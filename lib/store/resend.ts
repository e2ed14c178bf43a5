import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Resend } from '../reconcile/resend-metrics.ts';
import { keyOf } from './keys.ts';
import { holds, type Table } from './table.ts';

/** Sets back up to where the metrics of a job are sent, never forward; false when the job is not there. */
export async function storeResend(table: Table, jobId: string, { upTo, at }: Resend): Promise<boolean> {
  const update = (UpdateExpression: string, ConditionExpression: string, values: Record<string, number>) =>
    holds(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: keyOf.state(jobId),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ':at': at, ...values },
        }),
      ),
    );
  const isSentFurther = 'metricsSentUpTo > :upTo';
  const setBack = 'SET resendRequestedAt = :at, metricsSentUpTo = :upTo';
  if (await update(setBack, isSentFurther, { ':upTo': upTo })) return true;
  return update('SET resendRequestedAt = :at', 'attribute_exists(pk)', {});
}
