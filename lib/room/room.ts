/** What one agent has, and has left. */
export interface AgentRoom {
  id: string;
  totalCpus: number;
  freeCpus: number;
}

/** Room that is taken for a run: `at` is when (epoch milliseconds). Which agent the framework really takes is its own choice. */
export interface Claim {
  agent: string;
  cpus: number;
  at: number;
}

/** The room of a cluster as it was seen last, less what has been claimed since. Instants are epoch milliseconds. */
export interface Room {
  seenAt: number;
  /** Counts the writes: a new picture is written only if nothing was claimed while it was made. */
  version: number;
  /** Free cpus by agent. May be below 0 where more was claimed than there is. */
  free: Record<string, number>;
  /** The most cpus that an agent has, whether free or not. */
  largestCpus: number;
  /** By the job; only those whose runs the picture does not show yet, or all where nobody tells what is used. */
  claims: Record<string, Claim>;
}

/** An older picture is not a picture any more: then the room is unknown. */
const knownMs = 60_000;
/** A younger picture need not be made anew. */
export const refreshAfterMs = 10_000;

/** Whether the room is known at all. */
export function isKnown(room: Room | null, now: number): room is Room {
  return room !== null && now - room.seenAt <= knownMs;
}

/** Mesos counts cpus to three decimals. */
export function thousandths(cpus: number): number {
  return Math.round(cpus * 1000) / 1000;
}
