import { cpusText } from '../../control/wording.ts';
import type { LoopingApp } from '../../job/execution.ts';
import type { JobSpec } from '../../job/job.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { SeenApp } from '../../ports/observation.ts';
import { withExecution } from '../progress/execution.ts';
import { lockedTooLong, lostTouch, stagedTooLong } from './app-problems.ts';

/** How long to wait for an offer before lowering the ceiling: when offers lacked cpus; when the reason is unknown. */
const lackingCpusMs = 15_000;
const waitingMs = 90_000;
/** Grace period for an app without a running or waiting task, which its framework checks less often; then the job says so. */
const idleTooLongMs = 360_000;
const ceilingHoldsMs = 600_000;
const ceilingHoldsAtMostMs = 4 * 3_600_000;
const ceilingFactor = 0.75;

/**
 * An app whose task waits for an offer, or that has none. While the old task ends, a crash is waited out, or an agent prepares the
 * task, it does neither: fewer cpus would help nothing, and a change would begin it all anew.
 */
export function settleWaiting(
  progress: Progress<LoopingApp>,
  seen: SeenApp,
  spec: JobSpec,
  now: number,
): Progress<LoopingApp> {
  const { execution } = progress;
  const { run } = execution;
  const { waitsFor } = seen.app;
  if (run === null) return progress;
  if (waitsFor === null && seen.run !== 'idle') {
    const problem = stagedTooLong(execution, now) ?? lostTouch(seen) ?? lockedTooLong(execution, now);
    return { ...withExecution(progress, { run: { ...run, idleAt: null } }), problem };
  }
  const idleAt = run.idleAt ?? now;
  const waiting = withExecution(progress, { run: { ...run, idleAt } });
  const waitedMs = now - idleAt;
  if (waitsFor === null) return waitedMs < idleTooLongMs ? waiting : { ...waiting, problem: noTask };
  const lacksCpus = waitsFor.reason === 'InsufficientCpus';
  const patienceMs = lacksCpus ? lackingCpusMs : waitingMs;
  if (waitedMs < patienceMs) return waiting;
  const problem = wanted(waitsFor.reason, seen.cpus, waitedMs);
  const mayHelp = lacksCpus || waitsFor.reason === null;
  // The last attempt gets the same time; the wait before it says nothing about it.
  const isTried = progress.ceiling !== null && now - progress.ceiling.setAt < patienceMs;
  return {
    ...waiting,
    problem,
    ceiling: mayHelp && !isTried ? lowered(waiting, seen, spec, now) : progress.ceiling,
  };
}

const noTask = 'The app has no task in Marathon, and none waits to be started.';

/** When more was tried after a while and found no room again, it is tried twice as late the next time. */
function lowered(
  { ceiling }: JobProgress,
  seen: SeenApp,
  spec: JobSpec,
  now: number,
): JobProgress['ceiling'] {
  const twice = ceiling ? 2 * (ceiling.untilAt - ceiling.setAt) : ceilingHoldsMs;
  const untilAt = now + Math.min(twice, ceilingHoldsAtMostMs);
  return { cpus: fitting(seen, spec), setAt: now, untilAt };
}

/** The most cpus that an agent was seen to offer; a part of those that nobody offers when that is not known. */
function fitting({ cpus, app }: SeenApp, { cpus: { min } }: JobSpec): number {
  const offered = app.waitsFor?.offeredCpus ?? 0;
  const fits = offered > 0 && offered < cpus ? offered : cpus * ceilingFactor;
  return Math.max(min, Math.floor(fits * 100) / 100);
}

const resources: Record<string, string> = {
  InsufficientMemory: 'enough memory',
  InsufficientDisk: 'enough disk',
  InsufficientGpus: 'enough GPUs',
  InsufficientPorts: 'the ports that it needs',
  UnfulfilledConstraint: 'what its constraints require',
  UnfulfilledRole: 'resources of its role',
};

function wanted(reason: string | null, cpus: number, waitedMs: number): string {
  const offers = reason === null ? 'seems to offer' : 'offers';
  const others = reason === null ? ', and what else it asks for' : '';
  const resource = resources[reason ?? ''] ?? `${cpusText(cpus)}${others}`;
  return `The task has waited for ${Math.round(waitedMs / 1000)} s: no agent ${offers} ${resource}.`;
}
