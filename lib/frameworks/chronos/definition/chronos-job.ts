import * as z from 'zod';

export const chronosJob = z.looseObject({
  name: z.string(),
  cpus: z.number(),
  successCount: z.number().default(0),
  errorCount: z.number().default(0),
  environmentVariables: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
});

/** A job as Chronos gives it; fields that Pacer does not use are kept. */
export type ChronosJob = z.infer<typeof chronosJob>;

export function jobPath(name: string): string {
  return `/job/${encodeURIComponent(name)}`;
}
