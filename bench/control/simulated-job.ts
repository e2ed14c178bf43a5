import type { Decision, Law, Memory } from '../../lib/control/law.ts';
import type { Claim } from './calibration.ts';
import type { Scenario, Trial } from './scenario.ts';

/** What became of one job under one policy. Instants are seconds from its start. */
export interface Outcome {
  finishedAt: number;
  met: boolean;
  coreSeconds: number;
  resizes: number;
  kills: number;
  /** Healthy runs that were killed, for example by a restart: without it they would have ended in good time. */
  healthyKills: number;
  /** When `cannot-be-met` was first said, null when it never was. */
  flaggedAt: number | null;
  /** Whether `cannot-be-met` was wrong: with the fastest cpus from then on, the job would have met the deadline. */
  falselyFlagged: boolean;
  /** What the decisions between two runs forecast. */
  claims: Claim[];
  decisions: number;
  decisionMs: number;
  memoryBytes: number;
}

/** One decision in the life of a job, for those who want to look at it. */
export interface Moment {
  at: number;
  completed: number;
  decision: Decision;
}

export type Watcher = (moment: Moment) => void;

/** One job while it is simulated. */
export interface Job extends Outcome {
  scenario: Scenario;
  trial: Trial;
  law: Law;
  watch: Watcher | undefined;
  now: number;
  completed: number;
  cpus: number;
  memory: Memory;
}

/** The job before its first decision. */
export function started(scenario: Scenario, trial: Trial, by: { law: Law; watch?: Watcher }): Job {
  const { plan } = scenario;
  return {
    scenario,
    trial,
    law: by.law,
    watch: by.watch,
    now: 0,
    completed: 0,
    cpus: plan.initialCpus,
    memory: overWire(by.law.begin(plan)),
    finishedAt: 0,
    met: false,
    coreSeconds: 0,
    resizes: 0,
    kills: 0,
    healthyKills: 0,
    flaggedAt: null,
    falselyFlagged: false,
    claims: [],
    decisions: 0,
    decisionMs: 0,
    memoryBytes: 0,
  };
}

/** What is left of the job when it is over. */
export function outcomeOf(job: Job, met: boolean): Outcome {
  const { scenario, trial, law, watch, now, completed, cpus, memory, ...outcome } = job;
  return { ...outcome, met };
}

/** A memory as the table keeps it. */
export function overWire(memory: Memory): Memory {
  return JSON.parse(JSON.stringify(memory));
}
