import type { Law, Plan } from '../control/law.ts';
import type { Job, JobProgress, Point } from '../job/job.ts';
import type { Report } from '../job/report.ts';
import { countFailure, countHung } from './count-failure.ts';
import { rememberContainer } from './remember-container.ts';

const recentRunsKept = 16;
const shortestRunSeconds = 0.01;

export interface Folded {
  progress: JobProgress;
  newlyCompleted: number;
  iterations: Point['iterations'];
}

/** Counts the reports of the inbox, oldest first, and lets the law learn from those that completed an iteration. */
export function foldReports(job: Job, law: Law, plan: Plan, now: number): Folded {
  const waiting = Object.entries(job.inbox).sort(([, a], [, b]) => a.finishedAt - b.finishedAt);
  let folded: Folded = { progress: job.progress, newlyCompleted: 0, iterations: [] };
  for (const [key, report] of waiting) {
    if (folded.progress.completed >= plan.iterations) break;
    const isRestart = job.spec.framework === 'marathon' && isFirstOfTask(report);
    const { run } = folded.progress;
    // The task that was killed because its run hung is gone, and nobody has looked since.
    if (isRestart && run?.killedAt) folded.progress = countHung(folded.progress, run);
    folded =
      report.exitCode === 0 ? complete(folded, { ...report, isRestart }, law, plan) : fail(folded, report);
    folded.progress = remember(ended(folded.progress, report, now), key, report);
  }
  return folded;
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
  const restartSeconds = report.isRestart ? restartOf(progress, sinceLast) : progress.restartSeconds;
  return {
    progress: { ...progress, completed: progress.completed + 1, failuresInRow: 0, memory, restartSeconds },
    newlyCompleted: folded.newlyCompleted + 1,
    iterations: [
      ...folded.iterations,
      { cpus, durationSeconds, endedAt: Math.round(report.finishedAt * 1000) },
    ],
  };
}

/** What the last restarts took out of the work, the later ones weighing more; one that had other reasons weighs little. */
function restartOf({ restartSeconds: before }: JobProgress, sinceLast: number | null): number | null {
  if (sinceLast === null || before === null) return before;
  return Math.round(((before + Math.min(sinceLast, 3 * before + 5)) / 2) * 1000) / 1000;
}

function iterationOf(report: Report, progress: JobProgress) {
  const durationSeconds = Math.max(report.finishedAt - report.startedAt, shortestRunSeconds);
  return { cpus: report.cpus ?? progress.cpus, durationSeconds: Math.round(durationSeconds * 1000) / 1000 };
}

function fail(folded: Folded, report: Report): Folded {
  return {
    ...folded,
    progress: countFailure(folded.progress, `The last run ended with exit code ${report.exitCode}.`),
  };
}

function ended(progress: JobProgress, report: Report, now: number): JobProgress {
  const lastFinishedAt =
    report.exitCode === 0 ? Math.max(progress.lastFinishedAt ?? 0, report.finishedAt) : null;
  const trouble = report.exitCode === 0 ? null : progress.trouble;
  const { cpus, durationSeconds } = iterationOf(report, progress);
  const coreSeconds = Math.round((progress.coreSeconds + cpus * durationSeconds) * 1000) / 1000;
  const containers = rememberContainer(progress.containers ?? [], report, cpus);
  const next = { ...progress, run: null, lastEndAt: now, lastFinishedAt, coreSeconds, trouble };
  return containers.length > 0 ? { ...next, containers } : next;
}

function remember(progress: JobProgress, key: string, { finishedAt }: Report): JobProgress {
  const latestFirst = Object.entries({ ...progress.recentRuns, [key]: finishedAt }).sort(
    ([, a], [, b]) => b - a,
  );
  const [oldestForgotten] = latestFirst.slice(recentRunsKept);
  return {
    ...progress,
    recentRuns: Object.fromEntries(latestFirst.slice(0, recentRunsKept)),
    reportsAfter: Math.max(progress.reportsAfter, oldestForgotten?.[1] ?? 0),
  };
}
