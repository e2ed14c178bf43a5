import type { GoingRun, LoopingApp } from '../../job/execution.ts';
import type { Job, JobSpec } from '../../job/job.ts';
import type { Progress } from '../../job/progress.ts';
import type { AppState, SeenApp } from '../../ports/observation.ts';
import { countFailure, countHung } from '../progress/count-failure.ts';
import { heldBy, withHeld } from '../progress/count-held.ts';
import { withExecution } from '../progress/execution.ts';
import { lockedTooLong, lostTouch } from './app-problems.ts';
import { isAtRest, withRestsOver } from './rest.ts';
import { withTaskStart } from './restart-cost.ts';
import { settleWaiting } from './settle-waiting.ts';

/** What Marathon shows of the one task that goes from run to run: running, waiting, crashed, or meddled with. */
export function settleApp(
  progress: Progress<LoopingApp>,
  seen: SeenApp,
  { spec, rests }: Pick<Job, 'spec' | 'rests'>,
  now: number,
): Progress<LoopingApp> {
  const counted = countCrash(settleKilled(progress, seen, now), seen, now);
  const execution = withRestsOver(withState(counted.execution, seen.app, now), { rests }, seen);
  const known = { ...counted, execution };
  const { instances } = seen.app;
  if (isAtRest({ rests }, execution, seen))
    return { ...withExecution(known, { run: null }), problem: lostTouch(seen) };
  if (instances !== 1) return { ...withExecution(known, { run: newRun(now) }), problem: meddled(instances) };
  if (seen.run === 'running') return settleRunning(known, seen, spec, now);
  const idleAt = known.execution.run?.idleAt ?? null;
  return settleWaiting(withExecution(known, { run: { ...newRun(now), idleAt } }), seen, spec, now);
}

/** What does not depend on whether a task runs. */
function withState(app: LoopingApp, { start, stagedTask, isChanging }: AppState, now: number): LoopingApp {
  const staged = app.stagedTask?.id === stagedTask ? app.stagedTask : null;
  return {
    ...withTaskStart(app, start),
    stagedTask: stagedTask === null ? null : (staged ?? { id: stagedTask, seenAt: now }),
    changingSince: isChanging ? (app.changingSince ?? now) : null,
  };
}

/** A run begins with its task, or when the one before has reported and the pause is over. All on our clock. */
function settleRunning(
  progress: Progress<LoopingApp>,
  seen: SeenApp,
  spec: JobSpec,
  now: number,
): Progress<LoopingApp> {
  const { execution, lastEndAt, ceiling } = progress;
  const { run } = execution;
  const id = seen.app.taskId ?? '';
  const task = execution.task?.id === id ? execution.task : { id, seenAt: now };
  const isFirst = lastEndAt === null || task.seenAt > lastEndAt;
  const runningAt = isFirst ? task.seenAt : lastEndAt + spec.pauseSeconds * 1000;
  return {
    ...withExecution(progress, {
      task,
      run: { ...newRun(run?.requestedAt ?? runningAt), runningAt, killedAt: run?.killedAt ?? null },
    }),
    // What runs has found room, if it is what the app shows.
    ceiling: ceiling && seen.app.isCurrent && seen.cpus > ceiling.cpus ? null : ceiling,
    problem: lostTouch(seen) ?? lockedTooLong(execution, now),
  };
}

function newRun(requestedAt: number): GoingRun {
  return { requestedAt, runningAt: null, idleAt: null, killedAt: null };
}

/** A run that was killed because it seemed to hang is over when its task is. */
function settleKilled(progress: Progress<LoopingApp>, { app }: SeenApp, now: number): Progress<LoopingApp> {
  const { run, task } = progress.execution;
  if (run === null || run.killedAt === null || app.taskId === task?.id) return progress;
  return withExecution(countHung(withRunHeld(progress, now), run), { run: null });
}

/** Marathon remembers the last task that failed; one that was killed, or whose run failed and was reported, is none. */
function countCrash(
  progress: Progress<LoopingApp>,
  { app: { failure } }: SeenApp,
  now: number,
): Progress<LoopingApp> {
  if (failure === null || failure.taskId === progress.execution.crashedTask) return progress;
  const counted = countFailure(withRunHeld(progress, now), `The task of the app ended: ${failure.message}`);
  return withExecution(counted, { run: null, crashedTask: failure.taskId });
}

/** The run that goes on has held its cpus until now. */
function withRunHeld(progress: Progress<LoopingApp>, now: number): Progress<LoopingApp> {
  const { run } = progress.execution;
  return run === null
    ? progress
    : withHeld(progress, heldBy(run, { usualCpus: progress.cpus, endedAt: now }));
}

function meddled(instances: number): string {
  return instances === 0
    ? 'Somebody suspended the app in Marathon: give it one instance again there, or cancel the job.'
    : `Somebody scaled the app to ${instances} instances in Marathon: give it one again there, or cancel the job.`;
}
