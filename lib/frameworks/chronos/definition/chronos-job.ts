import * as z from 'zod/mini';

export const chronosJob = z.looseObject({
  name: z.string(),
  cpus: z.number(),
  successCount: z._default(z.number(), 0),
  errorCount: z._default(z.number(), 0),
  environmentVariables: z._default(z.array(z.looseObject({ name: z.string(), value: z.string() })), []),
});

/** A job as Chronos gives it; fields that Pacer does not use are kept. */
export type ChronosJob = z.infer<typeof chronosJob>;

export function jobPath(name: string): string {
  return `/job/${encodeURIComponent(name)}`;
}
