import { invalid } from './scheduler-error.ts';

/** When a schedule invokes its target: again and again, or once (epoch milliseconds). */
export type Recurrence = { kind: 'rate'; periodMs: number } | { kind: 'at'; at: number };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const rate = /^rate\((\d+)\s+(minute|hour|day)(s?)\)$/;
const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/**
 * Reads `rate(value unit)` (a value of 1 needs the singular, any other the plural) and `at(yyyy-mm-ddThh:mm:ss)` in the
 * given time zone. `cron(…)` is refused here, unlike at AWS: the local schedules tick only by rate and at.
 */
export function scheduleExpression(expression: string, timeZone = 'UTC'): Recurrence {
  checkZone(timeZone);
  if (expression.startsWith('cron(')) {
    throw invalid(
      `Invalid Schedule Expression ${expression}. The local scheduler knows only rate() and at().`,
    );
  }
  const recurrence = readRate(expression) ?? readAt(expression, timeZone);
  if (!recurrence) throw invalid(`Invalid Schedule Expression ${expression}.`);
  return recurrence;
}

function readRate(expression: string): Recurrence | undefined {
  const [, digits, unit, plural] = rate.exec(expression) ?? [];
  const value = Number(digits);
  if (!unit || !(value >= 1) || (value === 1) !== (plural === '')) return undefined;
  return { kind: 'rate', periodMs: value * unitMs[unit as keyof typeof unitMs] };
}

function readAt(expression: string, timeZone: string): Recurrence | undefined {
  const asUtc = Date.parse(`${at.exec(expression)?.[1]}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const roughly = asUtc - offsetMs(asUtc, timeZone);
  return { kind: 'at', at: asUtc - offsetMs(roughly, timeZone) };
}

/** Zones that were found valid: a check takes longer than all the rest, and every tick of every schedule needs one. */
const validZones = new Set<string>();

function checkZone(timeZone: string): void {
  if (validZones.has(timeZone)) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalid(`The timezone ${timeZone} is not valid.`);
  }
  validZones.add(timeZone);
}

/** How far the zone's clock is ahead of UTC at that instant, in milliseconds. */
function offsetMs(instant: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${shown.format(instant).replace(' ', 'T')}Z`) - instant;
}
