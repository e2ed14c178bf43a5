import { type Calibration, calibrationOf, pooled } from './calibration.ts';
import type { Scenario } from './scenario.ts';
import type { Outcome } from './simulated-job.ts';

/** One policy on one scenario, over all its trials. */
export interface Cell {
  scenario: string;
  policy: string;
  trials: number;
  met: number;
  metError: number;
  /** Core-seconds of all trials over those of the clairvoyant, and the standard error of its logarithm. */
  cost: number;
  costError: number;
  /** Mean lateness of the late ones, as a fraction of the time to the deadline; null when none was late. */
  lateness: number | null;
  resizes: number;
  kills: number;
  healthyKills: number;
  /** Whether runs hang in this scenario. */
  hangs: boolean;
  /** Share of the trials that were flagged `cannot-be-met`, and of those where that was false. */
  flagged: number;
  falselyFlagged: number;
  /** Time of the first flag over the time to the deadline: median and the latest; null when none was flagged. */
  flaggedAt: { median: number; latest: number } | null;
  calibration: Calibration;
  decisionMicros: number;
  memoryBytes: number;
}

export interface Paired {
  outcomes: Outcome[];
  clairvoyant: number[];
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function ratioError(values: number[], bases: number[], ratio: number): number {
  const residuals = values.map((value, i) => value - ratio * (bases[i] ?? 0));
  const variance = mean(residuals.map((one) => one ** 2));
  return Math.sqrt(variance / values.length) / (ratio * mean(bases));
}

export function cellOf(scenario: Scenario, policy: string, { outcomes, clairvoyant }: Paired): Cell {
  const deadline = scenario.plan.deadlineAt / 1000;
  const share = (test: (one: Outcome) => boolean) => outcomes.filter(test).length / outcomes.length;
  const met = share((one) => one.met);
  const costs = outcomes.map((one) => one.coreSeconds);
  const cost = mean(costs) / mean(clairvoyant);
  const late = outcomes.filter((one) => !one.met).map((one) => one.finishedAt / deadline - 1);
  const flags = outcomes.flatMap((one) => (one.flaggedAt === null ? [] : [one.flaggedAt / deadline]));
  return {
    scenario: scenario.name,
    policy,
    trials: outcomes.length,
    met,
    metError: Math.sqrt((met * (1 - met)) / outcomes.length),
    cost,
    costError: ratioError(costs, clairvoyant, cost),
    lateness: late.length === 0 ? null : mean(late),
    resizes: mean(outcomes.map((one) => one.resizes)),
    kills: mean(outcomes.map((one) => one.kills)),
    healthyKills: mean(outcomes.map((one) => one.healthyKills)),
    hangs: scenario.name === 'hangs',
    flagged: share((one) => one.flaggedAt !== null),
    falselyFlagged: share((one) => one.falselyFlagged),
    flaggedAt: flags.length === 0 ? null : { median: quantile(flags, 0.5), latest: quantile(flags, 1) },
    calibration: calibrationOf(outcomes.flatMap((one) => one.claims)),
    decisionMicros: (1000 * sum(outcomes, 'decisionMs')) / Math.max(1, sum(outcomes, 'decisions')),
    memoryBytes: Math.max(...outcomes.map((one) => one.memoryBytes)),
  };
}

function sum(outcomes: Outcome[], key: 'decisionMs' | 'decisions'): number {
  return outcomes.reduce((total, one) => total + one[key], 0);
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

/** One policy over a group of scenarios. */
export interface Summary {
  policy: string;
  met: number;
  metError: number;
  worst: { scenario: string; met: number };
  cost: number;
  costError: number;
  lateness: number | null;
  resizes: number;
  /** The most healthy runs killed a job in any scenario where no run hangs. */
  healthyKills: number;
  falselyFlagged: number;
  calibration: Calibration;
  decisionMicros: number;
  memoryBytes: number;
}

export function summaryOf(policy: string, cells: Cell[]): Summary {
  const worst = cells.reduce((a, b) => (b.met < a.met ? b : a));
  const late = cells.flatMap(({ lateness }) => (lateness === null ? [] : [lateness]));
  return {
    policy,
    met: mean(cells.map((cell) => cell.met)),
    metError: Math.hypot(...cells.map((cell) => cell.metError)) / cells.length,
    worst: { scenario: worst.scenario, met: worst.met },
    cost: Math.exp(mean(cells.map((cell) => Math.log(cell.cost)))),
    costError: Math.hypot(...cells.map((cell) => cell.costError)) / cells.length,
    lateness: late.length === 0 ? null : mean(late),
    resizes: mean(cells.map((cell) => cell.resizes)),
    healthyKills: Math.max(...cells.map((cell) => (cell.hangs ? 0 : cell.healthyKills))),
    falselyFlagged: mean(cells.map((cell) => cell.falselyFlagged)),
    calibration: pooled(cells.map((cell) => cell.calibration)),
    decisionMicros: mean(cells.map((cell) => cell.decisionMicros)),
    memoryBytes: Math.max(...cells.map((cell) => cell.memoryBytes)),
  };
}
