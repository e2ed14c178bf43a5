import type { Execution, LoopingApp, StartedRuns } from '../../job/execution.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { SeenApp, SeenJob } from '../../ports/observation.ts';

/** The progress with something else known of how its runs are made. */
export function withExecution<E extends Execution>(progress: Progress<E>, changed: Partial<E>): Progress<E> {
  return { ...progress, execution: { ...progress.execution, ...changed } };
}

/** A progress, and what its framework shows of the job: both of one kind. */
export type SeenProgress =
  | { kind: 'started-runs'; progress: Progress<StartedRuns>; seen: SeenJob }
  | { kind: 'looping-app'; progress: Progress<LoopingApp>; seen: SeenApp };

/** Pairs the two by their kind, with the counters of the job's own runs; throws when a framework shows another kind of job than those that it runs. */
export function seenProgress(progress: JobProgress, seen: SeenJob | SeenApp): SeenProgress {
  const { execution } = progress;
  if (execution.kind === 'started-runs' && seen.kind === execution.kind)
    return { kind: execution.kind, progress: { ...progress, execution }, seen: ownCounts(seen, execution) };
  if (execution.kind === 'looping-app' && seen.kind === execution.kind)
    return { kind: execution.kind, progress: { ...progress, execution }, seen };
  throw new Error(`The framework shows ${seen.kind} of a job of the kind ${execution.kind}.`);
}

function ownCounts(seen: SeenJob, { ofOthers }: StartedRuns): SeenJob {
  if (!ofOthers) return seen;
  const { succeeded, failed } = seen;
  return { ...seen, succeeded: succeeded - ofOthers.succeeded, failed: failed - ofOthers.failed };
}
