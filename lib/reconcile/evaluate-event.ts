import * as z from 'zod';
import { launchIsOver } from './claim-name.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { evaluateJob } from './evaluate-job.ts';

const wakeEvent = z.object({
  jobId: z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
  cause: z.enum(['tick', 'iteration', 'launch', 'change']),
});

/** Evaluates the job that an event names. An event that is none is dropped: sending it again would not mend it. */
export async function evaluateEvent(deps: EvaluateDeps, event: unknown): Promise<void> {
  const parsed = wakeEvent.safeParse(event);
  if (!parsed.success)
    return deps.log.error('not an event of ours', { event: JSON.stringify(event)?.slice(0, 300) });
  const { jobId, cause } = parsed.data;
  const job = await evaluateJob(deps, jobId, cause);
  // The schedule of a launch that died before it stored its job.
  if (!job && launchIsOver(jobId, deps.now())) await deps.schedules.remove(jobId);
}
