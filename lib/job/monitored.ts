import * as z from 'zod/mini';
import { transitionNames } from './progress.ts';

/** What the alarms of jobs look at: since revision 3 also at whether the deadline cannot be met, and at a bad end. */
export const alarmRevision = 3;

/** What a job's alarms tell of: what becomes of it while it is live, its bad end, or that it was done on time. */
export type AlarmsOf = z.infer<typeof alarmsOf>;
const alarmsOf = z.enum(['life', 'end', 'done']);

/** Whether the alarms of a job are set in Monasca, and why not. */
export type JobAlarm = z.infer<typeof jobAlarm>;
export const jobAlarm = z.object({
  isSet: z.boolean(),
  problem: z.nullable(z.string()),
  /** Alarms of an earlier revision are to be replaced. */
  revision: z._default(z.number(), 1),
  of: z._default(alarmsOf, 'life'),
  /** The notification method that they tell, or that they could not be set for; absent in rows of earlier versions, and where they tell nobody. */
  method: z.optional(z.string()),
  /** How often Monasca or the notification method that was asked for did not allow it, and when last; null when never. */
  refused: z._default(z.nullable(z.object({ times: z.number(), at: z.number() })), null),
  /** Why the last measurement for the alarms did not arrive; null when it did. */
  undelivered: z._default(z.nullable(z.string()), null),
  /** When its alarm first got to know of the end of which it tells (epoch milliseconds); null before. */
  endToldAt: z._default(z.nullable(z.number()), null),
  /** When it was told once more; null before. */
  endToldAgainAt: z._default(z.nullable(z.number()), null),
});

/** The alarms of a job for which nothing has been done yet. */
export const noAlarm: JobAlarm = {
  isSet: false,
  problem: null,
  revision: alarmRevision,
  of: 'life',
  refused: null,
  undelivered: null,
  endToldAt: null,
  endToldAgainAt: null,
};

/** How much CPU the last containers of a job used and held, on average, and when that was read in Monasca (epoch milliseconds). */
export type CpuUse = z.infer<typeof cpuUse>;
const cpuUse = z.object({ usedCpus: z.number(), allocatedCpus: z.number(), at: z.number() });

/** When Monasca was last asked for the CPU use, and what it knew, then or before. */
export type CpuUseReading = z.infer<typeof cpuUseReading>;
export const cpuUseReading = z.object({ askedAt: z.number(), known: z.nullable(cpuUse) });

/** The last events that the webhook of a job could not be told, after so many calls; `at` is when they were given up, epoch milliseconds. */
export type WebhookFailure = z.infer<typeof webhookFailure>;
export const webhookFailure = z.object({
  at: z.number(),
  transitions: z.array(z.enum(transitionNames)),
  tries: z.number(),
  problem: z.string(),
});

/** Whether nothing of the alarm is left in Monasca, as far as its answers tell. */
export function isRemoved(alarm: JobAlarm | null): boolean {
  return alarm !== null && !alarm.isSet && alarm.problem === null;
}
