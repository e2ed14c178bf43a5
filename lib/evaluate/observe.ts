import type { Job } from '../job/job.ts';
import { needsRunStates } from '../plan/started-runs/run-states.ts';
import type { Framework } from '../ports/framework.ts';
import type { Observation } from '../ports/observation.ts';

/** What the framework shows of a job; unknown where it does not answer. */
export async function observe(framework: Framework, job: Job, now: number): Promise<Observation> {
  const { spec, progress } = job;
  const states = needsRunStates(job, now);
  // States that are to prove that something is over must not be older than the look.
  const { run } = progress.execution;
  const isProof = progress.finish !== null || run?.killedAt || run?.idleAt;
  try {
    return await framework.observe(spec, { states, ...(isProof ? { since: now } : {}) });
  } catch (error) {
    // Reports are counted nevertheless; the framework is asked again at the next tick.
    return { known: false, problem: `The request to ${spec.framework} failed: ${(error as Error).message}` };
  }
}
