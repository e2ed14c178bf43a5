import * as z from 'zod/mini';
import { jobSpec } from '../job/job.ts';

/** What becomes of an occurrence whose predecessor still runs: it is left out, waits for it, or takes its place. */
export const overlaps = ['skip', 'queue', 'replace'] as const;

/** What a schedule has besides its times. */
export const schedule = z.object({
  expression: z.string(),
  timeZone: z.string(),
  /** The first start of a rate; no start is before it. Epoch milliseconds. */
  startAt: z.number(),
  overlap: z.enum(overlaps),
});

/** How an occurrence ended that launched no job. */
const verdict = z.object({ outcome: z.enum(['skipped', 'failed']), sentence: z.string() });

/** One start of a recurring job, by the instant for which it was scheduled (epoch milliseconds). */
export type Occurrence = z.infer<typeof occurrence>;
export const occurrence = z.object({
  scheduledAt: z.number(),
  outcome: z.enum(['started', 'skipped', 'failed']),
  /** The job that it launched. */
  jobId: z.optional(z.string()),
  /** Why it launched none. */
  sentence: z.optional(z.string()),
});

/** An occurrence whose job is not launched yet. It is written before anything else is done for it. */
export type PendingOccurrence = z.infer<typeof pendingOccurrence>;
const pendingOccurrence = z.object({
  /** A ULID: the name of what looks at it again, and of what is told of it. */
  id: z.string(),
  scheduledAt: z.number(),
  /** Of the job that it will launch. A try that left a failed job behind is followed by one with another id. */
  jobId: z.string(),
  /** The launches that failed. */
  tries: z.number(),
  /** When the first of them did. */
  firstFailedAt: z.optional(z.number()),
  nextTryAt: z.number(),
  /** Why it is not launched yet. */
  problem: z.nullable(z.string()),
  /** Whether it waited for the job before: then its time counts from its start. */
  hasWaited: z.boolean(),
  /** What is to be told, once it is decided. */
  verdict: z.nullable(verdict),
});

export type Verdict = z.infer<typeof verdict>;

/** An occurrence that launched no job, as somebody is to be told. */
export type ToldOccurrence = z.infer<typeof toldOccurrence>;
export const toldOccurrence = z.extend(verdict, {
  scheduledAt: z.number(),
  /** When it was decided. */
  at: z.number(),
});

/** A job that is launched again and again. Instants are epoch milliseconds. */
export type RecurringJob = z.infer<typeof recurringJob>;
export const recurringJob = z.object({
  /** As each occurrence is launched. */
  spec: z.omit(jobSpec, {
    jobId: true,
    reportUrl: true,
    launchedAt: true,
    launchedBy: true,
    scheduledAt: true,
  }),
  /** Where containers report, without a slash at the end, unless the stack names another address. */
  baseUrl: z.string(),
  /** From the start of an occurrence to its deadline. */
  deadlineSeconds: z.number(),
  schedule,
  /** A ULID: the name of its schedule at EventBridge, which is another one after each change and each pause. */
  scheduleId: z.string(),
  createdAt: z.number(),
  /** The ARN of the caller who scheduled it; null where calls are not signed. */
  createdBy: z.nullable(z.string()),
  /** By which a repeated request is known. */
  requestHash: z.string(),
  pausedAt: z.nullable(z.number()),
  /** For which instant the newest occurrence was scheduled: older ones come too late. */
  lastScheduledAt: z.nullable(z.number()),
  pending: z.nullable(pendingOccurrence),
  /** The last ones, newest first. */
  occurrences: z.array(occurrence),
  version: z.number(),
});

/** By which a recurring job is known: there is one of a name on a framework of a cluster. */
export type RecurringName = Pick<RecurringJob['spec'], 'cluster' | 'framework' | 'name'>;
