import * as z from 'zod';
import type { Decision, Json } from './decision.ts';
import { frameworkNames } from './frameworks.ts';
import type { CpuUseReading, JobAlarm } from './monitored.ts';
import type { Report } from './report.ts';
import { callInFlight, endingRun, requestedRun, runContainer, taskStarts, unreportedRun } from './runs.ts';

export type { RequestedRun, RunContainer, TaskStarts, UnreportedRun } from './runs.ts';

export type JobStatus = z.infer<typeof jobStatus>;
export const jobStatus = z.enum(['LAUNCHING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']);

/** Every control law: the one list of their names. lib/control/laws.ts has the laws. */
export const lawNames = ['adaptive', 'step'] as const;

export type LawName = (typeof lawNames)[number];

/** It comes from JSON, or from the table: to look into it again would take longer than all the rest of a job. */
const jsonObject = z.custom<Record<string, Json>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const cpuBounds = z.object({
  min: z.number(),
  max: z.number(),
  increment: z.number(),
  decrement: z.number(),
});

/** What was asked for: written once, at the launch. Instants are epoch milliseconds, lengths of time seconds. */
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
  /** The Docker image; with the name and the command it tells whether an earlier job was the same. */
  image: z.string(),
  reportUrl: z.string(),
  iterations: z.number(),
  launchedAt: z.number(),
  /** The ARN of the caller who signed the launch; null where calls are not signed. */
  launchedBy: z.string().nullable().default(null),
  deviation: z.number(),
  iterationDurationSeconds: z.number(),
  initialCpus: z.number(),
  cpus: cpuBounds,
  pauseSeconds: z.number(),
  law: z.enum(lawNames),
  target: z.number(),
  maxFailures: z.number(),
  /** Whom Monasca tells when the job will probably be late: a new notification method, or the name of one that is there. */
  notify: z
    .union([
      z.object({ name: z.string(), type: z.enum(['EMAIL', 'WEBHOOK', 'PAGERDUTY']), address: z.string() }),
      z.object({ name: z.string() }),
    ])
    .nullable()
    .default(null),
});

/** What the law last said, when, and for which deadline. */
export interface LastDecision extends Decision {
  at: number;
  deadlineAt: number;
}
const lastDecision = z.custom<LastDecision>((value) => typeof value === 'object' && value !== null);

/** Why and when a job ended; `at` is epoch milliseconds. */
export type Finish = z.infer<typeof finish>;
const finish = z.object({
  at: z.number(),
  reason: z.enum([
    'all-iterations-done',
    'too-many-failures',
    'refused-by-framework',
    'deleted-in-framework',
    'name-taken-in-framework',
    'cancelled',
  ]),
  sentence: z.string(),
});

