import * as z from 'zod';

/** A report as it is kept; instants are epoch seconds. */
export const report = z.object({
  run: z.string(),
  exitCode: z.number(),
  startedAt: z.number(),
  finishedAt: z.number(),
  /** By how much the container's clock is ahead of the instants, where that is known. */
  clockAheadSeconds: z.number().optional(),
  /** The place of the run among those of its job, see `placeOf`; absent in reports of earlier versions. */
  order: z.number().optional(),
  /** When it came, epoch milliseconds; absent in reports of earlier versions. */
  receivedAt: z.number().optional(),
  cpus: z.number().optional(),
  hostname: z.string().optional(),
  container: z.string().optional(),
});

export type Report = z.infer<typeof report>;
