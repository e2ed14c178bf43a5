import type { JobProgress } from '../job/job.ts';
import type { SeenApp } from './ports.ts';
import { isHung, type Step, sameCpus } from './step.ts';

const nothing: Step = { do: 'nothing' };
/** A task that is being replaced runs within seconds, or is seen to find no room. */
const soon: Step = { do: 'look-again', afterSeconds: 1 };
const soonEndsMs = 30_000;

/** Whether a change of the app has to wait: a deployment is under way, and it is not stuck for want of an offer. */
export function isLocked({ app: { isChanging, waitsFor } }: SeenApp): boolean {
  return isChanging && waitsFor === null;
}

/** Compares the app of a live job with what should be. Every change of it costs a restart, so that what is under way is let be. */
export function nextAppStep(progress: JobProgress, seen: SeenApp, now: number): Step {
  const { instances, isChanging, taskId, waitsFor } = seen.app;
  if (instances !== 1) return nothing;
  if (!isChanging && seen.run === 'running' && isHung(progress, now)) return { do: 'kill', taskId };
  if (isLocked(seen)) return isNew(progress, now) ? soon : nothing;
  if (sameCpus(seen.cpus, progress.cpus)) return waitsFor && isNew(progress, now) ? soon : nothing;
  // The deployment in the way is then the one that waits for the cpus that nobody offers.
  if (isChanging) return progress.cpus < seen.cpus ? { do: 'resize', force: true } : nothing;
  return { do: 'resize', force: false };
}

function isNew({ changingSince }: JobProgress, now: number): boolean {
  return changingSince !== null && now - changingSince < soonEndsMs;
}
