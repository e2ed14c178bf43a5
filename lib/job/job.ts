import * as z from 'zod/mini';
import { jsonObject } from './decision.ts';
import { frameworkNames } from './frameworks.ts';
import type { CpuUseReading, JobAlarm, WebhookFailure } from './monitored.ts';
import { finish, type JobProgress, jobStatus, lastDecision, transitionNames } from './progress.ts';
import type { Report } from './report.ts';

/** Every control law: the one list of their names. lib/control/laws.ts has the laws. */
export const lawNames = ['adaptive', 'step'] as const;

export type LawName = (typeof lawNames)[number];

const cpuBounds = z.object({
  min: z.number(),
  max: z.number(),
  increment: z.number(),
  decrement: z.number(),
});

/** Whom Monasca tells when a job will probably be late, cannot be on time, or ended badly: a new notification method, or the name of one that is there. */
export const notified = z.nullable(
  z.union([
    z.object({
      name: z.string(),
      type: z.enum(['EMAIL', 'WEBHOOK', 'PAGERDUTY']),
      address: z.string(),
      whenDone: z.optional(z.boolean()),
    }),
    z.object({ name: z.string(), whenDone: z.optional(z.boolean()) }),
  ]),
);

/** What is called with each event of a job, and the key with which the calls are signed. */
export const called = z.nullable(z.object({ url: z.string(), key: z.string() }));

/** What was asked for at the launch, and what was changed since. Instants are epoch milliseconds, lengths of time seconds. */
export type JobSpec = z.infer<typeof jobSpec>;
export const jobSpec = z.object({
  jobId: z.string(),
  name: z.string(),
  framework: z.enum(frameworkNames),
  cluster: z.string(),
  /** The framework's own job as the user gave it, without the command. */
  definition: jsonObject,
  /** The user's command, which the wrapped command runs. */
  command: z.string(),
  /** The Docker image; with the name it tells whether an earlier job taught anything, and with the command, whether it was the same. */
  image: z.string(),
  reportUrl: z.string(),
  iterations: z.number(),
  launchedAt: z.number(),
  /** The ARN of the caller who signed the launch; null where calls are not signed. */
  launchedBy: z._default(z.nullable(z.string()), null),
  /** Of an occurrence of a recurring job: the instant for which it was scheduled. */
  scheduledAt: z._default(z.nullable(z.number()), null),
  deviation: z.number(),
  iterationDurationSeconds: z.number(),
  initialCpus: z.number(),
  cpus: cpuBounds,
  pauseSeconds: z.number(),
  law: z.enum(lawNames),
  target: z.number(),
  maxFailures: z.number(),
  /** Whether a failed run reports the last lines of its stderr; the wrappers of earlier versions do not. */
  reportOutput: z._default(z.boolean(), true),
  notify: z._default(notified, null),
  webhook: z._default(called, null),
});

/** What one evaluation changed: drawn by the page, sent to Monasca. */
export type Point = z.infer<typeof point>;
export const point = z.object({
  at: z.number(),
  status: jobStatus,
  completed: z.number(),
  remaining: z.number(),
  cpus: z.number(),
  deadlineAt: z.number(),
  coreSeconds: z.number(),
  /** When the job ended; absent while it goes on, and in points of earlier versions. */
  finishedAt: z.optional(z.number()),
  /** Since when the job was paused; absent while it was not, and in points of earlier versions. */
  pausedAt: z.optional(z.number()),
  /** The iterations that were completed since the point before, in their order. */
  iterations: z._default(
    z.array(z.object({ cpus: z.number(), durationSeconds: z.number(), endedAt: z.number() })),
    [],
  ),
  decision: z.nullable(lastDecision),
  /** What became of the job with this evaluation, in its order: an event tells of each. */
  transitions: z._default(z.array(z.enum(transitionNames)), []),
  /** Why the job ended, and the ARN of the caller who cancelled it; only with the transition that is its end. */
  ended: z.optional(
    z.object({ reason: finish.shape.reason, sentence: z.string(), cancelledBy: z.nullable(z.string()) }),
  ),
});

/** A job as it is read: what an evaluation writes, what others write, and the reports that wait to be folded. */
export interface Job {
  spec: JobSpec;
  progress: JobProgress;
  version: number;
  tokenHash: string;
  deadlineAt: number;
  /** How often it was changed since its launch. */
  changes: number;
  /** Whether those changes have changed whom Monasca tells, so that alarms may be left of others. */
  notifyChanged?: boolean;
  /** Since when it is paused: no run of it starts; null while it is not. */
  pausedAt: number | null;
  /** When it was resumed last; null when it never was. */
  resumedAt: number | null;
  /** How often a task of the paused job was told to make no other run. */
  rests: number;
  cancelRequestedAt: number | null;
  /** The ARN of the caller who asked for that; null where calls are not signed. */
  cancelRequestedBy: string | null;
  /** Nothing is left of the finished job in the framework and among the names. */
  retired: boolean;
  /** Nothing at all is left to do for the finished job: it has no schedule any more. */
  clean: boolean;
  /** By run key. */
  inbox: Record<string, Report>;
  /** The last point, which a crash may have kept from its place. */
  pendingPoint: Point | null;
  /** Points up to this instant are in Monasca. */
  metricsSentUpTo: number;
  /** When somebody wanted the metrics to be sent again; null when nobody did. */
  resendRequestedAt: number | null;
  /** When the last run was last reported again: its container lives and got no answer. Absent when none was. */
  heardAgainAt?: number | undefined;
  /** null as long as nobody tried to set it. */
  alarm: JobAlarm | null;
  /** Absent as long as nobody asked. */
  cpuUse?: CpuUseReading | undefined;
  /** Absent when its webhook was told all. */
  webhookFailure?: WebhookFailure | undefined;
}

/** Whether the job met its deadline; null while it goes on, and for one that did not complete. */
export function isOnTime({ progress, deadlineAt }: Pick<Job, 'progress' | 'deadlineAt'>): boolean | null {
  return progress.status === 'COMPLETED' && progress.finish ? progress.finish.at <= deadlineAt : null;
}
