import { agentsAtMost } from '../../mesos/credentials.ts';
import type { Agents } from '../../ports/agents.ts';
import type { Log, Now } from '../../ports/environment.ts';
import type { JobStore } from '../../ports/job-store.ts';
import type { RoomStore } from '../../ports/room-store.ts';
import { pictureOf, unseenClaims } from '../../room/picture.ts';
import { type AgentRoom, type Claim, type Room, refreshAfterMs } from '../../room/room.ts';
import { liveClaims } from './live-claims.ts';

export interface RoomDeps {
  rooms: RoomStore;
  load: JobStore['load'];
  log: Log;
  now: Now;
}

/** Claims come while a picture is made; it is made anew from the same answer at most so often. */
const triesAtMost = 3;

/**
 * The room, as it was read or seen anew: where it is older than 10 s, one evaluation at a time looks, and the others go on with what
 * they read.
 */
export async function seenAnew(
  deps: RoomDeps,
  cluster: string,
  { read, agents }: { read: Room | null; agents: Agents },
): Promise<Room | null> {
  const notSince = deps.now() - refreshAfterMs;
  if (read !== null && read.seenAt > notSince) return read;
  if (!(await deps.rooms.claimLook(cluster, notSince))) return read;
  const seenAt = deps.now();
  try {
    return (await savePicture(deps, cluster, { read, agents, seenAt, seen: await agents.look() })) ?? read;
  } catch (error) {
    deps.log.warn('room not seen', { cluster, problem: (error as Error).message });
    return read;
  }
}

interface Looked {
  read: Room | null;
  agents: Agents;
  seenAt: number;
  seen: AgentRoom[];
}

async function savePicture(deps: RoomDeps, cluster: string, looked: Looked): Promise<Room | null> {
  let { read } = looked;
  for (let tries = 0; tries < triesAtMost; tries++) {
    const claims = await claimsOf(deps, looked, read?.claims ?? {});
    const picture = pictureOf(looked.seen, { claims, seenAt: looked.seenAt, agentsAtMost });
    const version = read?.version ?? 0;
    if (await deps.rooms.saveRoom(cluster, picture, version)) return { ...picture, version: version + 1 };
    ({ room: read } = await deps.rooms.readRoom(cluster, 0));
  }
  return read;
}

async function claimsOf({ load }: RoomDeps, { agents, seenAt }: Looked, claims: Record<string, Claim>) {
  return agents.isStated ? liveClaims(load, claims, seenAt) : unseenClaims(claims, seenAt);
}
