import { randomBytes, randomUUID } from 'node:crypto';
import { nextStart } from '../../lib/recurring/next-starts.ts';
import { scheduleExpression } from './schedule-expression.ts';
import type { Schedule } from './schedule-store.ts';

/**
 * The first instant (epoch ms) not before `from` at which the schedule invokes its target; undefined when it is complete.
 * A rate counts from StartDate, or from the creation, whatever updates come later: so the first tick is at once. Calendars go by the
 * clock also where rates are scaled.
 */
export function nextTickAt(schedule: Schedule, from: number, timeScale: number): number | undefined {
  const { ScheduleExpressionTimezone: timeZone, StartDate, EndDate, createdAt, done } = schedule;
  const expression = scheduleExpression(schedule.ScheduleExpression, timeZone);
  if (expression.kind === 'at') return done ? undefined : expression.at;
  const startAt = StartDate === undefined ? createdAt : StartDate * 1000;
  const tickAt =
    expression.kind === 'rate'
      ? nextOfRate(expression.periodMs / (isOfUser(schedule) ? 1 : timeScale), startAt, from)
      : nextStart(expression, { timeZone, startAt }, Math.max(from, startAt) - 1);
  if (tickAt === null || (EndDate !== undefined && tickAt >= EndDate * 1000)) return undefined;
  return tickAt;
}

/** The rate of a recurring job is the one that its user gave and is shown; the others are Pacer's own. */
function isOfUser({ Name }: Schedule): boolean {
  return /^recurring-(?!retry-)/.test(Name);
}

function nextOfRate(periodMs: number, startAt: number, from: number): number {
  return Math.round(startAt + Math.max(0, Math.ceil((from - startAt) / periodMs)) * periodMs);
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
