import * as z from 'zod/mini';
import { type Decision, jsonObject } from './decision.ts';
import { type Execution, execution } from './execution.ts';
import { countedLoops, forgottenUpTo, jobStatus } from './job-status.ts';
import { report } from './report.ts';

export { isFinished, type JobStatus, jobStatus } from './job-status.ts';

/** What can become of a job of which an event tells. */
export const transitionNames = [
  'launched',
  'at-risk',
  'cannot-be-met',
  'recovered',
  'late',
  'completed',
  'failed',
  'cancelled',
] as const;

export type Transition = (typeof transitionNames)[number];

/** What the law last said, when, and after how many changes of the job (none in rows of earlier versions). */
export interface LastDecision extends Decision {
  at: number;
  changes?: number;
}
export const lastDecision = z.custom<LastDecision>((value) => typeof value === 'object' && value !== null);

/** Why and when a job ended; `at` is epoch milliseconds. */
export type Finish = z.infer<typeof finish>;
export const finish = z.object({
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

/** A call that can bring the job into the framework: it may still take effect after its caller has given up. */
const callInFlight = z.object({ do: z.enum(['submit', 'resize']), at: z.number() });

/** A container that made runs: from the beginning of its first to the end of its last, epoch seconds on its own clock. */
export type RunContainer = z.infer<typeof runContainer>;
const runContainer = z.object({
  /** As Docker shows it. */
  name: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  /** What it held all the time. */
  cpus: z.number(),
});

/** Where the job stands, however its runs are made. Only an evaluation writes these. */
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
  /** What all runs have held, whether they reported or not: cpus times seconds. */
  coreSeconds: z.number(),
  /** No more cpus than this until then: what was asked for found no room. */
  ceiling: z.nullable(z.object({ cpus: z.number(), setAt: z.number(), untilAt: z.number() })),
  /** What the law has learned. */
  memory: jsonObject,
  execution,
  /** When the last run was seen to have ended, on our clock. */
  lastEndAt: z.nullable(z.number()),
  /** The same on the container's clock, epoch seconds; null when it ended without a report. */
  lastFinishedAt: z.nullable(z.number()),
  /** How long the last iteration took; null before the first. */
  lastDurationSeconds: z._default(z.nullable(z.number()), null),
  /** The places (`RunPlace.order`) of the runs counted last, by run key: a report that comes again is known. */
  recentRuns: z.record(z.string(), z.number()),
  forgottenUpTo,
  loops: countedLoops,
  /** The last containers that named themselves; absent as long as none did. */
  containers: z.optional(z.array(runContainer)),
  /** The run that failed last, as it reported; null until one did. With its lines it may have 2 KB. */
  lastFailure: z._default(z.nullable(report), null),
  decision: z.nullable(lastDecision),
  /** What went wrong with the last run; null again once one has completed and reported. */
  trouble: z.nullable(z.string()),
  /** What keeps the job from going on at the moment, for a person. */
  problem: z.nullable(z.string()),
  /** The step that could not be done when it was tried last, and why, for a person. */
  failedStep: z._default(z.nullable(z.object({ do: z.string(), sentence: z.string() })), null),
  /** The last call that can bring the job into the framework, written before it is made; null once it was answered. */
  call: z._default(z.nullable(callInFlight), null),
  /** Since when the framework has not known the job. */
  missingSince: z.nullable(z.number()),
  /** When the framework was last told to remove the ended job. */
  removedAt: z._default(z.nullable(z.number()), null),
  finish: z.nullable(finish),
  /** Whether its deadline passed before the job was done, as an evaluation last knew. */
  isLate: z._default(z.boolean(), false),
  /** Since when the job is paused, as an evaluation last knew; null when it is not, or has ended. */
  pausedSince: z._default(z.nullable(z.number()), null),
  /** How long the pauses took that are over. */
  pausedSeconds: z._default(z.number(), 0),
  scheduleEndsAt: z.number(),
  lastPointAt: z.number(),
  /** When an evaluation was last written; at ticks each is, until the job is clean. 0 for a job of earlier versions. */
  evaluatedAt: z._default(z.number(), 0),
});

/** Where a job stands; by the kind of its execution what is known of its runs. */
export interface Progress<E extends Execution = Execution>
  extends Omit<z.infer<typeof jobProgress>, 'execution'> {
  execution: E;
}

export type JobProgress = Progress;
