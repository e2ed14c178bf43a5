import { InvalidRequestError } from '../../job/errors.ts';
import { instantOf, isTimeZone, wallTime } from '../../recurring/zoned-time.ts';
import { readInstant } from '../instant.ts';

/** A schedule of Chronos without end, in the words of EventBridge Scheduler. */
export interface NativeSchedule {
  expression: string;
  timeZone: string;
  /** Epoch milliseconds. */
  startAt: number;
  /** How it is taken, a sentence. */
  adjustment: string;
}

/** The length of a repeating interval. Months and years are no fixed time, and neither are days on a clock that is put forward. */
interface Period {
  months: number;
  days: number;
  minutes: number;
}

const interval = /^R\/([^/]*)\/(P.*)$/;
const part = (unit: string) => `(?:(\\d{1,6})${unit})?`;
const period = new RegExp(
  `^P(?=.)${part('Y')}${part('M')}${part('W')}${part('D')}(?:T(?=.)${part('H')}${part('M')}${part('S')})?$`,
  'i',
);

/** Whether a schedule repeats without end: with a number, as in `R20//PT1M`, it says how many iterations there are. */
export function isWithoutEnd(schedule: unknown): schedule is string {
  return typeof schedule === 'string' && interval.test(schedule);
}

/**
 * The same starts in EventBridge's grammar: of the schedule of a Chronos job, and of its `scheduleTimeZone`, which counts instead of the
 * offset of the start. InvalidRequestError where EventBridge cannot express them.
 */
export function nativeSchedule(text: string, zone: string | undefined, now: number): NativeSchedule {
  const [, start = '', length = ''] = interval.exec(text) ?? [];
  const timeZone = zone || 'UTC';
  if (!isTimeZone(timeZone)) throw wrong('scheduleTimeZone', 'must be a time zone, such as Europe/Madrid');
  const startAt = start === '' ? now : startOf(start, zone ?? '', text);
  const expression = expressionOf(periodOf(length, text), {
    startAt,
    timeZone,
    hasZone: Boolean(zone),
    text,
  });
  const from = new Date(startAt).toISOString();
  const inZone = expression.startsWith('cron') ? ` in ${timeZone}` : ` from ${from}`;
  const adjustment = `The schedule ${text} is taken as ${expression}${inZone}; each start launches a job of its own.`;
  return { expression, timeZone, startAt, adjustment };
}

function startOf(start: string, zone: string, text: string): number {
  const clock = start.replace(/(?:z|[+-]\d\d(?::?\d\d)?)$/i, '');
  const instant = readInstant(zone === '' ? start : `${clock}Z`);
  if (instant === null) throw unfit(text, `its start ${start} is no instant as in 2030-01-31T02:00:00Z`);
  if ('problem' in instant) throw unfit(text, `its start ${instant.problem}`);
  const at = zone === '' ? instant.at : instantOf(instant.at, zone);
  if (at === null) throw unfit(text, `its start is a time that the clock of ${zone} leaps over`);
  return at;
}

function periodOf(length: string, text: string): Period {
  const found = period.exec(length);
  if (!found) throw unfit(text, `its period ${length} is none as in P1D or PT12H`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  if (seconds % 60 !== 0) throw unfit(text, 'EventBridge Scheduler counts in whole minutes');
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    minutes: hours * 60 + minutes + seconds / 60,
  };
}

interface Place {
  startAt: number;
  timeZone: string;
  /** Whether the job names a zone: its days then are those of the clock there. */
  hasZone: boolean;
  text: string;
}

function expressionOf({ months, days, minutes }: Period, place: Place): string {
  if (months > 0) {
    if (days + minutes > 0) throw unfit(place.text, 'months cannot be mixed with shorter times');
    return monthly(months, place);
  }
  const isOfClock = place.hasZone && minutes === 0;
  if (isOfClock && (days === 1 || days === 7)) return daily(days, place);
  return rate(days * 1440 + minutes, place.text);
}

function daily(days: 1 | 7, { startAt, timeZone }: Place): string {
  const { minute, hour, weekday } = clockAt(startAt, timeZone);
  return days === 1 ? `cron(${minute} ${hour} * * ? *)` : `cron(${minute} ${hour} ? * ${weekday} *)`;
}

function monthly(months: number, { startAt, timeZone, text }: Place): string {
  const { minute, hour, day, month } = clockAt(startAt, timeZone);
  if (12 % months !== 0) throw unfit(text, `every ${months} months are not the same months each year`);
  if (day > 28) throw unfit(text, `not every month has a day ${day}`);
  const first = ((month - 1) % months) + 1;
  const inMonths =
    months === 1 ? '*' : Array.from({ length: 12 / months }, (_, i) => first + i * months).join(',');
  return `cron(${minute} ${hour} ${day} ${inMonths} ? *)`;
}

function clockAt(at: number, timeZone: string) {
  const clock = new Date(wallTime(at, timeZone));
  return {
    minute: clock.getUTCMinutes(),
    hour: clock.getUTCHours(),
    day: clock.getUTCDate(),
    month: clock.getUTCMonth() + 1,
    weekday: clock.getUTCDay() + 1,
  };
}

const units = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;
const longestMinutes = 366 * 1440;

function rate(minutes: number, text: string): string {
  if (minutes < 1 || minutes > longestMinutes)
    throw unfit(text, 'a period must be from 1 minute to 366 days');
  const [unit, inMinutes] = units.find(([, each]) => minutes % each === 0) ?? ['minute', 1];
  const value = minutes / inMinutes;
  return `rate(${value} ${unit}${value === 1 ? '' : 's'})`;
}

function unfit(text: string, because: string): InvalidRequestError {
  return wrong(
    'schedule',
    `is ${text}, of which EventBridge Scheduler can make no schedule: ${because}. Give the field schedule of the launch, which counts instead; null launches the job once`,
  );
}

function wrong(jobField: string, problem: string): InvalidRequestError {
  const field = `job.${jobField}`;
  return new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}
