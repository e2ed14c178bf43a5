import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RoomStore } from '../../ports/room-store.ts';
import { type Claim, type Room, thousandths } from '../../room/room.ts';
import { keyOf } from '../keys.ts';
import { holds, type Table } from '../table.ts';

/**
 * Room that is claimed and given back, each by one write: an agent's free cpus are changed by as many as were claimed, so that those
 * who claim at the same time are in each other's way only where the room is too small for both.
 */
export function claims(table: Table): Pick<RoomStore, 'claimRoom' | 'releaseRoom'> {
  return {
    claimRoom: (cluster, jobId, { claim, freed, read }) =>
      change(table, cluster, { jobId, claim, freed, read }),
    releaseRoom: (cluster, jobId, { freed, read }) =>
      change(table, cluster, { jobId, claim: null, freed, read }),
  };
}

interface Change {
  jobId: string;
  claim: Claim | null;
  freed: Claim | null;
  read: Room;
}

/** A part of an update: what is set and removed, under which conditions, and what stands for what. */
interface Part {
  set: string[];
  conditions: string[];
  names: Record<string, string>;
  values: Record<string, unknown>;
}

function change(table: Table, cluster: string, asked: Change): Promise<boolean> {
  const parts = [sameAsRead(asked), taken(asked), given(asked), noted(asked)];
  const all = <Kind extends 'set' | 'conditions'>(kind: Kind) => parts.flatMap((part) => part[kind]);
  const removed = asked.claim === null ? ' REMOVE claims.#job' : '';
  const update = new UpdateCommand({
    TableName: table.tableName,
    Key: keyOf.room(cluster),
    ConditionExpression: all('conditions').join(' AND '),
    UpdateExpression: `SET ${all('set').join(', ')}${removed}`,
    ExpressionAttributeNames: Object.assign({}, ...parts.map(({ names }) => names)),
    ExpressionAttributeValues: Object.assign({}, ...parts.map(({ values }) => values)),
  });
  return holds(table.client.send(update));
}

/** Nobody has looked at the room anew, and what the job has claimed is what it was: so nothing is given back twice. */
function sameAsRead({ jobId, read }: Change): Part {
  const known = read.claims[jobId];
  return {
    set: ['#version = #version + :one'],
    conditions: [
      'seenAt = :seenAt',
      known ? 'claims.#job.#at = :knownAt' : 'attribute_not_exists(claims.#job)',
    ],
    names: { '#version': 'version', '#job': jobId, ...(known ? { '#at': 'at' } : {}) },
    values: { ':one': 1, ':seenAt': read.seenAt, ...(known ? { ':knownAt': known.at } : {}) },
  };
}

const nothing: Part = { set: [], conditions: [], names: {}, values: {} };

function taken({ claim, freed }: Change): Part {
  if (claim === null) return nothing;
  const isSame = freed?.agent === claim.agent;
  return {
    set: ['#free.#agent = #free.#agent - :taken'],
    conditions: ['#free.#agent >= :taken'],
    names: { '#free': 'free', '#agent': claim.agent },
    values: { ':taken': thousandths(isSame ? claim.cpus - freed.cpus : claim.cpus) },
  };
}

/** To another agent than the one of the claim. One that is gone has nothing to be given back. */
function given({ claim, freed, read }: Change): Part {
  if (freed === null || freed.agent === claim?.agent || !(freed.agent in read.free)) return nothing;
  return {
    set: ['#free.#freed = #free.#freed + :freed'],
    conditions: [],
    names: { '#free': 'free', '#freed': freed.agent },
    values: { ':freed': freed.cpus },
  };
}

function noted({ claim }: Change): Part {
  if (claim === null) return nothing;
  return { set: ['claims.#job = :claim'], conditions: [], names: {}, values: { ':claim': claim } };
}
