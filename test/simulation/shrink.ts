import type { Fault } from './faults.ts';
import { type Options, type Result, simulate } from './simulate.ts';

/** The fewest faults with which the same invariant is still broken, and what comes of them. */
export async function shrink({ scenario, violation }: Result, options: Options): Promise<Result | null> {
  if (!violation) return null;
  let fewest: Result = { ...(await simulate(scenario.seed, { ...options, faults: scenario.faults })) };
  const breaks = async (faults: Fault[]): Promise<boolean> => {
    const result = await simulate(scenario.seed, { ...options, faults });
    const isSame = result.violation?.invariant === violation.invariant;
    if (isSame) fewest = result;
    return isSame;
  };
  // Halves first, then ever smaller parts, down to one fault at a time.
  for (
    let size = Math.ceil(scenario.faults.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < fewest.scenario.faults.length; ) {
      const { faults } = fewest.scenario;
      const isLess = await breaks([...faults.slice(0, from), ...faults.slice(from + size)]);
      if (!isLess) from += size;
    }
  }
  return fewest;
}
