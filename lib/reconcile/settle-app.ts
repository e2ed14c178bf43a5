import type { JobProgress, JobSpec } from '../job/job.ts';
import { countFailure, countHung } from './count-failure.ts';
import type { AppState, SeenApp } from './ports.ts';

/** So long may an app wait for an offer: when offers came and had too few cpus, and when it is not known why. */
const lackingCpusMs = 15_000;
const waitingMs = 90_000;
/** So long may an app be without a task that runs or waits: its framework looks for such ones less often. */
const idleTooLongMs = 360_000;
const ceilingHoldsMs = 600_000;
const ceilingFactor = 0.75;

/** What Marathon shows of the one task that goes from run to run: running, waiting, crashed, or meddled with. */
export function settleApp(progress: JobProgress, seen: SeenApp, spec: JobSpec, now: number): JobProgress {
  const known = { ...progress, restartSeconds: progress.restartSeconds ?? seen.app.startSeconds };
  const counted = countCrash(settleKilled(known, seen, now), seen.app);
  const { instances } = seen.app;
  if (instances !== 1) return { ...counted, run: null, problem: meddled(instances) };
  return seen.run === 'running'
    ? { ...counted, run: goingOn(counted, seen, now) }
    : settleWaiting(counted, seen, spec, now);
}

/** A run begins when the one before has reported, or with its task. */
function goingOn({ run, lastEndAt }: JobProgress, { app }: SeenApp, now: number): JobProgress['run'] {
  const taskAt = Math.min(app.runningAt ?? now, now);
  const runningAt = Math.max(lastEndAt ?? 0, taskAt);
  return { ...newRun(run?.requestedAt ?? runningAt), runningAt, killedAt: run?.killedAt ?? null };
}

function newRun(requestedAt: number) {
  return { requestedAt, runningAt: null, idleAt: null, killedAt: null, succeededBefore: 0, failedBefore: 0 };
}

/** A run that was killed because it seemed to hang is over when another task runs, or none. */
function settleKilled(progress: JobProgress, { run: state, app }: SeenApp, now: number): JobProgress {
  const { run } = progress;
  if (run === null || run.killedAt === null) return progress;
  const isOver = state !== 'running' || Math.min(app.runningAt ?? now, now) > run.killedAt;
  return isOver ? { ...countHung(progress, run), run: null } : progress;
}

/** Marathon remembers the last task that failed; one that was killed, or whose run failed and was reported, is none. */
function countCrash(progress: JobProgress, { failure }: AppState): JobProgress {
  if (failure === null || failure.taskId === progress.crashedTask) return progress;
  const counted = countFailure(progress, `The task of the app ended: ${failure.message}`);
  return { ...counted, run: null, crashedTask: failure.taskId };
}

function meddled(instances: number): string {
  return instances === 0
    ? 'Somebody suspended the app in Marathon: give it one instance again there, or cancel the job.'
    : `Somebody scaled the app to ${instances} instances in Marathon: give it one again there, or cancel the job.`;
}

function settleWaiting(progress: JobProgress, seen: SeenApp, spec: JobSpec, now: number): JobProgress {
  const { waitsFor } = seen.app;
  const idleAt = progress.run?.idleAt ?? now;
  const waiting = { ...progress, run: { ...newRun(now), idleAt } };
  const waitedMs = now - idleAt;
  if (seen.run === 'idle') return waitedMs < idleTooLongMs ? waiting : { ...waiting, problem: noTask };
  if (waitsFor === null) return waiting;
  const lacksCpus = waitsFor.reason === 'InsufficientCpus';
  if (waitedMs < (lacksCpus ? lackingCpusMs : waitingMs)) return waiting;
  const problem = wanted(waitsFor.reason, seen.cpus, waitedMs);
  const lowered = now - (progress.ceiling?.setAt ?? 0) < lackingCpusMs;
  if (!lacksCpus || lowered) return { ...waiting, problem };
  return {
    ...waiting,
    problem,
    ceiling: { cpus: fitting(seen, spec), setAt: now, untilAt: now + ceilingHoldsMs },
  };
}

const noTask = 'The app has no task in Marathon, and none waits to be started.';

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
  InsufficientPorts: 'the ports that it wants',
  UnfulfilledConstraint: 'what its constraints want',
  UnfulfilledRole: 'resources of its role',
};

function wanted(reason: string | null, cpus: number, waitedMs: number): string {
  const resource = resources[reason ?? ''] ?? `${cpus} cpus`;
  return `The task has waited for ${Math.round(waitedMs / 1000)} s: no agent offers ${resource}.`;
}
