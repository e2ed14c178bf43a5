import { activeTasks, type Chronos } from './chronos.ts';
import type { ChronosJob } from './job.ts';
import { launchRun } from './launch-run.ts';
import type { QueuedRun } from './run-queue.ts';
import { runningTasks } from './run-state.ts';
import type { RunRequest } from './task-id.ts';

/** Puts a run of a job into the queue. Whether it is ever launched is decided at an offer. */
export function enqueueRun(chronos: Chronos, job: ChronosJob, run: Partial<RunRequest> = {}): void {
  const { dialect, queue, queued } = chronos;
  if (dialect.dedupesQueue && queue.has(job.name)) return;
  const now = chronos.clock.now();
  const request = { dueAt: now, attempt: 0, arguments: job.arguments.join(' '), ...run, jobName: job.name };
  queue.push({ run: request, queuedAt: now }, job.highPriority);
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
 * One allocation of Mesos: if it has an offer, Chronos takes of it what it can use. Whatever that was, Mesos keeps the rest back for
 * a while. A driver that is not active hears of no offer.
 */
export function takeOffers(chronos: Chronos): void {
  const now = chronos.clock.now();
  enqueueDue(chronos, now);
  if (chronos.driver !== 'active' || now < chronos.offersRefusedUntil) return;
  chronos.offersRefusedUntil = now + chronos.timing.declineFilterMs;
  launchQueued(chronos);
}

/**
 * Launches what is queued until the queue is empty, or its head belongs to a job that is gone or disabled, or fits no agent; such a
 * head goes to the tail, and whatever else would have fitted waits for the next offer.
 */
function launchQueued(chronos: Chronos): void {
  for (let next = nextRun(chronos); next; next = nextRun(chronos)) {
    const { job, run, queuedAt } = next;
    // A job that runs does not start again, and nobody is told.
    if (!job.concurrent && activeTasks(chronos, job.name).length > 0) continue;
    if (launchRun(chronos, job, run)) continue;
    chronos.queue.push({ run, queuedAt }, job.highPriority);
    return;
  }
}

type NextRun = QueuedRun & { job: ChronosJob };

/** A ghost at the head of the urgent runs lets one of the others through; at the head of these it ends the round. */
const nextRun = (chronos: Chronos): NextRun | undefined => headOf(chronos, true) ?? headOf(chronos, false);

/** Takes the head of a queue; undefined if there is none, or if its job is gone or disabled. */
function headOf({ queue, queued, jobs, clock, timing }: Chronos, highPriority: boolean): NextRun | undefined {
  const head = queue.shift(highPriority, clock.now() - timing.queueWaitMs);
  if (!head) return undefined;
  const job = jobs.get(head.run.jobName);
  if (job && !job.disabled) return { job, ...head };
  queued.delete(head.run.jobName);
  return undefined;
}
