import type * as z from 'zod';
import type { jobReply } from '../../lib/api/job-reply.ts';
import type { scheduledJob } from '../../lib/api/recurring-reply.ts';
import type { jobList, jobWithPoints, plannedJob } from '../../lib/api/replies.ts';

/** A job as the API lists it. */
export type ShownJob = z.output<typeof jobReply>;

/** A job with what each evaluation changed, oldest first. */
export type DetailedJob = z.output<typeof jobWithPoints>;

export type JobList = z.output<typeof jobList>;

/** What a launch would come to. */
export type PlannedJob = z.output<typeof plannedJob>;

/** What a launch with a schedule makes. */
export type ScheduledJob = z.output<typeof scheduledJob>;

export type ShownPoint = DetailedJob['points'][number];

/** Epoch milliseconds of an instant of the API. */
export function at(instant: string): number {
  return Date.parse(instant);
}
