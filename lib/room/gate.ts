import { type Contender, type FreeAgent, inOrder, isStarved, placements } from './placements.ts';
import { type Claim, isKnown, type Room, thousandths } from './room.ts';

/** A starved job that the gate has held for so long is left to the queue of its framework: what keeps it from its turn is not the order. */
const givenUpSeconds = 600;

/** A job that waits for room, as others see it. Instants are epoch milliseconds. */
export interface WaitingJob {
  jobId: string;
  /** Its place, which is its key: first those that can be on time, then the earlier deadline. */
  isLast: boolean;
  deadlineAt: number;
  since: number;
  cpus: number;
  choices: number[];
  /** It was seen for the last time before; who finds it later removes it. */
  staleAt: number;
}

/** The job that is at the gate. */
export interface Comer extends Omit<WaitingJob, 'staleAt'> {
  iterationSeconds: number;
  /** Its earlier claim, if its cpus are free by now and the picture does not show it. */
  freed: Claim | null;
}

/** What the gate says. */
export type Verdict =
  | {
      isOpen: true;
      /** Null where the room is not known, or nothing could be gained by waiting. */
      agent: string | null;
      /** No more than these cpus find room; null where all that it wants do. */
      roomCpus: number | null;
    }
  | {
      isOpen: false;
      /** How many that are known go first; there may be more. */
      ahead: number;
    };

/** The verdict, and the waiting jobs that have room now and may not know it. */
export interface AtGate {
  verdict: Verdict;
  called: string[];
}

const open: Verdict = { isOpen: true, agent: null, roomCpus: null };

/** Whether the run of a job may begin, beside those first in the order that wait as well. */
export function atGate(comer: Comer, waiting: readonly WaitingJob[], room: Room | null, now: number): AtGate {
  if (!isKnown(room, now) || (comer.choices[0] ?? 0) > room.largestCpus || isGivenUp(comer, now))
    return { verdict: open, called: [] };
  const others = waiting.filter((each) => each.jobId !== comer.jobId);
  const own = contenderOf({ ...comer, cpus: Math.min(comer.cpus, room.largestCpus) }, now);
  const contenders = [...others.map((each) => contenderOf(each, now)), own];
  const placed = placements(contenders, freeAgents(room, comer.freed));
  const called = placed.map(({ contender }) => contender.jobId).filter((jobId) => jobId !== comer.jobId);
  const found = placed.find(({ contender }) => contender === own);
  if (found) {
    const roomCpus = found.cpus < comer.cpus ? found.cpus : null;
    return { verdict: { isOpen: true, agent: found.agent, roomCpus }, called };
  }
  const ahead = contenders.filter((each) => each !== own && inOrder(each, own) < 0).length;
  return { verdict: { isOpen: false, ahead }, called };
}

/** The waiting jobs that have room now. */
export function calledUp(
  waiting: readonly WaitingJob[],
  room: Room | null,
  { freed, now }: { freed: Claim | null; now: number },
): string[] {
  if (!isKnown(room, now)) return [];
  const contenders = waiting.map((each) => contenderOf(each, now));
  return placements(contenders, freeAgents(room, freed)).map(({ contender }) => contender.jobId);
}

/** The claim of a job's last run, where the room does not know yet that its cpus are free; `endedAt` is when the run had ended. */
export function freedClaim(
  room: Room | null,
  jobId: string,
  { claim, endedAt, isStated }: { claim: Claim | null; endedAt: number | null; isStated: boolean },
): Claim | null {
  const kept = room?.claims[jobId];
  if (kept) return kept;
  // What Mesos shows as used is no claim any more; a later picture shows it to be free by itself.
  if (isStated) return null;
  return claim !== null && endedAt !== null && room !== null && room.seenAt <= endedAt ? claim : null;
}

function isGivenUp({ since, iterationSeconds }: Comer, now: number): boolean {
  const waitedSeconds = (now - since) / 1000;
  return waitedSeconds > givenUpSeconds && isStarved({ waitedSeconds, iterationSeconds });
}

function contenderOf<Job extends Omit<WaitingJob, 'staleAt'>>(
  job: Job,
  now: number,
): Contender & { jobId: string } {
  const { jobId, isLast, deadlineAt, cpus, choices } = job;
  return { jobId, isLast, deadlineAt, cpus, choices, waitedSeconds: (now - job.since) / 1000 };
}

function freeAgents({ free }: Room, freed: Claim | null): FreeAgent[] {
  return Object.entries(free).map(([agent, cpus]) => ({
    agent,
    cpus: thousandths(agent === freed?.agent ? cpus + freed.cpus : cpus),
  }));
}
