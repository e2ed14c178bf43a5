import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { JobStore } from '../ports/job-store.ts';
import { keyOf } from './keys.ts';
import { holds, inDays, type Table } from './table.ts';

type Leases = Pick<JobStore, 'takeLease' | 'endLease'>;

/** Who is looking at each job: a separate item, because it is written more often than the job and is much smaller. */
export function leases(table: Table): Leases {
  const { client, tableName: TableName, now } = table;
  return {
    takeLease: (jobId, holder, until) => {
      const put = new PutCommand({
        TableName,
        Item: { ...keyOf.lease(jobId), holder, heldUntil: until, expiresAt: inDays(1, table) },
        ConditionExpression: 'attribute_not_exists(pk) OR heldUntil <= :now OR holder = :holder',
        ExpressionAttributeValues: { ':now': now(), ':holder': holder },
      });
      return holds(client.send(put));
    },
    async endLease(jobId, holder) {
      const deleted = new DeleteCommand({
        TableName,
        Key: keyOf.lease(jobId),
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder },
      });
      await holds(client.send(deleted));
    },
  };
}
