import { csvLine } from './csv.ts';

/** One measured iteration, as `npm run bench:control -- --trace` reads it. */
export interface Measured {
  cpus: number;
  seconds: number;
  /** From the end of the iteration before to the start of this one; absent for the first. */
  deploySeconds?: number;
}

/** What is read of a job in detail. */
interface WithIterations {
  points: readonly {
    iterations: readonly { cpus: number; durationSeconds: number; endedAt: string }[];
  }[];
}

/** The iterations of a job that its points tell of, in their order. */
export function measuredOf({ points }: WithIterations): Measured[] {
  const iterations = points.flatMap((point) => point.iterations);
  return iterations.map(({ cpus, durationSeconds: seconds, endedAt }, i) => {
    const before = iterations[i - 1];
    if (!before) return { cpus, seconds };
    const startedAt = Date.parse(endedAt) - seconds * 1000;
    // Clocks of containers differ a little.
    const deploySeconds = Math.max(0, startedAt - Date.parse(before.endedAt)) / 1000;
    return { cpus, seconds, deploySeconds: Math.round(deploySeconds * 1000) / 1000 };
  });
}

/** Measurements as lines of the file that the benchmark replays. */
export function traceCsv(measured: readonly Measured[]): string[] {
  const lines = measured.map(({ cpus, seconds, deploySeconds }) => csvLine([cpus, seconds, deploySeconds]));
  return [csvLine(['cpus', 'seconds', 'deploy_seconds']), ...lines];
}
