import type * as z from 'zod/mini';
import { isOnTime, type Job } from '../job/job.ts';
import { nextStarts } from '../recurring/next-starts.ts';
import type { Occurrence, RecurringJob } from '../recurring/recurring-job.ts';
import type { recurringReply, scheduleReply } from './recurring-reply.ts';

const iso = (at: number) => new Date(at).toISOString();
const shownStarts = 3;

export type RecurringView = z.output<typeof recurringReply>;

/** A recurring job as the API shows it, with what became of the jobs of its last occurrences, by their ids. */
export function recurringView(
  recurring: RecurringJob,
  now: number,
  jobs: ReadonlyMap<string, Job> = new Map(),
): RecurringView {
  const { spec, deadlineSeconds, createdAt, createdBy, pausedAt, pending, occurrences } = recurring;
  return {
    recurring: true,
    name: spec.name,
    framework: spec.framework,
    cluster: spec.cluster,
    schedule: scheduleView(recurring, now),
    deadlineSeconds,
    iterations: spec.iterations,
    cpuBounds: { min: spec.cpus.min, max: spec.cpus.max },
    createdAt: iso(createdAt),
    ...(createdBy === null ? {} : { createdBy }),
    ...(pausedAt === null ? {} : { pausedAt: iso(pausedAt) }),
    ...(pending === null ? {} : { pending: pendingView(pending) }),
    occurrences: occurrences.map((each) => occurrenceView(each, jobs)),
  };
}

/** When it starts next. */
export function scheduleView(
  { schedule, pausedAt, lastScheduledAt }: Pick<RecurringJob, 'schedule' | 'pausedAt' | 'lastScheduledAt'>,
  now: number,
): z.output<typeof scheduleReply> {
  const { expression, timeZone, startAt, overlap } = schedule;
  // A rate that begins now has its first start in this moment, and one that was changed a period later.
  const after = lastScheduledAt === null ? Math.min(now, Math.max(startAt - 1, now - 1_000)) : now;
  const starts = pausedAt === null ? nextStarts(schedule, after, shownStarts) : [];
  return { expression, timeZone, startAt: iso(startAt), overlap, nextStarts: starts.map(iso) };
}

function pendingView({ scheduledAt, problem }: NonNullable<RecurringJob['pending']>) {
  return { scheduledAt: iso(scheduledAt), ...(problem === null ? {} : { problem }) };
}

function occurrenceView({ scheduledAt, ...rest }: Occurrence, jobs: ReadonlyMap<string, Job>) {
  const job = rest.jobId === undefined ? undefined : jobs.get(rest.jobId);
  return { scheduledAt: iso(scheduledAt), ...rest, ...(job ? endOf(job) : {}) };
}

function endOf(job: Job) {
  const { status, finish } = job.progress;
  const onTime = isOnTime(job);
  return {
    status,
    ...(onTime === null ? {} : { onTime }),
    ...(finish ? { finishedAt: iso(finish.at) } : {}),
  };
}
