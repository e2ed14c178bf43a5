import * as z from 'zod/mini';

/** A report as it is kept; instants are epoch seconds. */
export const report = z.object({
  run: z.string(),
  exitCode: z.number(),
  startedAt: z.number(),
  finishedAt: z.number(),
  /** By how much the container's clock is ahead of the instants, where that is known. */
  clockAheadSeconds: z.optional(z.number()),
  /** The place of the run among those of its job, see `placeOf`; absent in reports of earlier versions. */
  order: z.optional(z.number()),
  /** When it came, epoch milliseconds; absent in reports of earlier versions. */
  receivedAt: z.optional(z.number()),
  cpus: z.optional(z.number()),
  hostname: z.optional(z.string()),
  container: z.optional(z.string()),
});

export type Report = z.infer<typeof report>;
