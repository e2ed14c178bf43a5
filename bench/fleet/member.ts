import type { Decision, Memory } from '../../lib/control/law.ts';
import { laws } from '../../lib/control/laws.ts';
import type { QueueWaits } from '../../lib/job/execution.ts';
import { overWire } from '../control/simulated-job.ts';
import { deadlineSecondsOf, type FleetJob } from './fleet-jobs.ts';

/** What became of one job. Lengths of time are seconds. */
export interface Outcome {
  /** From its launch to its last iteration. */
  tookSeconds: number;
  coreSeconds: number;
  resizes: number;
  /** All its waits between a run that was possible and its launch. */
  queueSeconds: number;
  longestWaitSeconds: number;
  /** Runs that began while the job gave way. */
  runsBehind: number;
}

/** One job of a fleet while it is simulated. */
export interface Member extends Outcome {
  job: FleetJob;
  memory: Memory;
  /** What its next run asks for. */
  cpus: number;
  completed: number;
  attempt: number;
  decision: Decision | null;
  /** When its last run ended, or it was launched. */
  readyAt: number;
  lastDurationSeconds: number;
  waits: QueueWaits | undefined;
  ceiling: { cpus: number; setAt: number; untilAt: number } | null;
}

export function launched(job: FleetJob): Member {
  const { plan } = job.scenario;
  return {
    job,
    memory: overWire(laws.adaptive.begin(plan)),
    cpus: plan.initialCpus,
    completed: 0,
    attempt: 0,
    decision: null,
    readyAt: job.launchedAt,
    lastDurationSeconds: plan.iterationDurationSeconds,
    waits: undefined,
    ceiling: null,
    tookSeconds: 0,
    coreSeconds: 0,
    resizes: 0,
    queueSeconds: 0,
    longestWaitSeconds: 0,
    runsBehind: 0,
  };
}

export const isDone = ({ completed, job }: Member) => completed >= job.scenario.plan.iterations;
export const isDoomed = ({ decision }: Member) => decision?.outlook === 'cannot-be-met';
/** Seconds of the trial at which it should be done. */
export const deadlineOf = ({ job }: Member) => job.launchedAt + deadlineSecondsOf(job);
