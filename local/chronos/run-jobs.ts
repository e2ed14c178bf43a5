import { activeTasks, type Chronos } from './chronos.ts';
import type { ChronosJob } from './job.ts';
import { launchRun } from './launch-run.ts';
import { runningTasks } from './run-state.ts';
import type { RunRequest } from './task-id.ts';

/** Puts a run of a job into the queue. Whether it is ever launched is decided at an offer. */
export function enqueueRun(chronos: Chronos, job: ChronosJob, run: Partial<RunRequest> = {}): void {
  const { dialect, queue, queued } = chronos;
  if (dialect.dedupesQueue && queue.has(job.name)) return;
  const dueAt = Date.now();
  const request = { dueAt, attempt: 0, arguments: job.arguments.join(' '), ...run, jobName: job.name };
  queue.push(request, job.highPriority);
  if (runningTasks(chronos, job.name) === 0) queued.add(job.name);
}

/** Queues the scheduled runs and the retries that are due. */
export function enqueueDue(chronos: Chronos, now: number): void {
  for (const { jobName, dueAt } of chronos.timetable.due(now)) {
    const job = chronos.jobs.get(jobName);
    if (job) enqueueRun(chronos, job, { dueAt });
  }
  const { retries } = chronos;
  const due = retries.filter(({ dueAt }) => dueAt <= now);
  retries.splice(0, retries.length, ...retries.filter(({ dueAt }) => dueAt > now));
  for (const run of due) {
    const job = chronos.jobs.get(run.jobName);
    if (job) enqueueRun(chronos, job, run);
  }
}

/**
 * One round of resource offers: launches what is queued until the queue is empty or its head fits no agent; the head then goes
 * to the tail, and whatever else would have fitted waits for the next round.
 */
export function takeOffers(chronos: Chronos, now: number): void {
  enqueueDue(chronos, now);
  for (let run = chronos.queue.shift(); run; run = chronos.queue.shift()) {
    const job = chronos.jobs.get(run.jobName);
    if (!job || job.disabled) {
      chronos.queued.delete(run.jobName);
    } else if (job.concurrent || activeTasks(chronos, job.name).length === 0) {
      if (launchRun(chronos, job, run)) continue;
      chronos.queue.push(run, job.highPriority);
      return;
    }
    // Else it is dropped: a job that runs does not start again, and nobody is told.
  }
}
