import { failedRequest } from '../job/frameworks.ts';
import type { Job } from '../job/job.ts';
import { seenProgress } from '../plan/progress/execution.ts';
import { needsRunStates } from '../plan/started-runs/run-states.ts';
import { hasEnded } from '../plan/started-runs/settle-run.ts';
import type { Framework } from '../ports/framework.ts';
import type { JobStore } from '../ports/job-store.ts';
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
    return { known: false, problem: `${failedRequest(spec.framework)}${(error as Error).message}` };
  }
}

/** A report is written before its task ends: a job that is read after its run was seen to be over has it. */
export async function withLastReport(store: JobStore, job: Job, observation: Observation): Promise<Job> {
  if (!observation.known || !observation.found) return job;
  const known = seenProgress(job.progress, observation);
  if (known.kind === 'looping-app') return job;
  const { run } = known.progress.execution;
  if (run === null) return job;
  const isOver = known.seen.run === 'idle' || hasEnded(known.progress, run, known.seen);
  return isOver ? ((await store.load(job.spec.jobId)) ?? job) : job;
}
