import type { Job, JobSpec } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import { isFinished } from '../job/progress.ts';
import type { Observation } from '../ports/observation.ts';
import type { Context } from './context.ts';
import { settleApp } from './looping-app/settle-app.ts';
import { finish } from './progress/end-job.ts';
import { seenProgress, withExecution } from './progress/execution.ts';
import { settleEnd } from './started-runs/settle-end.ts';
import { settleRun } from './started-runs/settle-run.ts';

/** A job missing from the framework for longer than this is assumed to have been deleted there. */
const missingGraceMs = 45_000;

/** Updates what is known of a job by what its framework shows. */
export function settle(
  progress: JobProgress,
  { observation, job, now }: Pick<Context, 'observation' | 'job' | 'now'>,
): JobProgress {
  const { spec } = job;
  if (!observation.known) return { ...progress, problem: observation.problem };
  if (isFinished(progress.status)) return settleEnded(progress, observation, now);
  if (!observation.found) return settleMissing(progress, job, now);
  if (!observation.ours) {
    const sentence = `Another ${spec.framework} job has the name ${spec.name}; delete or rename it, then launch again.`;
    return finish(progress, 'FAILED', { at: now, reason: 'name-taken-in-framework', sentence });
  }
  const going: JobProgress = { ...progress, status: 'RUNNING', missingSince: null, problem: null };
  const known = seenProgress(going, observation);
  if (known.kind === 'started-runs') {
    const problem = known.seen.statesProblem ?? null;
    return settleRun({ ...known.progress, problem }, known.seen, spec, now);
  }
  const { failure } = known.seen.app;
  // At the first look it may be one of an app of the same name before this one.
  const isForeign = progress.status === 'LAUNCHING' && failure?.isOld;
  const crashed = isForeign ? { crashedTask: failure.taskId } : {};
  return settleApp(withExecution(known.progress, crashed), known.seen, job, now);
}

function settleEnded(
  progress: JobProgress,
  observation: Observation & { known: true },
  now: number,
): JobProgress {
  if (!(observation.found && observation.ours)) return { ...progress, problem: null };
  const known = seenProgress(progress, observation);
  if (known.kind === 'looping-app') return { ...progress, problem: null };
  return settleEnd({ ...known.progress, problem: known.seen.statesProblem ?? null }, known.seen, now);
}

function settleMissing(progress: JobProgress, { spec, pausedAt }: Job, now: number): JobProgress {
  if (progress.status === 'LAUNCHING') {
    if (pausedAt !== null) return { ...progress, problem: null };
    const isSlow = now - spec.launchedAt > missingGraceMs;
    // Why it could not be submitted says more.
    const isUnexplained = isSlow && progress.failedStep === null;
    return { ...progress, problem: isUnexplained ? notYet(spec) : null };
  }
  const missingSince = progress.missingSince ?? now;
  if (now - missingSince < missingGraceMs) return { ...progress, missingSince };
  const sentence = 'The framework no longer knows the job: somebody deleted it there.';
  return finish(progress, 'FAILED', { at: now, reason: 'deleted-in-framework', sentence });
}

function notYet({ framework, name }: JobSpec): string {
  return `${framework} has not accepted the job yet; perhaps an earlier ${name} is still being deleted there.`;
}
