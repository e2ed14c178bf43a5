import type { TaskStatus } from '../mesos/task.ts';
import type { Chronos } from './chronos.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { enqueueRun } from './run-jobs.ts';
import { afterFinalFailure, afterSuccess, isRetried } from './run-outcome.ts';
import { parseTaskId, type RunRequest } from './task-id.ts';

const keptDurations = 1000;

/** Applies what Mesos says of a task to its job as it is defined now. Tasks that were not launched here are ignored. */
export function updateTask(chronos: Chronos, { taskId, state }: Pick<TaskStatus, 'taskId' | 'state'>): void {
  const task = chronos.tasks.get(taskId);
  const run = parseTaskId(taskId);
  if (!run || !(task || chronos.strays.has(taskId))) return;
  const job = chronos.jobs.get(run.jobName);
  chronos.queued.delete(run.jobName);
  if (state === 'TASK_RUNNING') {
    if (task) task.isRunning = true;
  } else if (state === 'TASK_FINISHED' && task && job?.async) {
    task.awaitsCallback = true;
  } else {
    forgetTask(chronos, taskId);
    if (job && state === 'TASK_FINISHED') succeed(chronos, job, run);
    if (job && (state === 'TASK_FAILED' || state === 'TASK_LOST')) fail(chronos, job, run);
  }
  chronos.persist();
}

/** The client of an asynchronous task says how it ended; an unknown task is ignored. */
export function reportTask(chronos: Chronos, taskId: string, statusCode: number): void {
  const run = parseTaskId(taskId);
  const job = run && chronos.jobs.get(run.jobName);
  if (!job || !chronos.tasks.has(taskId)) return;
  forgetTask(chronos, taskId);
  if (statusCode === 0) succeed(chronos, job, run);
  else fail(chronos, job, run);
  chronos.persist();
}

function forgetTask({ tasks, strays }: Chronos, taskId: string): void {
  tasks.delete(taskId);
  strays.delete(taskId);
}

/** Counts a success; without a run it is somebody's word, which has no duration. */
export function succeed(chronos: Chronos, job: ChronosJob, run?: RunRequest): void {
  const now = Date.now();
  chronos.jobs.set(job.name, afterSuccess(job, now));
  if (run) {
    const before = chronos.durationsMs.get(job.name) ?? [];
    chronos.durationsMs.set(job.name, [...before, now - run.dueAt].slice(-keptDurations));
  }
  enqueueDependents(chronos, job.name);
}

function fail(chronos: Chronos, job: ChronosJob, run: RunRequest): void {
  const now = Date.now();
  if (isRetried(job, run.attempt)) {
    const dueAt = now + chronos.timing.failureRetryMs;
    chronos.retries.push({ ...run, dueAt, attempt: run.attempt + 1 });
    return;
  }
  const failed = afterFinalFailure(job, now);
  const stored = isScheduled(failed) ? chronos.timetable.accept(failed, 'failed', now) : failed;
  chronos.jobs.set(job.name, stored);
  if (job.softError) enqueueDependents(chronos, job.name);
}

/** A dependent job runs once each of its parents has ended since it ran last. */
function enqueueDependents(chronos: Chronos, parent: string): void {
  for (const job of chronos.jobs.values()) {
    if (isScheduled(job) || !job.parents.includes(parent)) continue;
    const ended = (chronos.endedParents.get(job.name) ?? new Set()).add(parent);
    const isReady = job.parents.every((name) => ended.has(name));
    chronos.endedParents.set(job.name, isReady ? new Set() : ended);
    if (isReady) enqueueRun(chronos, job);
  }
}