/** Where the job stands. Only an evaluation writes these. */
export type JobProgress = z.infer<typeof jobProgress>;
export const jobProgress = z.object({
  status: jobStatus,
  completed: z.number(),
  /** Runs that failed, all of them. */
  failures: z.number(),
  /** Runs that failed since the last that did not. */
  failuresInRow: z.number(),
  /** The allocation that the job should have. */
  cpus: z.number(),
  resizes: z.number(),
  /** What all runs that reported have held: cpus times seconds. */
  coreSeconds: z.number(),
  /** No more cpus than this until then: what was asked for found no room. */
  ceiling: z.object({ cpus: z.number(), setAt: z.number(), untilAt: z.number() }).nullable(),
  /** What a change of cpus costs the job, by what its starts took; null where it costs nothing, or nothing is known. */
  restartSeconds: z.number().nullable().default(null),
  /** What the last starts of the app's task took; absent as long as none was seen. */
  starts: taskStarts.optional(),
  /** The task of the app that was seen last to have failed. */
  crashedTask: z.string().nullable().default(null),
  /** The task of the app that was seen last to run, and since when, on our clock. */
  task: z.object({ id: z.string(), seenAt: z.number() }).nullable().default(null),
  /** The task of the app that an agent was seen to prepare last, and since when, on our clock; absent or null when none is. */
  stagedTask: z.object({ id: z.string(), seenAt: z.number() }).nullable().optional(),
  /** Since when a deployment of the app has been seen under way. */
  changingSince: z.number().nullable().default(null),
  /** What the law has learned. */
  memory: jsonObject,
  run: requestedRun.nullable(),
  /** The run that has reported, as long as the framework was not seen to have counted the end of its task. */
  endingRun: endingRun.nullable().default(null),
  /** When the last run was seen to have ended, on our clock. */
  lastEndAt: z.number().nullable(),
  /** The same on the container's clock, epoch seconds; null when it ended without a report. */
  lastFinishedAt: z.number().nullable(),
  /** How long the last iteration took; null before the first. */
  lastDurationSeconds: z.number().nullable().default(null),
  /** The places (`RunPlace.order`) of the runs counted last, by run key: a report that comes again is known. */
  recentRuns: z.record(z.string(), z.number()),
  /** Runs whose place is not after this one are counted, or never will be: they may have left `recentRuns` and `loops`. */
  forgottenUpTo: z.number().default(0),
  /** The tasks that went from run to run last, by loop key: the number of the last run counted and the place of its task. */
  loops: z.record(z.string(), z.object({ upTo: z.number(), order: z.number() })).default({}),
  /** The last runs that were settled without their reports, oldest first. */
  unreported: z.array(unreportedRun).default([]),
  /** By how much the clock of Chronos was ahead of ours when the last run was queued, in milliseconds. */
  chronosAheadMs: z.number().default(0),
  /** The last containers that named themselves; absent as long as none did. */
  containers: z.array(runContainer).optional(),
  decision: lastDecision.nullable(),
  /** What went wrong with the last run; null again once one has completed and reported. */
  trouble: z.string().nullable(),
  /** What keeps the job from going on at the moment, for a person. */
  problem: z.string().nullable(),
  /** The step that could not be done when it was tried last, and why, for a person. */
  failedStep: z.object({ do: z.string(), sentence: z.string() }).nullable().default(null),
  /** The last call that can bring the job into the framework, written before it is made; null once it was answered. */
  call: callInFlight.nullable().default(null),
  /** Since when the framework has not known the job. */
  missingSince: z.number().nullable(),
  /** Since when nothing of the ended job has been seen to run or to be queued. */
  quietSince: z.number().nullable().default(null),
  /** When the framework was last told to remove the ended job. */
  removedAt: z.number().nullable().default(null),
  /** When the queued run of the ended job was made one that does nothing. */
  quietedAt: z.number().nullable().default(null),
  finish: finish.nullable(),
  scheduleEndsAt: z.number(),
  lastPointAt: z.number(),
  /** When an evaluation was last written; at ticks each is, until the job is clean. 0 for a job of earlier versions. */
  evaluatedAt: z.number().default(0),
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
  /** The iterations that were completed since the point before, in their order. */
  iterations: z
    .array(z.object({ cpus: z.number(), durationSeconds: z.number(), endedAt: z.number() }))
    .default([]),
  decision: lastDecision.nullable(),
});

/** A job as it is read: what an evaluation writes, what others write, and the reports that wait to be folded. */
export interface Job {
  spec: JobSpec;
  progress: JobProgress;
  version: number;
  tokenHash: string;
  deadlineAt: number;
  cancelRequestedAt: number | null;
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
}

const finished: ReadonlySet<JobStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export function isFinished(status: JobStatus): boolean {
  return finished.has(status);
}

/** Whether the job met its deadline; null while it goes on, and for one that did not complete. */
export function isOnTime({ progress, deadlineAt }: Pick<Job, 'progress' | 'deadlineAt'>): boolean | null {
  return progress.status === 'COMPLETED' && progress.finish ? progress.finish.at <= deadlineAt : null;
}
