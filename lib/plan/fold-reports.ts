import type { Law, Plan } from '../control/law.ts';
import { frameworkTraits } from '../job/frameworks.ts';
import { isFinished, type Job, type JobProgress, type Point, type UnreportedRun } from '../job/job.ts';
import type { Report } from '../job/report.ts';
import { enqueuedAtOf } from '../job/run-place.ts';
import type { Context } from './context.ts';
import { countFailure, countHung } from './progress/count-failure.ts';
import { rememberContainer } from './progress/remember-container.ts';
import { isRemembered, rememberRun, unreportedRunOf } from './progress/remember-run.ts';

const shortestRunSeconds = 0.01;

export interface Folded {
  progress: JobProgress;
  newlyCompleted: number;
  iterations: Point['iterations'];
}

/**
 * Counts the reports of the inbox, oldest first, and lets the law learn from those that completed an iteration. Of a job that has
 * ended none counts any more.
 */
export function foldReports({ job, law, plan, now }: Omit<Context, 'observation'>): Folded {
  const unfolded: Folded = { progress: job.progress, newlyCompleted: 0, iterations: [] };
  if (isFinished(job.progress.status)) return unfolded;
  const waiting = Object.entries(job.inbox).sort(([, a], [, b]) => a.finishedAt - b.finishedAt);
  let folded = unfolded;
  for (const [key, report] of waiting) {
    if (folded.progress.completed >= plan.iterations) break;
    // An earlier version may have taken it before its run was counted.
    if (isRemembered(folded.progress, key, report)) continue;
    const settled = unreportedRunOf(folded.progress, report);
    folded = settled ? correct(folded, report, settled) : count(folded, report, { law, plan, now, job });
    folded.progress = rememberRun(folded.progress, key, report);
  }
  return folded;
}

interface Counting {
  law: Law;
  plan: Plan;
  now: number;
  job: Job;
}

/** A run that was going on as far as anybody knew. */
function count(folded: Folded, report: Report, { law, plan, now, job }: Counting): Folded {
  const { loops } = frameworkTraits[job.spec.framework];
  const isRestart = loops && isFirstOfTask(report);
  const { run, task } = folded.progress;
  // A kill may have come to nothing: then it is the run that was to be killed which reports.
  const isSameTask = task !== null && report.run.startsWith(`${task.id}.`);
  // Else the task that was killed because its run hung is gone, and nobody has looked since.
  const isKilled = isRestart && !isSameTask && run?.killedAt;
  const progress = isKilled ? countHung(folded.progress, run) : folded.progress;
  const counted =
    report.exitCode === 0
      ? complete({ ...folded, progress }, { ...report, isRestart }, law, plan)
      : { ...folded, progress: fail(progress, report) };
  const progressAtEnd = ended(counted.progress, report, now);
  // A loop goes on in its task.
  return { ...counted, progress: loops ? { ...progressAtEnd, endingRun: null } : progressAtEnd };
}

/** A run that was settled without its report, which says now what became of it. The run that goes on meanwhile does so. */
function correct(folded: Folded, report: Report, settled: UnreportedRun): Folded {
  const { progress } = folded;
  const unreported = progress.unreported.filter((each) => each !== settled);
  const known = withCoreSeconds({ ...progress, unreported }, report);
  if (settled.as === 'counted' || (settled.as === 'failed' && report.exitCode !== 0)) {
    return { ...folded, progress: known };
  }
  if (report.exitCode !== 0) return { ...folded, progress: fail(known, report) };
  const wrongly = settled.as === 'failed' ? 1 : 0;
  return {
    progress: {
      ...known,
      completed: known.completed + 1,
      failures: known.failures - wrongly,
      failuresInRow: Math.max(0, known.failuresInRow - wrongly),
    },
    newlyCompleted: folded.newlyCompleted + 1,
    iterations: [...folded.iterations, endedIteration(report, progress)],
  };
}

/** The wrapped loop numbers the runs of its task at the end of their names. */
function isFirstOfTask({ run }: Report): boolean {
  return run.endsWith('.1');
}

function complete(folded: Folded, report: Report & { isRestart: boolean }, law: Law, plan: Plan): Folded {
  const { progress } = folded;
  const { cpus, durationSeconds } = iterationOf(report, progress);
  const sinceLast =
    progress.lastFinishedAt === null ? null : Math.max(0, report.startedAt - progress.lastFinishedAt);
  const gapSeconds = report.isRestart ? null : sinceLast;
  const memory = law.learn(progress.memory, { cpus, durationSeconds, gapSeconds }, plan);
  return {
    progress: {
      ...progress,
      completed: progress.completed + 1,
      failuresInRow: 0,
      memory,
      lastDurationSeconds: durationSeconds,
    },
    newlyCompleted: folded.newlyCompleted + 1,
    iterations: [...folded.iterations, endedIteration(report, progress)],
  };
}

function endedIteration(report: Report, progress: JobProgress): Point['iterations'][number] {
  return { ...iterationOf(report, progress), endedAt: Math.round(report.finishedAt * 1000) };
}

function iterationOf(report: Report, progress: JobProgress) {
  const durationSeconds = Math.max(report.finishedAt - report.startedAt, shortestRunSeconds);
  return { cpus: report.cpus ?? progress.cpus, durationSeconds: Math.round(durationSeconds * 1000) / 1000 };
}

function fail(progress: JobProgress, report: Report): JobProgress {
  return countFailure(progress, `The last run ended with exit code ${report.exitCode}.`);
}

function ended(progress: JobProgress, report: Report, now: number): JobProgress {
  const hasSucceeded = report.exitCode === 0;
  return {
    ...withCoreSeconds(progress, report),
    run: null,
    endingRun: endingRunOf(progress, now),
    lastEndAt: now,
    lastFinishedAt: hasSucceeded ? Math.max(progress.lastFinishedAt ?? 0, report.finishedAt) : null,
    trouble: hasSucceeded ? null : progress.trouble,
    chronosAheadMs: chronosAheadOf(progress, report),
  };
}

/** A report is the last act of its container: the task goes on for a moment, until the framework counts it. */
function endingRunOf({ run, endingRun }: JobProgress, now: number): JobProgress['endingRun'] {
  if (run === null) return endingRun && { ...endingRun, reportedAt: now };
  const { requestedAt, succeededBefore, failedBefore } = run;
  return { requestedAt, succeededBefore, failedBefore, reportedAt: now, killedAt: null };
}

function chronosAheadOf({ run, chronosAheadMs }: JobProgress, report: Report): number {
  const enqueuedAt = enqueuedAtOf(report.run);
  return run === null || enqueuedAt === null ? chronosAheadMs : enqueuedAt - run.requestedAt;
}

function withCoreSeconds(progress: JobProgress, report: Report): JobProgress {
  const { cpus, durationSeconds } = iterationOf(report, progress);
  const coreSeconds = Math.round((progress.coreSeconds + cpus * durationSeconds) * 1000) / 1000;
  const containers = rememberContainer(progress.containers ?? [], report, cpus);
  return { ...progress, coreSeconds, ...(containers.length > 0 ? { containers } : {}) };
}
