import type { Law, Plan } from '../control/law.ts';
import type {
  EndingRun,
  Execution,
  GoingRun,
  LoopingApp,
  StartedRuns,
  UnreportedRun,
} from '../job/execution.ts';
import type { Point } from '../job/job.ts';
import { isFinished, type JobProgress } from '../job/progress.ts';
import { enqueuedAtOf, type Report } from '../job/report.ts';
import type { Context } from './context.ts';
import { countFailure, countHung } from './progress/count-failure.ts';
import { heldBy, withHeld } from './progress/count-held.ts';
import { rememberContainer } from './progress/remember-container.ts';
import { isRemembered, rememberRun, unreportedRunOf } from './progress/remember-run.ts';
import { withReport } from './started-runs/contention.ts';

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
    const settled = unreportedRunOf(folded.progress.execution, report);
    folded = settled
      ? correct(folded, report, settled)
      : count(folded, report, { law, plan, now, resumedAt: job.resumedAt });
    folded.progress = rememberRun(folded.progress, key, report);
  }
  return folded;
}

interface Counting {
  law: Law;
  plan: Plan;
  now: number;
  /** When the job was resumed last. */
  resumedAt: number | null;
}

/** A run that was going on as far as anybody knew. */
function count(folded: Folded, report: Report, counting: Counting): Folded {
  const { now } = counting;
  const { execution } = folded.progress;
  const isRestart = execution.kind === 'looping-app' && isFirstOfTask(report);
  const killed = isRestart ? killedRunBefore(execution, report) : null;
  const progress = killed ? countKilled(folded.progress, killed, now) : folded.progress;
  const counted =
    report.exitCode === 0
      ? complete({ ...folded, progress }, { ...report, isRestart }, counting)
      : { ...folded, progress: fail(progress, report) };
  return { ...counted, progress: ended(counted.progress, report, now) };
}

function countKilled(progress: JobProgress, run: GoingRun, now: number): JobProgress {
  const endedAt = run.killedAt ?? now;
  return countHung(withHeld(progress, heldBy(run, { usualCpus: progress.cpus, endedAt })), run);
}

/**
 * The run that was killed because it hung, and which is gone with its task although nobody has looked since: another task reports
 * its first run.
 */
function killedRunBefore({ run, task }: LoopingApp, report: Report): GoingRun | null {
  // A kill may have come to nothing: then it is the run that was to be killed which reports.
  const isSameTask = task !== null && report.run.startsWith(`${task.id}.`);
  return run?.killedAt && !isSameTask ? run : null;
}

/** A run that was settled without its report, which says now what became of it. The run that goes on meanwhile does so. */
function correct(folded: Folded, report: Report, settled: UnreportedRun): Folded {
  const { progress } = folded;
  const rest = withHeld(withoutUnreported(progress, settled), -(settled.coreSeconds ?? 0));
  const known = withCoreSeconds(withFailureDue(rest, report), report);
  if (settled.as === 'counted' || (settled.as === 'failed' && report.exitCode !== 0)) {
    return { ...folded, progress: withFailure(known, report) };
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

function withoutUnreported(progress: JobProgress, settled: UnreportedRun): JobProgress {
  const { execution } = progress;
  if (execution.kind === 'looping-app') return progress;
  const unreported = execution.unreported.filter((each) => each !== settled);
  return { ...progress, execution: { ...execution, unreported } };
}

/** A failure of an earlier run is counted by the framework when its task ends: after the report, and perhaps during the next run. */
function withFailureDue(progress: JobProgress, { exitCode, finishedAt }: Report): JobProgress {
  const { execution } = progress;
  if (exitCode === 0 || execution.kind === 'looping-app' || execution.run === null) return progress;
  const { run } = execution;
  if (finishedAt * 1000 < run.requestedAt) return progress;
  return { ...progress, execution: { ...execution, run: { ...run, failedBefore: run.failedBefore + 1 } } };
}

/** The wrapped loop numbers the runs of its task at the end of their names. */
function isFirstOfTask({ run }: Report): boolean {
  return run.endsWith('.1');
}

function complete(
  folded: Folded,
  report: Report & { isRestart: boolean },
  { law, plan, resumedAt }: Counting,
): Folded {
  const { progress } = folded;
  const { cpus, durationSeconds } = iterationOf(report, progress);
  const sinceLast =
    progress.lastFinishedAt === null ? null : Math.max(0, report.startedAt - progress.lastFinishedAt);
  // The time in which the job was paused is no gap between two runs.
  const wasPaused = resumedAt !== null && resumedAt / 1000 >= (progress.lastFinishedAt ?? 0);
  const gapSeconds = report.isRestart || wasPaused ? null : sinceLast;
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
  const failed = withFailure(progress, report);
  return countFailure(failed, `The last run ended with exit code ${report.exitCode}.`);
}

/** What people are shown of the run that failed last. */
function withFailure(progress: JobProgress, report: Report): JobProgress {
  return report.exitCode === 0 ? progress : { ...progress, lastFailure: report };
}

function ended(progress: JobProgress, report: Report, now: number): JobProgress {
  const hasSucceeded = report.exitCode === 0;
  return {
    ...withCoreSeconds(progress, report),
    execution: endedExecution(progress.execution, report, now),
    lastEndAt: now,
    lastFinishedAt: hasSucceeded ? Math.max(progress.lastFinishedAt ?? 0, report.finishedAt) : null,
    trouble: hasSucceeded ? null : progress.trouble,
  };
}

/** A loop goes on in its task. Elsewhere a report is the last act of its task, which goes on for a moment, until the framework counts it. */
function endedExecution(execution: Execution, report: Report, now: number): Execution {
  if (execution.kind === 'looping-app') return { ...execution, run: null };
  const waits = withReport(execution, report, now);
  return {
    ...execution,
    run: null,
    endingRun: endingRunOf(execution, now),
    chronosAheadMs: chronosAheadOf(execution, report),
    ...(waits ? { waits } : {}),
  };
}

function endingRunOf({ run, endingRun }: StartedRuns, now: number): EndingRun | null {
  if (run === null) return endingRun && { ...endingRun, reportedAt: now };
  const { requestedAt, succeededBefore, failedBefore } = run;
  return { requestedAt, succeededBefore, failedBefore, reportedAt: now, killedAt: null };
}

function chronosAheadOf({ run, chronosAheadMs }: StartedRuns, report: Report): number {
  const enqueuedAt = enqueuedAtOf(report.run);
  return run === null || enqueuedAt === null ? chronosAheadMs : enqueuedAt - run.requestedAt;
}

function withCoreSeconds(progress: JobProgress, report: Report): JobProgress {
  const { cpus, durationSeconds } = iterationOf(report, progress);
  const coreSeconds = Math.round((progress.coreSeconds + cpus * durationSeconds) * 1000) / 1000;
  const containers = rememberContainer(progress.containers ?? [], report, cpus);
  return { ...progress, coreSeconds, ...(containers.length > 0 ? { containers } : {}) };
}
