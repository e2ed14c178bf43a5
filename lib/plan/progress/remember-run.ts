import type { Execution, StartedRuns, UnreportedRun } from '../../job/execution.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import { enqueuedAtOf, placeOf, type Report } from '../../job/report.ts';
import { loopKey } from '../../job/token.ts';
import { withExecution } from './execution.ts';

/** A run whose name says nothing of its place stands where its clock says it began, perhaps beside others: more of these are kept. */
const runsKept = { ofChronos: 16, others: 64 };
const loopsKept = 16;
const unreportedKept = 8;

/** Whether the run of the report is known to be counted. */
export function isRemembered({ recentRuns, loops }: JobProgress, key: string, report: Report): boolean {
  const { loop } = placeOf(report.run, report.startedAt);
  if (loop === null) return key in recentRuns;
  return loop.number <= (loops[loopKey(loop.task)]?.upTo ?? 0);
}

/** Remembers a run that is counted, and below which place others are forgotten. */
export function rememberRun(progress: JobProgress, key: string, report: Report): JobProgress {
  const place = placeOf(report.run, report.startedAt);
  const order = report.order ?? place.order;
  if (place.loop) return rememberLoop(progress, place.loop, order);
  const count = enqueuedAtOf(report.run) === null ? runsKept.others : runsKept.ofChronos;
  const { kept, forgottenUpTo } = newest({ ...progress.recentRuns, [key]: order }, count, (each) => each);
  return { ...progress, recentRuns: kept, forgottenUpTo: Math.max(progress.forgottenUpTo, forgottenUpTo) };
}

function rememberLoop(
  progress: JobProgress,
  { task, number }: { task: string; number: number },
  order: number,
): JobProgress {
  const loops = { ...progress.loops, [loopKey(task)]: { upTo: number, order } };
  const { kept, forgottenUpTo } = newest(loops, loopsKept, (loop) => loop.order);
  return { ...progress, loops: kept, forgottenUpTo: Math.max(progress.forgottenUpTo, forgottenUpTo) };
}

/** The entries of the latest places, and the latest place among the others. */
function newest<Value>(all: Record<string, Value>, count: number, placeOf: (value: Value) => number) {
  const latestFirst = Object.entries(all).sort(([, a], [, b]) => placeOf(b) - placeOf(a));
  const [forgotten] = latestFirst.slice(count);
  return {
    kept: Object.fromEntries(latestFirst.slice(0, count)),
    forgottenUpTo: forgotten ? placeOf(forgotten[1]) : 0,
  };
}

/** Remembers a run that is settled without its report. */
export function rememberUnreported(
  progress: Progress<StartedRuns>,
  run: UnreportedRun,
): Progress<StartedRuns> {
  const unreported = [...progress.execution.unreported, run].slice(-unreportedKept);
  return withExecution(progress, { unreported });
}

/**
 * The run settled without its report that this report is of; null when it is of the run that goes on. A task of Chronos names
 * the time at which it was queued: the request that was nearest to it made it.
 */
export function unreportedRunOf(execution: Execution, report: Report): UnreportedRun | null {
  if (execution.kind === 'looping-app') return null;
  const { unreported, run, chronosAheadMs } = execution;
  const enqueuedAt = enqueuedAtOf(report.run);
  if (enqueuedAt === null) return run === null ? (unreported.at(-1) ?? null) : null;
  const distance = ({ requestedAt }: { requestedAt: number }) =>
    Math.abs(enqueuedAt - chronosAheadMs - requestedAt);
  const nearest = unreported.reduce<UnreportedRun | null>(
    (best, each) => (best === null || distance(each) < distance(best) ? each : best),
    null,
  );
  return nearest !== null && (run === null || distance(nearest) < distance(run)) ? nearest : null;
}
