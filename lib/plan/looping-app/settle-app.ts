import type { JobProgress, JobSpec, RequestedRun } from '../../job/job.ts';
import type { SeenApp } from '../../ports/observation.ts';
import { countFailure, countHung } from '../progress/count-failure.ts';
import { lockedTooLong, lostTouch } from './app-problems.ts';
import { withTaskStart } from './restart-cost.ts';
import { settleWaiting } from './settle-waiting.ts';

/** What Marathon shows of the one task that goes from run to run: running, waiting, crashed, or meddled with. */
export function settleApp(progress: JobProgress, seen: SeenApp, spec: JobSpec, now: number): JobProgress {
  const { instances, isChanging, start, stagedTask } = seen.app;
  const staged = progress.stagedTask?.id === stagedTask ? progress.stagedTask : null;
  const known = {
    ...withTaskStart(countCrash(settleKilled(progress, seen), seen), start),
    stagedTask: stagedTask === null ? null : (staged ?? { id: stagedTask, seenAt: now }),
    changingSince: isChanging ? (progress.changingSince ?? now) : null,
  };
  if (instances !== 1) return { ...known, run: newRun(now), problem: meddled(instances) };
  return seen.run === 'running'
    ? settleRunning(known, seen, spec, now)
    : settleWaiting(
        { ...known, run: { ...newRun(now), idleAt: known.run?.idleAt ?? null } },
        seen,
        spec,
        now,
      );
}

/** A run begins with its task, or when the one before has reported and the pause is over. All on our clock. */
function settleRunning(progress: JobProgress, seen: SeenApp, spec: JobSpec, now: number): JobProgress {
  const { run, lastEndAt, ceiling } = progress;
  const id = seen.app.taskId ?? '';
  const task = progress.task?.id === id ? progress.task : { id, seenAt: now };
  const isFirst = lastEndAt === null || task.seenAt > lastEndAt;
  const runningAt = isFirst ? task.seenAt : lastEndAt + spec.pauseSeconds * 1000;
  return {
    ...progress,
    task,
    run: { ...newRun(run?.requestedAt ?? runningAt), runningAt, killedAt: run?.killedAt ?? null },
    // What runs has found room, if it is what the app shows.
    ceiling: ceiling && seen.app.isCurrent && seen.cpus > ceiling.cpus ? null : ceiling,
    problem: lostTouch(seen) ?? lockedTooLong(progress, now),
  };
}

function newRun(requestedAt: number): RequestedRun {
  return {
    requestedAt,
    runningAt: null,
    idleAt: null,
    killedAt: null,
    askedAt: null,
    succeededBefore: 0,
    failedBefore: 0,
  };
}

/** A run that was killed because it seemed to hang is over when its task is. */
function settleKilled(progress: JobProgress, { app }: SeenApp): JobProgress {
  const { run, task } = progress;
  if (run === null || run.killedAt === null || app.taskId === task?.id) return progress;
  return { ...countHung(progress, run), run: null };
}

/** Marathon remembers the last task that failed; one that was killed, or whose run failed and was reported, is none. */
function countCrash(progress: JobProgress, { app: { failure } }: SeenApp): JobProgress {
  if (failure === null || failure.taskId === progress.crashedTask) return progress;
  const counted = countFailure(progress, `The task of the app ended: ${failure.message}`);
  return { ...counted, run: null, crashedTask: failure.taskId };
}

function meddled(instances: number): string {
  return instances === 0
    ? 'Somebody suspended the app in Marathon: give it one instance again there, or cancel the job.'
    : `Somebody scaled the app to ${instances} instances in Marathon: give it one again there, or cancel the job.`;
}
