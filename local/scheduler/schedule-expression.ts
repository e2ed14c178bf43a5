import { ExpressionError } from '../../lib/recurring/cron-fields.ts';
import { type Recurrence, recurrenceOf } from '../../lib/recurring/schedule-expression.ts';
import { instantOf, isTimeZone } from '../../lib/recurring/zoned-time.ts';
import { invalid } from './scheduler-error.ts';

/** When a schedule invokes its target: again and again, by a calendar, or once (epoch milliseconds). */
export type Expression = Recurrence | { kind: 'at'; at: number };

const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/** Reads `rate(…)`, `cron(…)` and `at(yyyy-mm-ddThh:mm:ss)` in the given time zone. */
export function scheduleExpression(expression: string, timeZone = 'UTC'): Expression {
  if (!isTimeZone(timeZone)) throw invalid(`The timezone ${timeZone} is not valid.`);
  const [, time] = at.exec(expression) ?? [];
  return time === undefined ? recurrence(expression) : once(expression, Date.parse(`${time}Z`), timeZone);
}

function recurrence(expression: string): Recurrence {
  try {
    return recurrenceOf(expression);
  } catch (error) {
    if (error instanceof ExpressionError) throw invalid(`Invalid Schedule Expression ${expression}.`);
    throw error;
  }
}

function once(expression: string, wall: number, timeZone: string): Expression {
  const instant = Number.isNaN(wall) ? null : instantOf(wall, timeZone);
  if (instant === null) throw invalid(`Invalid Schedule Expression ${expression}.`);
  return { kind: 'at', at: instant };
}
