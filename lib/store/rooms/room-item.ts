import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RoomStore } from '../../ports/room-store.ts';
import type { Room } from '../../room/room.ts';
import { keyOf } from '../keys.ts';
import { holds, inDays, type Table } from '../table.ts';
import { claims } from './claims.ts';
import { waitingIn, waitingItems } from './waiting-items.ts';

const keptDays = 2;

const claim = z.object({ agent: z.string(), cpus: z.number(), at: z.number() });

const roomItem = z.object({
  seenAt: z.number(),
  version: z.number(),
  free: z.record(z.string(), z.number()),
  largestCpus: z.number(),
  claims: z.record(z.string(), claim),
});

/** The room of each cluster, in one item, and beside it one for each job that waits. */
export function roomItems(table: Table): RoomStore {
  return {
    readRoom: (cluster, waitingAtMost) => readRoom(table, cluster, waitingAtMost),
    claimLook: (cluster, notSince) => claimLook(table, cluster, notSince),
    saveRoom: (cluster, room, version) => saveRoom(table, cluster, { ...room, version }),
    ...claims(table),
    ...waitingItems(table),
  };
}

async function readRoom({ client, tableName }: Table, cluster: string, waitingAtMost: number) {
  const { pk, sk } = keyOf.room(cluster);
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    // The room comes first by its key.
    Limit: 1 + waitingAtMost,
  });
  const { Items = [] } = await client.send(query);
  const isRoom = (item: Record<string, unknown>) => item.sk === sk;
  return { room: roomIn(Items.find(isRoom)), waiting: Items.filter((item) => !isRoom(item)).map(waitingIn) };
}

/** Null of an item that was made by the first who went to look. */
function roomIn(item: Record<string, unknown> | undefined): Room | null {
  return item?.seenAt === undefined ? null : roomItem.parse(item);
}

function claimLook(table: Table, cluster: string, notSince: number): Promise<boolean> {
  const update = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.room(cluster),
    ConditionExpression: 'attribute_not_exists(lookedAt) OR lookedAt <= :notSince',
    UpdateExpression: 'SET lookedAt = :now, expiresAt = :expiresAt',
    ExpressionAttributeValues: {
      ':notSince': notSince,
      ':now': table.now(),
      ':expiresAt': inDays(keptDays, table),
    },
  });
  return holds(table.client.send(update));
}

function saveRoom(table: Table, cluster: string, room: Room): Promise<boolean> {
  const update = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.room(cluster),
    ConditionExpression: 'attribute_not_exists(#version) OR #version = :version',
    UpdateExpression:
      'SET seenAt = :seenAt, #free = :free, largestCpus = :largestCpus, claims = :claims, #version = :next',
    ExpressionAttributeNames: { '#version': 'version', '#free': 'free' },
    ExpressionAttributeValues: {
      ':version': room.version,
      ':next': room.version + 1,
      ':seenAt': room.seenAt,
      ':free': room.free,
      ':largestCpus': room.largestCpus,
      ':claims': room.claims,
    },
  });
  return holds(table.client.send(update));
}
