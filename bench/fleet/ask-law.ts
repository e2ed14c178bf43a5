import type { Situation } from '../../lib/control/law.ts';
import { laws } from '../../lib/control/laws.ts';
import { overWire } from '../control/simulated-job.ts';
import type { Member } from './member.ts';

export interface Asked {
  /** Seconds of the trial. */
  now: number;
  runAgeSeconds: number | null;
  newlyCompleted: number;
  othersWait: boolean;
}

/** Where a job stands, in the words of the law. */
function situationOf(member: Member, { now, runAgeSeconds, newlyCompleted, othersWait }: Asked): Situation {
  const { completed, cpus, job, readyAt, ceiling } = member;
  const isCapped = ceiling !== null && ceiling.untilAt > 1000 * now;
  return {
    now: 1000 * (now - job.launchedAt),
    completed,
    cpus,
    runAgeSeconds,
    gapSoFarSeconds: completed === 0 ? 0 : now - readyAt,
    newlyCompleted,
    roomCpus: isCapped ? ceiling.cpus : job.scenario.plan.cpus.max,
    othersWait,
  };
}

/** Has the very law of the product decide; the job's memory, cpus and count of resizes follow. Gives the situation that it saw. */
export function askLaw(member: Member, asked: Asked): Situation {
  const situation = situationOf(member, asked);
  const { decision, memory } = laws.adaptive.decide(member.memory, situation, member.job.scenario.plan);
  member.memory = overWire(memory);
  member.decision = decision;
  setCpus(member, Math.min(decision.cpus, situation.roomCpus ?? decision.cpus));
  return situation;
}

export function setCpus(member: Member, cpus: number): void {
  const allowed = Math.max(member.job.scenario.plan.cpus.min, cpus);
  if (Math.abs(allowed - member.cpus) >= 0.001) member.resizes += 1;
  member.cpus = allowed;
}
