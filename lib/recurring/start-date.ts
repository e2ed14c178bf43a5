import { nextStarts } from './next-starts.ts';
import type { RecurringJob } from './recurring-job.ts';

/** A first start whose schedule a crash has left out is made up for until the second sweep after it. */
const firstMadeUpForMs = 20 * 60_000;

/**
 * When a schedule that is made now shall begin, epoch milliseconds: a rate counts from then on. Null for at once, as EventBridge takes
 * no instant that is long over.
 */
export function startDateOf(
  { schedule, createdAt, lastScheduledAt }: RecurringJob,
  now: number,
): number | null {
  const { startAt, expression } = schedule;
  if (startAt > now) return startAt;
  const isFirst = lastScheduledAt === null && startAt >= createdAt && now - startAt < firstMadeUpForMs;
  if (isFirst || expression.startsWith('cron')) return null;
  return nextStarts(schedule, now, 1)[0] ?? null;
}
