import * as z from 'zod';

/** The start of a run that Pacer asked for and has not yet heard the end of. */
export type RequestedRun = z.infer<typeof requestedRun>;
export const requestedRun = z.object({
  requestedAt: z.number(),
  /** When the framework was first seen to run it. */
  runningAt: z.number().nullable(),
  /** Since when the framework has been seen with nothing queued or running. */
  idleAt: z.number().nullable(),
  /** When its kill was asked for: it was taken to hang, or the job has ended. */
  killedAt: z.number().nullable(),
  /** When the states of all jobs were last asked because of it. */
  askedAt: z.number().nullable().default(null),
  /** When the task of the run before was last heard, after this one was asked for: what runs may be that task. */
  displacedAt: z.number().optional(),
  /** What the framework had counted when the run was asked for. */
  succeededBefore: z.number(),
  failedBefore: z.number(),
});

export const endingRun = z.object({
  requestedAt: z.number(),
  succeededBefore: z.number(),
  failedBefore: z.number(),
  reportedAt: z.number(),
  /** When the kill of its task was asked for, which does not end. */
  killedAt: z.number().nullable().default(null),
});

/** A run that was settled without its report, which may still come. */
export type UnreportedRun = z.infer<typeof unreportedRun>;
export const unreportedRun = z.object({
  requestedAt: z.number(),
  /** `counted` as an iteration, by the framework's counter; a failure; or `unseen`, and so neither. */
  as: z.enum(['counted', 'failed', 'unseen']),
});

/** A call that can bring the job into the framework: it may still take effect after its caller has given up. */
export const callInFlight = z.object({ do: z.enum(['submit', 'resize']), at: z.number() });

/** A container that made runs: from the beginning of its first to the end of its last, epoch seconds on its own clock. */
export type RunContainer = z.infer<typeof runContainer>;
export const runContainer = z.object({
  /** As Docker shows it. */
  name: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  /** What it held all the time. */
  cpus: z.number(),
});

/** Starts of an app's task after a change of the app, the last one last. Lengths of time are seconds. */
export type TaskStarts = z.infer<typeof taskStarts>;
export const taskStarts = z.object({
  /** Of the app when its task was last seen to have started. */
  version: z.string(),
  /** Whether it is only the app's first start, which pulled the image and had no task to end. */
  isFirst: z.boolean(),
  /** From the change to the launch, for which an offer had to come. */
  offerSeconds: z.array(z.number()),
  /** From the launch to the start. */
  taskSeconds: z.array(z.number()),
});
