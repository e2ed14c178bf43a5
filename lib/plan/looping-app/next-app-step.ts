import type { LoopingApp } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { Progress } from '../../job/progress.ts';
import type { SeenApp } from '../../ports/observation.ts';
import { isHung, nextLook, type Step, sameCpus } from '../progress/step.ts';
import { mayRest } from './rest.ts';

const nothing: Step = { do: 'nothing' };
/** A task that is being replaced, or was killed, runs within seconds, or is seen to find no room. */
const whileReplaced = [0.6, 1.4, 3, 6, 12, 28];

/** A task that was killed is shown as running until it is dead; Marathon repeats the kill every 30 s. */
const killTakesMs = 60_000;

/**
 * Whether a change of the app has to wait: a deployment is under way, and it is not stuck for want of an offer; an agent prepares
 * the task, which would be for nothing; or the only task is one that a change would not end.
 */
export function isLocked({ app }: SeenApp): boolean {
  const { isChanging, stagedTask, isUnreachable, taskId, waitsFor } = app;
  if (stagedTask !== null) return true;
  return waitsFor === null && (isChanging || (isUnreachable && taskId === null));
}

/** Compares the app of a live job with what should be. Every change restarts the task, so a deployment in progress is left alone. */
export function nextAppStep(
  progress: Progress<LoopingApp>,
  seen: SeenApp,
  job: Pick<Job, 'pausedAt' | 'rests'>,
  now: number,
): Step {
  const { instances, isChanging, taskId, waitsFor } = seen.app;
  const { suspendedAt } = progress.execution;
  if (instances === 0 && suspendedAt !== null) return whileSuspended(progress, seen, job, now);
  if (instances !== 1) return nothing;
  if (isToRest(progress, seen, job, now)) return suspend(progress, seen, now);
  if (!isChanging && seen.run === 'running' && isHung(progress, now)) return kill(progress, taskId, now);
  if (isLocked(seen)) return lookSoon(progress.execution, now);
  // A change would end the run that is to be the last one for now.
  if (job.pausedAt !== null) return nothing;
  if (sameCpus(seen.cpus, progress.cpus)) return waitsFor ? lookSoon(progress.execution, now) : nothing;
  // The deployment in the way is then the one that waits for the cpus that nobody offers.
  if (isChanging) return progress.cpus < seen.cpus ? { do: 'resize', force: true } : nothing;
  return { do: 'resize', force: false };
}

/** Marathon kills by the instance: a kill too many may be that of the successor. One that could not be asked for is asked for again. */
function kill({ execution, failedStep }: Progress<LoopingApp>, taskId: string | null, now: number): Step {
  const killedAt = execution.run?.killedAt ?? Number.NEGATIVE_INFINITY;
  if (now - killedAt >= killTakesMs || failedStep?.do === 'kill') return { do: 'kill', taskId };
  return nextLook(killedAt, now, whileReplaced);
}

function lookSoon({ changingSince }: LoopingApp, now: number): Step {
  return changingSince === null ? nothing : nextLook(changingSince, now, whileReplaced);
}

/** Whether the app is to have no task: the one that it has rests, or its job is paused and none works at a run. */
function isToRest(
  { execution }: Progress<LoopingApp>,
  seen: SeenApp,
  job: Pick<Job, 'pausedAt' | 'rests'>,
  now: number,
): boolean {
  const beginsAt = execution.run?.runningAt ?? null;
  const isBetweenRuns = beginsAt !== null && beginsAt > now;
  return mayRest(job, execution) || (job.pausedAt !== null && (seen.run !== 'running' || isBetweenRuns));
}

function suspend({ execution }: Progress<LoopingApp>, seen: SeenApp, now: number): Step {
  if (isLocked(seen)) return lookSoon(execution, now);
  // The deployment in the way is then one that waits for an offer.
  return { do: 'scale', instances: 0, force: seen.app.isChanging };
}

/** A job that goes on has another task once the one before is gone: never two. */
function whileSuspended(
  { cpus, execution }: Progress<LoopingApp>,
  seen: SeenApp,
  { pausedAt }: Pick<Job, 'pausedAt'>,
  now: number,
): Step {
  const isGone = seen.run === 'idle' && !seen.app.isChanging;
  if (!isGone) return nextLook(execution.suspendedAt ?? now, now, whileReplaced);
  if (pausedAt !== null) return nothing;
  // Without a task it is no restart.
  return sameCpus(seen.cpus, cpus)
    ? { do: 'scale', instances: 1, force: false }
    : { do: 'resize', force: false };
}
