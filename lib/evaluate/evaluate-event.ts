import * as z from 'zod/mini';
import { jobIdPattern, launchIsOver } from '../job/job-id.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { evaluateJob } from './evaluate-job.ts';
import { scheduleEnd } from './save-evaluation.ts';

const wakeEvent = z.object({
  jobId: z.string().check(z.regex(jobIdPattern)),
  cause: z.enum(['tick', 'iteration', 'launch', 'change', 'room']),
});

/** Evaluates the job that an event names. An event that is none is dropped: sending it again would not mend it. */
export async function evaluateEvent(deps: EvaluateDeps, event: unknown): Promise<void> {
  const parsed = wakeEvent.safeParse(event);
  if (!parsed.success)
    return deps.log.error('unexpected event', { event: JSON.stringify(event)?.slice(0, 300) });
  const { jobId, cause } = parsed.data;
  const job = await evaluateJob(deps, jobId, cause);
  if (!job && launchIsOver(jobId, deps.now())) await dropSchedule(deps, jobId);
}

/**
 * Removes the schedule of a launch that died before it stored its job. A launch that is repeated with its key may store it at
 * this very moment: then the job gets its schedule back, from whichever of the two comes last.
 */
async function dropSchedule({ store, schedules, now }: EvaluateDeps, jobId: string): Promise<void> {
  await schedules.remove(jobId);
  const job = await store.load(jobId);
  if (job) await schedules.create(jobId, scheduleEnd(job.deadlineAt, now()));
}
