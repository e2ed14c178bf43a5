import { type Cell, summaryOf } from '../../bench/control/metrics.ts';
import { overInformed } from '../../bench/control/over-informed.ts';
import { policies } from '../../bench/control/policies/policies.ts';
import { runAll } from '../../bench/control/run.ts';
import { seeds } from '../../bench/control/scenario.ts';
import { parseNoise, parseTrace, type Replay, type Trace, traceScenario } from '../../bench/control/trace.ts';

/** A file as it was dropped. */
export interface CsvFile {
  name: string;
  text: string;
}

/** What is to be replayed: measurements, consecutive factors on top if there are any, and how. */
export interface ReplayOrder {
  measured: CsvFile;
  noise: CsvFile | null;
  replay: Replay;
  /** Simulated jobs for each policy. */
  trials: number;
}

/** What each policy would have done, in the order of the benchmark. */
export interface Replayed {
  name: string;
  measurements: number;
  /** Ascending. */
  levels: number[];
  iterations: number;
  deadlineSeconds: number;
  trials: number;
  cells: Cell[];
  /** What knowing the job would be worth. */
  sentence: string;
}

/**
 * The very work of `npm run bench:control -- --trace`, with its seeds: the same numbers. Throws a `TraceError` where a file
 * cannot be used; `onProgress` hears the share that is done.
 */
export function replayed(order: ReplayOrder, onProgress: (share: number) => void): Replayed {
  const { measured, noise, replay, trials } = order;
  const trace = parseTrace(measured.text, measured.name);
  const factors = noise ? parseNoise(noise.text, noise.name) : [];
  const scenario = traceScenario(trace, factors, replay);
  const cells = runAll({ scenarios: [scenario], policies, trials, seed: seeds.reporting }, onProgress);
  return {
    name: trace.name,
    ...measuredIn(trace),
    iterations: scenario.plan.iterations,
    deadlineSeconds: scenario.plan.deadlineAt / 1000,
    trials,
    cells,
    sentence: overInformed(cells.map((cell) => summaryOf(cell.policy, [cell]))).join(' '),
  };
}

function measuredIn({ levels }: Trace): Pick<Replayed, 'measurements' | 'levels'> {
  return {
    measurements: levels.reduce((sum, { seconds }) => sum + seconds.length, 0),
    levels: levels.map(({ cpus }) => cpus),
  };
}
