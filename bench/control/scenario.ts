import type { Plan } from '../../lib/control/law.ts';
import type { FrameworkName } from '../../lib/job/frameworks.ts';
import type { Random } from './random.ts';

/** Everything that chance decides about one job, the same for every policy. */
export interface Trial {
  /** Seconds that an attempt (counted from 0) at an iteration takes at `cpus`. */
  duration(iteration: number, attempt: number, cpus: number): number;
  /** Whether the first attempt at an iteration never ends by itself in good time. */
  hangs(iteration: number): boolean;
  /** Whether the report of an iteration is lost. */
  isLost(iteration: number): boolean;
  /** Seconds before an iteration beyond the pause, where they are not the same before each. */
  gapSeconds?(iteration: number): number;
  /** What the n-th change of cpus costs, where that is not always the same. */
  restartSeconds?(resize: number): number;
}

/** The groups of the report, in its order. */
export const groups = [
  'feasible',
  'infeasible',
  'more',
  'kinds',
  'tight',
  'roomy',
  'misdeclared',
  'waiting',
  'trace',
] as const;

export type Group = (typeof groups)[number];

export interface Scenario {
  name: string;
  group: Group;
  plan: Plan;
  framework: FrameworkName;
  /** Seconds between two runs beyond the pause, and before the first; and whether the cpus are already reserved then. */
  gap: { seconds: number; reserved: boolean };
  /** Mean seconds of one iteration at `cpus`, unforeseen changes left out. */
  meanSeconds(cpus: number): number;
  draw(random: Random): Trial;
}

/** Reporting and tuning never share a seed. */
export const seeds = { tuning: 1, reporting: 100_001 };

/** Seconds before an iteration of a job. The first has no pause before it. */
export function gapBefore({ gap, plan }: Scenario, trial: Trial, iteration: number): number {
  return (trial.gapSeconds?.(iteration) ?? gap.seconds) + (iteration > 0 ? plan.pauseSeconds : 0);
}
