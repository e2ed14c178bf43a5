import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RoomStore } from '../../ports/room-store.ts';
import type { WaitingJob } from '../../room/gate.ts';
import { keyOf } from '../keys.ts';
import { inDays, type Table } from '../table.ts';

const keptDays = 1;
/** Who is called again within this time is on the way. */
const calledAgainMs = 10_000;

const waitingJob = z.object({
  jobId: z.string(),
  isLast: z.boolean(),
  deadlineAt: z.number(),
  since: z.number(),
  cpus: z.number(),
  choices: z.array(z.number()),
  staleAt: z.number(),
});

export function waitingIn(item: Record<string, unknown>): WaitingJob {
  return waitingJob.parse(item);
}

/** The jobs that wait for room, each an item whose key is its place; and calls, which the stream of the table brings to who wakes them. */
export function waitingItems(table: Table): Pick<RoomStore, 'putWaiting' | 'removeWaiting' | 'callUp'> {
  const { client, tableName: TableName, now } = table;
  const expiresAt = () => inDays(keptDays, table);
  return {
    async putWaiting(cluster, waiting) {
      const Item = { ...keyOf.waiting(cluster, waiting), ...waiting, expiresAt: expiresAt() };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async removeWaiting(cluster, place) {
      await client.send(new DeleteCommand({ TableName, Key: keyOf.waiting(cluster, place) }));
    },
    async callUp(jobId) {
      const Item = { ...keyOf.call(jobId, Math.floor(now() / calledAgainMs)), expiresAt: expiresAt() };
      await client.send(new PutCommand({ TableName, Item }));
    },
  };
}
