import type { EndingRun, RequestedRun, StartedRuns } from '../job/execution.ts';
import type { Job, JobSpec } from '../job/job.ts';
import { isFinished, type JobProgress, type Progress } from '../job/progress.ts';
import type { SeenJob } from '../ports/observation.ts';
import type { Context } from './context.ts';
import { nextAppStep } from './looping-app/next-app-step.ts';
import { seenProgress } from './progress/execution.ts';
import { isHung, isToChange, nextLook, type Step } from './progress/step.ts';
import { nextStepAfterEnd } from './started-runs/next-step-after-end.ts';
import { hasEnded, reportGraceMs } from './started-runs/settle-run.ts';

const nothing: Step = { do: 'nothing' };
const resize: Step = { do: 'resize', force: false };
/** A run ended and its report was not there: the next look reads what was written by now. */
const afterReport: Step = { do: 'look-again', afterSeconds: reportGraceMs / 1000 };
/** A container's report is its last act: its task ends within moments. */
const whileTaskEnds = [0.4, 1.6, 6];
/** A killed task ends when its container does, which Docker gives ten seconds. */
const whileKilled = [0.5, 2, 6, 12];
/** A kill may have been lost. */
const killAgainMs = 60_000;

/** The step from what is to what should be. */
export function nextStep(
  progress: JobProgress,
  { job, observation, now, gate }: Pick<Context, 'job' | 'observation' | 'now' | 'gate'>,
): Step {
  if (isFinished(progress.status)) return nextStepAfterEnd(job, progress, observation, now);
  if (!observation.known) return nothing;
  const isPaused = job.pausedAt !== null;
  if (!observation.found) return progress.status === 'LAUNCHING' && !isPaused ? { do: 'submit' } : nothing;
  const known = seenProgress(progress, observation);
  if (known.kind === 'looping-app') return nextAppStep(known.progress, known.seen, job, now);
  const step = nextRunStep(known.progress, known.seen, job, now);
  return step.do === 'start' && gate?.isOpen === false ? nothing : step;
}

function nextRunStep(
  progress: Progress<StartedRuns>,
  found: SeenJob,
  { spec, pausedAt }: Pick<Job, 'spec' | 'pausedAt'>,
  now: number,
): Step {
  const { run, endingRun } = progress.execution;
  if (run !== null) return duringRun(progress, run, found, now);
  if (endingRun !== null) return afterReportOf(progress, endingRun, found, now);
  return pausedAt === null ? betweenRuns(spec, progress, found, now) : nothing;
}

function duringRun(progress: JobProgress, run: RequestedRun, found: SeenJob, now: number): Step {
  if (hasEnded(progress, run, found)) return afterReport;
  if (mayEndByKill(run, now)) return nextLook(run.killedAt, now, whileKilled);
  if (found.run === 'running' && isHung(progress, now)) return { do: 'kill', taskId: null };
  // A queued run takes the cpus that the job has when it gets its offer, and its place when it got none.
  return found.run === 'queued' && isToChange(found, progress) ? resize : nothing;
}

/** The run has reported and its task is to end; one that does not end is killed. */
function afterReportOf(progress: JobProgress, run: EndingRun, found: SeenJob, now: number): Step {
  if (mayEndByKill(run, now)) return nextLook(run.killedAt, now, whileKilled);
  if (found.run === 'running' && isHung(progress, now)) return { do: 'kill', taskId: null };
  return nextLook(run.reportedAt, now, whileTaskEnds);
}

/** Whether the task was killed so short a time ago that the kill may still take effect. */
function mayEndByKill<Run extends { killedAt: number | null }>(
  run: Run,
  now: number,
): run is Run & { killedAt: number } {
  return run.killedAt !== null && now - run.killedAt < killAgainMs;
}

function betweenRuns(spec: JobSpec, progress: JobProgress, found: SeenJob, now: number): Step {
  // Somebody else's run, or one whose start was given up: it is left alone, and its work is not lost.
  if (found.run === 'running' || found.run === 'queued') return nothing;
  const startAt = (progress.lastEndAt ?? 0) + spec.pauseSeconds * 1000;
  return startAt > now ? { do: 'look-again', afterSeconds: (startAt - now) / 1000 } : { do: 'start' };
}
