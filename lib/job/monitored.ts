import * as z from 'zod/mini';

/** What the alarms of jobs look at: since revision 2 at the probability of being late. */
export const alarmRevision = 2;

/** Whether the alarm of a job is set in Monasca, and why not. */
export type JobAlarm = z.infer<typeof jobAlarm>;
export const jobAlarm = z.object({
  isSet: z.boolean(),
  problem: z.nullable(z.string()),
  /** An alarm of an earlier revision is to be replaced. */
  revision: z._default(z.number(), 1),
  /** How often Monasca or the notification method that was asked for did not allow it, and when last; null when never. */
  refused: z._default(z.nullable(z.object({ times: z.number(), at: z.number() })), null),
});

/** How much CPU the last containers of a job used and held, on average, and when that was read in Monasca (epoch milliseconds). */
export type CpuUse = z.infer<typeof cpuUse>;
const cpuUse = z.object({ usedCpus: z.number(), allocatedCpus: z.number(), at: z.number() });

/** When Monasca was last asked for the CPU use, and what it knew, then or before. */
export type CpuUseReading = z.infer<typeof cpuUseReading>;
export const cpuUseReading = z.object({ askedAt: z.number(), known: z.nullable(cpuUse) });
