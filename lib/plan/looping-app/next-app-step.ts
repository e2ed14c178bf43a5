import type { LoopingApp } from '../../job/execution.ts';
import type { Progress } from '../../job/progress.ts';
import type { SeenApp } from '../../ports/observation.ts';
import { isHung, nextLook, type Step, sameCpus } from '../progress/step.ts';

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
export function nextAppStep(progress: Progress<LoopingApp>, seen: SeenApp, now: number): Step {
  const { instances, isChanging, taskId, waitsFor } = seen.app;
  if (instances !== 1) return nothing;
  if (!isChanging && seen.run === 'running' && isHung(progress, now)) return kill(progress, taskId, now);
  if (isLocked(seen)) return lookSoon(progress.execution, now);
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
