import type { CpuBounds, Decision, Json } from '../job/decision.ts';

export type { CpuBounds, Decision, Forecast, Json, LawReasonCode, Outlook } from '../job/decision.ts';

/** What the user promised and allows. Instants are epoch milliseconds, lengths of time are seconds. */
export interface Plan {
  iterations: number;
  startedAt: number;
  deadlineAt: number;
  /** Fraction of the time from start to deadline by which the job may be early before cpus are taken away. */
  deviation: number;
  /** What the user says one iteration takes at `initialCpus`; the law may doubt it. */
  iterationDurationSeconds: number;
  initialCpus: number;
  cpus: CpuBounds;
  pauseSeconds: number;
  /** The probability of meeting the deadline that is promised, 0 < target < 1. */
  target: number;
  /** What a change of cpus costs the job, in seconds of lost time (0 for Chronos: the next run simply has more). */
  restartSeconds: number;
}

/** One completed iteration. */
export interface Sample {
  cpus: number;
  durationSeconds: number;
  /** From the end of the run before to the start of this one; null for the first. */
  gapSeconds: number | null;
}

/** Where the job stands when the law is asked. */
export interface Situation {
  now: number;
  completed: number;
  /** The allocation that is in force. */
  cpus: number;
  /** How long the current run has been going, null when none is. */
  runAgeSeconds: number | null;
  /**
   * Without a run: seconds of the time between runs, the pause included, that have passed. Before the first run there is no
   * pause, so it counts as passed.
   */
  gapSoFarSeconds?: number;
  /** Iterations completed since the law was last asked; 0 at a tick that brought no report. */
  newlyCompleted: number;
  /** The most cpus that the cluster has room for now, where that is less than the plan allows. */
  roomCpus?: number | undefined;
  /** Whether the job's last run had to wait for others before it got its cpus: a job that is late anyway then gives way. */
  othersWait?: boolean;
}

/** The law's memory: plain JSON of constant size, opaque to everyone else. */
export type Memory = { [key: string]: Json };

/** What an earlier job of the same name and image left behind. */
export interface Prior {
  memory: Memory;
  /** Whether it ran the same command; iterations with other arguments may take another time. */
  isSameWork: boolean;
}

/**
 * A control law: pure functions from what was seen to cpus.
 * The memory survives `JSON.parse(JSON.stringify(memory))`; `now` comes in with the situation.
 */
export interface Law {
  name: string;
  /** The memory of a new job, whose bounds may be others than those of the earlier job. */
  begin(plan: Plan, prior?: Prior): Memory;
  learn(memory: Memory, sample: Sample, plan: Plan): Memory;
  decide(memory: Memory, situation: Situation, plan: Plan): { decision: Decision; memory: Memory };
}
