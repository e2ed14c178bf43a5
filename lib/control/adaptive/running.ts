import type { Belief } from './belief.ts';
import { normalBelow } from './normal.ts';
import { stragglerShare } from './remaining.ts';
import type { Speed } from './speed.ts';

/** How spread the durations of stragglers are, in logarithm. */
const STRAGGLER_SPREAD = 0.5;

/**
 * What the iteration that has been running for `age` seconds still takes: the mean of what is left of an ordinary one
 * and of a straggler, weighted by how likely each is to have lasted so long. A run that will be given up as hung
 * takes no longer than that and one new run.
 */
export function restOfRunning(belief: Belief, speed: Speed, run: { age: number; hungAfter: number }) {
  const { age, hungAfter } = run;
  const share = stragglerShare(belief);
  const variance = Math.log1p((speed.noise + speed.ignorance) / speed.mean ** 2);
  const middle = Math.log(speed.mean) - variance / 2;
  const ordinary = conditional(middle, Math.max(1e-4, variance), age);
  const slow = conditional(middle + belief.stragglerLog, STRAGGLER_SPREAD ** 2, age);
  const slowShare =
    (share * slow.survival) / (share * slow.survival + (1 - share) * ordinary.survival + 1e-300);
  const rest = slowShare * slow.rest + (1 - slowShare) * ordinary.rest;
  const mean = Math.min(rest, Math.max(0, hungAfter - age) + speed.mean);
  return { mean, variance: Math.min(speed.noise + speed.ignorance, mean ** 2) };
}

/** Mean of a log-normal duration beyond `age`, given that it lasts beyond it. */
function conditional(middle: number, variance: number, age: number) {
  const spread = Math.sqrt(variance);
  const mean = Math.exp(middle + variance / 2);
  if (age <= 0) return { survival: 1, rest: mean };
  const z = (Math.log(age) - middle) / spread;
  const survival = normalBelow(-z);
  if (survival < 1e-6) return { survival, rest: (age * spread) / z };
  return { survival, rest: Math.max(0, (mean * normalBelow(spread - z)) / survival - age) };
}
