import type { CpuBounds, Plan } from '../../lib/control/law.ts';
import { type Chance, drawTrial, meanFactor } from './chance.ts';
import type { Group, Scenario } from './scenario.ts';

/** A job by what it is; the scenario derives from it. */
export interface BenchJob {
  name: string;
  group: Group;
  /** Seconds of one iteration at `cpus`, chance left out. */
  seconds(cpus: number): number;
  chance: Chance;
  iterations: number;
  bounds: Pick<CpuBounds, 'min' | 'max'>;
  initialCpus: number;
  /** The deadline is the mean total at these cpus times the tightness. */
  deadlineCpus: number;
  tightness: number;
  /** Factor on the declared duration. */
  declared: number;
  /** Seconds between two runs beyond the pause. */
  gapSeconds: number;
  /** Whether the cpus are reserved between two runs. */
  reserved: boolean;
  pauseSeconds: number;
  /** What a change of cpus costs: nothing on Chronos, on Marathon one of these. */
  restarts: number[];
  /** Bounds of the gap where it varies. */
  gaps?: [least: number, most: number];
}

export const USUAL_BOUNDS = { min: 0.1, max: 2 };

function planOf(job: BenchJob): Plan {
  const { chance, iterations, gapSeconds, restarts } = job;
  const mean = job.seconds(job.deadlineCpus) * meanFactor(chance) + gapSeconds;
  const pauses = (iterations - 1) * job.pauseSeconds;
  return {
    iterations,
    startedAt: 0,
    deadlineAt: 1000 * (pauses + job.tightness * iterations * mean),
    deviation: 0.05,
    iterationDurationSeconds: job.declared * job.seconds(job.initialCpus) * meanFactor(chance),
    initialCpus: job.initialCpus,
    cpus: { ...job.bounds, increment: 0.3, decrement: 0.2 },
    pauseSeconds: job.pauseSeconds,
    target: 0.985,
    restartSeconds: restarts.reduce((sum, one) => sum + one, 0) / Math.max(1, restarts.length),
  };
}

export function jobScenario(job: BenchJob): Scenario {
  const { name, group, seconds, chance, iterations, gaps, restarts } = job;
  return {
    name,
    group,
    plan: planOf(job),
    framework: restarts.length > 0 ? 'marathon' : 'chronos',
    gap: { seconds: job.gapSeconds, reserved: job.reserved },
    meanSeconds: (cpus) => seconds(cpus) * meanFactor(chance),
    draw: (random) =>
      drawTrial(
        {
          seconds,
          chance,
          iterations,
          ...(gaps ? { gaps } : {}),
          ...(restarts.length > 1 ? { restarts } : {}),
        },
        random,
      ),
  };
}
