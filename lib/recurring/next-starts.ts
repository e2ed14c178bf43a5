import type { CronFields } from './cron-fields.ts';
import { type Recurrence, recurrenceOf } from './schedule-expression.ts';
import { instantOf, wallTime } from './zoned-time.ts';

/** When a recurring job starts. */
export interface Timetable {
  expression: string;
  /** As in `Europe/Madrid`; a rate needs none. */
  timeZone: string;
  /** The first start of a rate, and no start is before it. Epoch milliseconds. */
  startAt: number;
}

/** The next starts after an instant, `count` at most; fewer when the years of a cron expression are over. */
export function nextStarts(
  { expression, timeZone, startAt }: Timetable,
  after: number,
  count: number,
): number[] {
  const recurrence = recurrenceOf(expression);
  const starts: number[] = [];
  for (let last = Math.max(after, startAt - 1); starts.length < count; ) {
    const next = nextStart(recurrence, { timeZone, startAt }, last);
    if (next === null) break;
    starts.push(next);
    last = next;
  }
  return starts;
}

/** The first start after an instant; null when there is none any more. */
export function nextStart(
  recurrence: Recurrence,
  { timeZone, startAt }: Pick<Timetable, 'timeZone' | 'startAt'>,
  after: number,
): number | null {
  if (recurrence.kind === 'cron') return nextOfCalendar(recurrence.fields, timeZone, after);
  const periods = Math.max(0, Math.floor((after - startAt) / recurrence.periodMs) + 1);
  return startAt + periods * recurrence.periodMs;
}

/** As EventBridge does: a time that the clock leaps over is left out, and one that it shows twice counts once. */
function nextOfCalendar(fields: CronFields, timeZone: string, after: number): number | null {
  const shown = wallTime(after, timeZone);
  for (const dayAt of daysFrom(fields, shown)) {
    const next = firstOf(fields, dayAt, { shown, after, timeZone });
    if (next !== null) return next;
  }
  return null;
}

/** The beginnings of the days that a calendar names, from that of an instant on, as a clock shows them. */
function* daysFrom({ years, months, isDay }: CronFields, shown: number): Generator<number> {
  const today = new Date(shown);
  const firstMonth = today.getUTCFullYear() * 12 + today.getUTCMonth();
  for (const year of years) {
    for (const month of months) {
      const monthNumber = year * 12 + month - 1;
      if (monthNumber < firstMonth) continue;
      const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
      const firstDay = monthNumber === firstMonth ? today.getUTCDate() : 1;
      for (let day = firstDay; day <= daysInMonth; day++) {
        const at = Date.UTC(year, month - 1, day);
        const weekday = new Date(at).getUTCDay() + 1;
        if (isDay({ year, month, day, weekday, daysInMonth })) yield at;
      }
    }
  }
}

/** The first start of a day after an instant, at which the clock shows `shown`. */
function firstOf(
  { hours, minutes }: CronFields,
  dayAt: number,
  { shown, after, timeZone }: { shown: number; after: number; timeZone: string },
): number | null {
  for (const hour of hours) {
    for (const minute of minutes) {
      const wall = dayAt + (hour * 60 + minute) * 60_000;
      if (wall <= shown) continue;
      const at = instantOf(wall, timeZone);
      if (at !== null && at > after) return at;
    }
  }
  return null;
}
