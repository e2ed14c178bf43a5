import type { GoingRun } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { Progress } from '../../job/progress.ts';

/**
 * What a run that does not report has held until `endedAt`, in core-seconds: since it was seen to run, or since its start was asked
 * for where nobody looked. A run that was looked for and not seen to run has held nothing.
 */
export function heldBy(
  {
    requestedAt,
    runningAt,
    askedAt,
    cpus,
  }: GoingRun & { askedAt?: number | null; cpus?: number | undefined },
  { usualCpus, endedAt }: { usualCpus: number; endedAt: number },
): number {
  // An app shows at each look whether its task runs.
  const isUnseen = runningAt === null && askedAt !== null;
  const seconds = isUnseen ? 0 : Math.max(0, endedAt - (runningAt ?? requestedAt)) / 1000;
  return thousandths((cpus ?? usualCpus) * seconds);
}

/** The job as it is at `now`: with what the run that goes on has held so far, which is counted for good when it has ended. */
export function withRunningHeld(job: Job, now: number): Job {
  const { cpus: usualCpus, execution, finish } = job.progress;
  if (execution.run === null || finish) return job;
  const held = heldBy(execution.run, { usualCpus, endedAt: now });
  return { ...job, progress: withHeld(job.progress, held) };
}

/** The progress with so many core-seconds more, or fewer. */
export function withHeld<P extends Progress>(progress: P, coreSeconds: number): P {
  return { ...progress, coreSeconds: thousandths(progress.coreSeconds + coreSeconds) };
}

function thousandths(coreSeconds: number): number {
  return Math.round(coreSeconds * 1000) / 1000;
}
