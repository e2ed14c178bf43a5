import { type CronFields, cronFields, ExpressionError } from './cron-fields.ts';

/** When something starts again and again: at a fixed rate, or as a calendar says. */
export type Recurrence = { kind: 'rate'; periodMs: number } | { kind: 'cron'; fields: CronFields };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const rate = /^rate\((\d{1,9})\s+(minute|hour|day)(s?)\)$/;
const cron = /^cron\((.*)\)$/;
/** As far as a deadline may lie ahead. */
const longestDays = 366;

/** Reads an expression of EventBridge Scheduler, `rate(…)` or `cron(…)`; ExpressionError says what is wrong. */
export function recurrenceOf(expression: string): Recurrence {
  const [, fields] = cron.exec(expression) ?? [];
  if (fields !== undefined) return { kind: 'cron', fields: cronFields(fields) };
  const [, digits, unit, plural] = rate.exec(expression) ?? [];
  if (unit === undefined)
    throw new ExpressionError('must be as in "cron(0 2 * * ? *)", "rate(12 hours)" or "rate(1 day)"');
  const value = Number(digits);
  if (value === 1 && plural) throw new ExpressionError(`must be rate(1 ${unit}), in the singular`);
  if (value !== 1 && !plural) throw new ExpressionError(`must be rate(${value} ${unit}s), in the plural`);
  const periodMs = value * unitMs[unit as keyof typeof unitMs];
  if (value < 1 || periodMs > longestDays * unitMs.day)
    throw new ExpressionError(`must be a rate from 1 minute to ${longestDays} days`);
  return { kind: 'rate', periodMs };
}
