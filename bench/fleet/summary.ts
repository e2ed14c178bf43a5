import { mean } from '../control/metrics.ts';
import type { Cell, Measured, TrialResult } from './measure.ts';

/** One policy at one load: the means over its trials, and the longest of all waits, beside the same fleets without coordination. */
export interface Summary extends TrialResult {
  load: number;
  policy: string;
  /** Standard error of `met` over the trials. */
  metError: number;
  /** null where nothing without coordination was measured. */
  against: Against | null;
}

/** Ratios to no coordination; those of nothing to nothing are 1. */
export interface Against {
  /** Paired difference of deadlines met, and its standard error. */
  metMore: number;
  metMoreError: number;
  misses: number;
  /** Share of the way from no coordination to the bound. */
  gapClosed: number;
  met: number;
  tightestMet: number;
  cost: number;
  queueSeconds: number;
  lateness: number;
}

export const WITHOUT = 'off';

export function summaries({ loads, cells }: Measured): Summary[] {
  return cells.map((cell) => {
    const off = cells.find(({ load, policy }) => load === cell.load && policy === WITHOUT);
    const bound = loads.find(({ load }) => load === cell.load)?.bound ?? 1;
    return summaryOf(cell, off, bound);
  });
}

type Numbers = Exclude<keyof TrialResult, 'metByClass'>;
const meanOf = ({ trials }: Cell, key: Numbers) => mean(trials.map((trial) => trial[key]));
const tightest = ({ trials }: Cell) => mean(trials.map(({ metByClass }) => metByClass[0] ?? 0));

function summaryOf(cell: Cell, off: Cell | undefined, bound: number): Summary {
  const { load, policy, trials } = cell;
  const classes = trials[0]?.metByClass.map((_, i) =>
    mean(trials.map(({ metByClass }) => metByClass[i] ?? 0)),
  );
  return {
    load,
    policy,
    met: meanOf(cell, 'met'),
    metError: errorOf(trials.map(({ met }) => met)),
    metByClass: classes ?? [],
    cost: meanOf(cell, 'cost'),
    queueSeconds: meanOf(cell, 'queueSeconds'),
    resizes: meanOf(cell, 'resizes'),
    runsBehind: meanOf(cell, 'runsBehind'),
    lateness: meanOf(cell, 'lateness'),
    longestWait: Math.max(...trials.map(({ longestWait }) => longestWait)),
    against: off === undefined ? null : againstOff(cell, off, bound),
  };
}

function againstOff(cell: Cell, off: Cell, bound: number): Against {
  const more = cell.trials.map(({ met }, i) => met - (off.trials[i]?.met ?? 0));
  const met = meanOf(cell, 'met');
  const offMet = meanOf(off, 'met');
  const times = (key: Numbers) => ratio(meanOf(cell, key), meanOf(off, key));
  return {
    metMore: mean(more),
    metMoreError: errorOf(more),
    misses: ratio(1 - met, 1 - offMet),
    gapClosed: (met - offMet) / Math.max(1e-9, bound - offMet),
    met: times('met'),
    tightestMet: ratio(tightest(cell), tightest(off)),
    cost: times('cost'),
    queueSeconds: times('queueSeconds'),
    lateness: times('lateness'),
  };
}

function ratio(value: number, base: number): number {
  return value === base ? 1 : value / Math.max(1e-9, base);
}

/** Standard error of the mean; 0 of a single value, which has none. */
function errorOf(values: number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
