import { randomBytes, randomUUID } from 'node:crypto';
import { scheduleExpression } from './schedule-expression.ts';
import type { Schedule } from './schedule-store.ts';

/**
 * The first instant (epoch ms) not before `from` at which the schedule invokes its target; undefined when it is complete.
 * A rate counts from StartDate, or from the creation, whatever updates come later: so the first tick is at once.
 */
export function nextTickAt(schedule: Schedule, from: number, timeScale: number): number | undefined {
  const recurrence = scheduleExpression(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone);
  if (recurrence.kind === 'at') return schedule.done ? undefined : recurrence.at;
  const origin = schedule.StartDate === undefined ? schedule.createdAt : schedule.StartDate * 1000;
  const periodMs = recurrence.periodMs / timeScale;
  const tickAt = Math.round(origin + Math.max(0, Math.ceil((from - origin) / periodMs)) * periodMs);
  return schedule.EndDate !== undefined && tickAt >= schedule.EndDate * 1000 ? undefined : tickAt;
}

/** One try to invoke the target for one tick. `attempt` starts at 1. */
export interface Attempt {
  scheduledAt: number;
  attempt: number;
}

/** Target.Input with the context words filled in; without an Input, the event that a Lambda target gets. */
export function tickInput(schedule: Schedule, { scheduledAt, attempt }: Attempt): string {
  const time = `${new Date(scheduledAt).toISOString().slice(0, 19)}Z`;
  return (schedule.Target.Input ?? scheduledEvent(schedule, time))
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.Arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', randomBytes(8).toString('hex'))
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
}

function scheduledEvent({ Arn }: Schedule, time: string): string {
  const [, , , region, account] = Arn.split(':');
  const fixed = { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: '{}' };
  return JSON.stringify({ ...fixed, id: randomUUID(), account, time, region, resources: [Arn] });
}
