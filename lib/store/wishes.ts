import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Wish } from '../commands/change-job.ts';
import { keyOf } from './keys.ts';
import { holds, type Table } from './table.ts';

/** Stores a wish for a live job; false when it is not there or is finished. */
export function storeWish({ client, tableName }: Table, jobId: string, wish: Wish): Promise<boolean> {
  const [attribute, value] = Object.entries(wish)[0] ?? [];
  const update = new UpdateCommand({
    TableName: tableName,
    Key: keyOf.state(jobId),
    ConditionExpression: 'progress.#status IN (:launching, :running)',
    UpdateExpression: `SET ${attribute} = :value`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':value': value, ':launching': 'LAUNCHING', ':running': 'RUNNING' },
  });
  return holds(client.send(update));
}
