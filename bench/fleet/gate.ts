import { cpuGrid } from '../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { setCpus } from './ask-law.ts';
import { deadlineOf, isDoomed, type Member } from './member.ts';

/** A job that is on time may take less than it wants, down to this share, rather than wait. */
const SHRUNK_LEAST = 0.6;
/** Once the first in the order has waited for so long, nobody behind it starts. */
const PATIENCE_SECONDS = 60;
const NEARLY = 1e-9;

/** Room of the agents, less what was promised to runs that Chronos has not launched yet. */
export interface Room {
  /** Whether Pacer chooses the agent; else it is the first that fits. */
  picksAgent: boolean;
  free(): number[];
  now(): number;
  /** Asks Chronos for the run; from then on the room is promised. */
  start(member: Member, agent: number): void;
}

export interface Gate {
  waiting: Member[];
  /** Starts each waiting job that its place in the order and the room allow. */
  open(): void;
}

/** Runs start in the order of deadlines, those of late jobs last, and only where an agent has room for them. */
export function gate(room: Room): Gate {
  const waiting: Member[] = [];
  return {
    waiting,
    open() {
      const isLast = (member: Member) => isDoomed(member) && !isStarved(member, room.now());
      const ordered = [...waiting].sort(
        (a, b) => Number(isLast(a)) - Number(isLast(b)) || deadlineOf(a) - deadlineOf(b),
      );
      const first = ordered.find((member) => !isLast(member));
      for (const member of ordered) {
        const agent = place(member, room, member === first);
        if (agent >= 0) {
          waiting.splice(waiting.indexOf(member), 1);
          room.start(member, agent);
        } else if (room.now() - member.readyAt > PATIENCE_SECONDS) return;
      }
    },
  };
}

/** A job of which no run began for as long as so many of its iterations take is no longer last, until one has begun. */
const STARVED_ITERATIONS = 10;

function isStarved({ readyAt, lastDurationSeconds }: Member, now: number): boolean {
  return now - readyAt > STARVED_ITERATIONS * lastDurationSeconds;
}

/** The agent that is to hold it, or -1; the first of all shrinks to what there is. */
function place(member: Member, room: Room, mayShrink: boolean): number {
  const free = room.free();
  const pick = room.picksAgent ? tightest : first;
  const agent = pick(free, member.cpus);
  if (agent >= 0 || !mayShrink) return agent;
  const most = Math.max(...free);
  const fitting = cpuGrid(member.job.scenario.plan.cpus).findLast((cpus) => cpus <= most + NEARLY) ?? 0;
  if (fitting < SHRUNK_LEAST * member.cpus) return -1;
  setCpus(member, fitting);
  return pick(free, fitting);
}

/** What Chronos takes. */
const first = (free: number[], cpus: number) => free.findIndex((room) => room >= cpus - NEARLY);

/** The one with the least left over. */
function tightest(free: number[], cpus: number): number {
  let best = -1;
  for (const [agent, room] of free.entries()) {
    if (room >= cpus - NEARLY && (best < 0 || room < (free[best] ?? 0))) best = agent;
  }
  return best;
}
