import type { Plan } from '../../lib/control/law.ts';
import type { Random } from './random.ts';
import type { Scenario, Trial } from './scenario.ts';

/** What a measurement file holds that cannot be used, with the line to look at. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

/** Measured durations at one allocation, ascending. */
export interface Level {
  cpus: number;
  seconds: number[];
}

export interface Trace {
  name: string;
  /** Ascending by cpus. */
  levels: Level[];
  /** Mean of the column `deploy_seconds`, 0 without it. */
  deploySeconds: number;
}

type Row = Record<string, number>;

/** The rows of a CSV text by column name; each of `required` must be there, and every number must be above zero. */
function rowsOf(text: string, file: string, required: string[]): Row[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const columns = (lines[0] ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of required) {
    if (!columns.includes(name)) throw new TraceError(`${file}: the first line must name a column "${name}"`);
  }
  return lines.slice(1).flatMap((line, i) => (line === '' ? [] : [rowOf(line, columns, `${file}:${i + 2}`)]));
}

function rowOf(line: string, columns: string[], where: string): Row {
  const cells = line.split(',');
  const row: Row = {};
  for (const [i, name] of columns.entries()) {
    if (name !== 'cpus' && name !== 'seconds' && name !== 'deploy_seconds' && name !== 'factor') continue;
    // The first iteration of a job has no gap before it.
    if (name === 'deploy_seconds' && !cells[i]?.trim()) continue;
    const value = Number(cells[i]?.trim() || Number.NaN);
    const least = name === 'deploy_seconds' ? 0 : Number.MIN_VALUE;
    if (!(value >= least && value < 1e9)) throw new TraceError(`${where}: "${cells[i] ?? ''}" is no ${name}`);
    row[name] = value;
  }
  return row;
}

/** The measurements in a CSV text with the columns `cpus,seconds` and perhaps `deploy_seconds`. */
export function parseTrace(text: string, name: string): Trace {
  const rows = rowsOf(text, name, ['cpus', 'seconds']);
  if (rows.length === 0) throw new TraceError(`${name}: no measurement below the first line`);
  const byCpus = Map.groupBy(rows, (row) => row.cpus ?? 0);
  const levels = [...byCpus].map(([cpus, group]) => ({
    cpus,
    seconds: group.map((row) => row.seconds ?? 0).sort((a, b) => a - b),
  }));
  const deploys = rows.flatMap((row) => (row.deploy_seconds === undefined ? [] : [row.deploy_seconds]));
  const deploySeconds = deploys.reduce((sum, one) => sum + one, 0) / Math.max(1, deploys.length);
  return { name, levels: levels.sort((a, b) => a.cpus - b.cpus), deploySeconds };
}

/** The consecutive factors in a CSV text with the column `factor`. */
export function parseNoise(text: string, name: string): number[] {
  const factors = rowsOf(text, name, ['factor']).map((row) => row.factor ?? 1);
  if (factors.length === 0) throw new TraceError(`${name}: no factor below the first line`);
  return factors;
}

function quantile({ seconds }: Level, share: number): number {
  const at = share * (seconds.length - 1);
  const low = Math.floor(at);
  const from = seconds[low] ?? 0;
  return from + (at - low) * ((seconds[low + 1] ?? from) - from);
}

/** Between two levels the logarithm of the time goes straight over the logarithm of the cpus; outside it stays. */
export function interpolated(levels: Level[], cpus: number, valueAt: (level: Level) => number): number {
  const above = levels.find((level) => level.cpus >= cpus) ?? levels.at(-1);
  const below = levels.findLast((level) => level.cpus <= cpus) ?? levels[0];
  if (above === undefined || below === undefined) return Number.NaN;
  if (above.cpus === below.cpus) return valueAt(above);
  const share = Math.log(cpus / below.cpus) / Math.log(above.cpus / below.cpus);
  return valueAt(below) ** (1 - share) * valueAt(above) ** share;
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What the replayed job is asked to do; null leaves it to the measurements. */
export interface Replay {
  iterations: number;
  /** The deadline is the mean total at these cpus times the factor. */
  deadlineCpus: number | null;
  deadlineFactor: number;
  declaredSeconds: number | null;
  initialCpus: number | null;
  restartSeconds: number;
  target: number;
}

/** A scenario that replays measurements, with a burst pattern of real factors on top if there is one. */
export function traceScenario(trace: Trace, noise: number[], replay: Replay): Scenario {
  const { levels } = trace;
  const meanFactor = noise.length === 0 ? 1 : meanOf(noise);
  const meanSeconds = (cpus: number) =>
    meanFactor * interpolated(levels, cpus, (level) => meanOf(level.seconds));
  return {
    name: trace.name,
    group: 'trace',
    plan: planOf(trace, replay, meanSeconds),
    framework: replay.restartSeconds > 0 ? 'marathon' : 'chronos',
    gap: { seconds: trace.deploySeconds, reserved: true },
    meanSeconds,
    draw: (random) => drawTrial({ levels, noise, iterations: replay.iterations }, random),
  };
}

function planOf(
  { levels, deploySeconds }: Trace,
  replay: Replay,
  meanSeconds: (cpus: number) => number,
): Plan {
  const min = levels[0]?.cpus ?? 0;
  const max = levels.at(-1)?.cpus ?? 0;
  const middle = levels[Math.floor(levels.length / 2)]?.cpus ?? max;
  const initialCpus = Math.min(max, Math.max(min, replay.initialCpus ?? middle));
  const each = meanSeconds(replay.deadlineCpus ?? middle) + deploySeconds;
  return {
    iterations: replay.iterations,
    startedAt: 0,
    deadlineAt: 1000 * replay.deadlineFactor * replay.iterations * each,
    deviation: 0.05,
    iterationDurationSeconds: replay.declaredSeconds ?? meanSeconds(initialCpus),
    initialCpus,
    cpus: { min, max, increment: 0.3, decrement: 0.2 },
    pauseSeconds: 0,
    target: replay.target,
    restartSeconds: replay.restartSeconds,
  };
}

const ATTEMPTS = 4;

function drawTrial(job: { levels: Level[]; noise: number[]; iterations: number }, random: Random): Trial {
  const offset = Math.floor(random.uniform() * Math.max(1, job.noise.length));
  const shares = Array.from({ length: job.iterations }, () =>
    Array.from({ length: ATTEMPTS }, () => random.uniform()),
  );
  return {
    duration: (iteration, attempt, cpus) => {
      const share = shares[iteration]?.[Math.min(attempt, ATTEMPTS - 1)] ?? 0.5;
      const factor = job.noise[(offset + iteration) % Math.max(1, job.noise.length)] ?? 1;
      return factor * interpolated(job.levels, cpus, (level) => quantile(level, share));
    },
    hangs: () => false,
    isLost: () => false,
  };
}
