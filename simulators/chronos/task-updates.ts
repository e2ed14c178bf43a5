import type { TaskStatus } from '../mesos/task.ts';
import type { Chronos } from './chronos.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { enqueueRun } from './run-jobs.ts';
import { afterFinalFailure, afterSuccess, isRetried } from './run-outcome.ts';
import { parseTaskId, type RunRequest } from './task-id.ts';

const keptDurations = 1000;

/**
 * Applies what Mesos says of a task to its job as it is defined now. Tasks that were not launched here are ignored, and an aborted
 * driver hears nothing.
 */
export function updateTask(chronos: Chronos, { taskId, state }: Pick<TaskStatus, 'taskId' | 'state'>): void {
  if (chronos.driver === 'absent') chronos.unheard.push({ taskId, state });
  const task = chronos.tasks.get(taskId);
  const run = parseTaskId(taskId);
  if (chronos.driver !== 'active' || !run || !(task || chronos.strays.has(taskId))) return;
  if (state === 'TASK_RUNNING') {
    startTask(chronos, taskId, run);
    return;
  }
  const job = chronos.jobs.get(run.jobName);
  chronos.queued.delete(run.jobName);
  if (state === 'TASK_FINISHED' && task && job?.async) task.awaitsCallback = true;
  else {
    forgetTask(chronos, taskId);
    if (job) endRun(chronos, job, { run, state });
  }
  chronos.persist();
}

/** An agent may say before that the task is starting: 3.x does not know that word, and forgets the task until it runs. */
function startTask(chronos: Chronos, taskId: string, run: RunRequest): void {
  const { startingMs } = chronos.timing;
  if (startingMs === 0) {
    trackRunning(chronos, taskId, run.jobName);
    return;
  }
  if (!chronos.dialect.knowsStarting && chronos.tasks.delete(taskId)) chronos.strays.add(taskId);
  chronos.clock.after(startingMs, () => {
    const isKnown = chronos.tasks.has(taskId) || chronos.strays.has(taskId);
    if (isKnown && chronos.driver === 'active') trackRunning(chronos, taskId, run.jobName);
  });
}

/** From now on the task counts as running, also one of an earlier leader. */
export function trackRunning(chronos: Chronos, taskId: string, jobName: string): void {
  chronos.queued.delete(jobName);
  chronos.strays.delete(taskId);
  chronos.tasks.set(taskId, { jobName, isRunning: true, awaitsCallback: false });
  chronos.persist();
}

/** The client of an asynchronous task says how it ended; an unknown task is ignored. */
export function reportTask(chronos: Chronos, taskId: string, statusCode: number): void {
  const run = parseTaskId(taskId);
  const job = run && chronos.jobs.get(run.jobName);
  if (!job || !chronos.tasks.has(taskId)) return;
  forgetTask(chronos, taskId);
  endRun(chronos, job, { run, state: statusCode === 0 ? 'TASK_FINISHED' : 'TASK_FAILED' });
  chronos.persist();
}

function forgetTask({ tasks, strays }: Chronos, taskId: string): void {
  tasks.delete(taskId);
  strays.delete(taskId);
}

type EndedRun = { run: RunRequest; state: TaskStatus['state'] };

/** Counts what is counted. From a success on the scheduler walks the graph, where it must not miss the job. */
function endRun(chronos: Chronos, job: ChronosJob, { run, state }: EndedRun): void {
  const hasFailed = state === 'TASK_FAILED' || state === 'TASK_LOST';
  if (state === 'TASK_FINISHED') succeed(chronos, job, run);
  if (hasFailed) fail(chronos, job, run);
  if (state !== 'TASK_FINISHED' && !hasFailed) return;
  const walksGraph = state === 'TASK_FINISHED' || job.softError;
  chronos.lastEnds.set(job.name, { at: chronos.clock.now(), walksGraph });
  if (walksGraph && chronos.zombies.has(job.name)) chronos.driver = 'aborted';
}

/** Counts a success; without a run it is somebody's word, which has no duration. */
export function succeed(chronos: Chronos, job: ChronosJob, run?: RunRequest): void {
  const now = chronos.clock.now();
  chronos.jobs.set(job.name, afterSuccess(job, now));
  if (run) {
    const before = chronos.durationsMs.get(job.name) ?? [];
    chronos.durationsMs.set(job.name, [...before, now - run.dueAt].slice(-keptDurations));
  }
  enqueueDependents(chronos, job.name);
}

function fail(chronos: Chronos, job: ChronosJob, run: RunRequest): void {
  const now = chronos.clock.now();
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
    if (isReady && !job.disabled) enqueueRun(chronos, job);
  }
}
