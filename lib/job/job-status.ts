import * as z from 'zod/mini';

// What of a job's progress tells how a report is answered. It stands apart from the rest for the function that does it: esbuild
// leaves out a module that is not used, but no schema of one that is.

export type JobStatus = z.infer<typeof jobStatus>;
export const jobStatus = z.enum(['LAUNCHING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']);

const finished: ReadonlySet<JobStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export function isFinished(status: JobStatus): boolean {
  return finished.has(status);
}

/** The tasks that went from run to run last, by loop key: the number of the last run counted and the place of its task. */
export const countedLoops = z._default(
  z.record(z.string(), z.object({ upTo: z.number(), order: z.number() })),
  {},
);

/** Runs whose place is not after this one are counted, or never will be: they may have left `recentRuns` and `loops`. */
export const forgottenUpTo = z._default(z.number(), 0);
