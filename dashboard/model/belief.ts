import { cpusText, howMany, lengthOfTime } from '../../lib/control/wording.ts';
import { durationsOf, type Iteration } from './durations.ts';
import type { DetailedJob } from './shown.ts';

/** Seconds of an iteration at some cpus, as the law believes: quantiles. */
export interface Believed {
  cpus: number;
  p10: number;
  p50: number;
  p90: number;
}

/** What the plot of the belief shows. */
export interface BeliefModel {
  /** Empty where the law has none: `step` learns nothing. */
  curve: Believed[];
  iterations: Iteration[];
  chosen: number;
  bounds: { min: number; max: number };
}

export function beliefOf(job: DetailedJob): BeliefModel {
  const curve = (job.belief ?? []).map(({ cpus, seconds }) => ({ cpus, ...seconds }));
  return { curve, iterations: durationsOf(job, 0).iterations, chosen: job.cpus, bounds: job.cpuBounds };
}

export function beliefInWords(job: DetailedJob): string {
  const { curve, iterations, chosen, bounds } = beliefOf(job);
  const measured = `${howMany(iterations.length, 'iteration')} measured.`;
  if (curve.length === 0) return `The law "${job.law}" learns no durations. ${measured}`;
  const said = [bounds.min, chosen, bounds.max].map((cpus) => {
    const { p10, p50, p90 } = nearest(curve, cpus);
    return `with ${cpusText(cpus)} ${lengthOfTime(p50)} (${lengthOfTime(p10)} to ${lengthOfTime(p90)})`;
  });
  return `The law expects of an iteration: ${[...new Set(said)].join('; ')}. ${measured}`;
}

function nearest(curve: readonly Believed[], cpus: number): Believed {
  const [first, ...rest] = curve;
  if (!first) throw new Error('There is no belief.');
  const distance = (one: Believed) => Math.abs(one.cpus - cpus);
  return rest.reduce((best, one) => (distance(one) < distance(best) ? one : best), first);
}
