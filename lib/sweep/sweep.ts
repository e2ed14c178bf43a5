import { sweepClusters } from './sweep-clusters.ts';
import type { SweepDeps } from './sweep-deps.ts';
import { sweepJobs } from './sweep-jobs.ts';
import { sweepRecurring } from './sweep-recurring.ts';
import { type Swept, sweepingUntil } from './sweeping.ts';

/** Something could not be done; the log tells what. */
class SweepFailedError extends Error {
  override readonly name = 'SweepFailedError';
}

/**
 * Finds what nothing looks after any more: a job whose evaluations stopped gets a schedule, and a job that was left in its
 * framework is evaluated again, which removes it. Whatever it does may be done twice, and by two sweeps at once. It ends at
 * `until` (epoch milliseconds); a later one comes to what is left. SweepFailedError, once it is through, when something failed.
 */
export async function sweep(deps: SweepDeps, until: number): Promise<Swept> {
  const sweeping = sweepingUntil(deps, until);
  const { found } = sweeping;
  await sweepJobs(sweeping);
  await sweepRecurring(sweeping);
  await sweepClusters(sweeping);
  deps.log.info('swept', { ...found });
  if (found.failures > 0) throw new SweepFailedError(`Failed parts of the sweep: ${found.failures}.`);
  return found;
}
