/** What is wrong with an expression, as the end of a sentence that begins with its field. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** A day as cron looks at it; the month is 1 to 12, the day of the week 1 (Sunday) to 7. */
export interface CronDay {
  year: number;
  month: number;
  day: number;
  weekday: number;
  daysInMonth: number;
}

type DayRule = (day: CronDay) => boolean;

/** When a cron expression starts something, in its time zone. All lists are sorted. */
export interface CronFields {
  minutes: number[];
  hours: number[];
  months: number[];
  years: number[];
  isDay: DayRule;
}

interface Field {
  title: string;
  from: number;
  to: number;
  /** Of the values, from the first on. */
  names?: readonly string[];
}

const minute: Field = { title: 'minute', from: 0, to: 59 };
const hour: Field = { title: 'hour', from: 0, to: 23 };
const dayOfMonth: Field = { title: 'day of the month', from: 1, to: 31 };
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const month: Field = { title: 'month', from: 1, to: 12, names: monthNames };
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const dayOfWeek: Field = { title: 'day of the week', from: 1, to: 7, names: dayNames };
const year: Field = { title: 'year', from: 1970, to: 2199 };

/** Reads the six fields of EventBridge: minute, hour, day of the month, month, day of the week, year. ExpressionError where they are wrong. */
export function cronFields(text: string): CronFields {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6)
    throw new ExpressionError(
      `must have six fields (minute, hour, day of the month, month, day of the week, year), and has ${parts.length}`,
    );
  const [minutes = '', hours = '', days = '', months = '', weekdays = '', years = ''] = parts;
  return {
    minutes: valuesOf(minutes, minute),
    hours: valuesOf(hours, hour),
    months: valuesOf(months, month),
    years: valuesOf(years, year),
    isDay: dayRule(days, weekdays),
  };
}

function dayRule(days: string, weekdays: string): DayRule {
  if ((days === '?') === (weekdays === '?'))
    throw new ExpressionError('must have ? as either its day of the month or its day of the week');
  const rules = weekdays === '?' ? days.split(',').map(monthDayRule) : weekdays.split(',').map(weekdayRule);
  return (day) => rules.some((rule) => rule(day));
}

function monthDayRule(part: string): DayRule {
  if (part === 'L') return ({ day, daysInMonth }) => day === daysInMonth;
  const [, nearest] = /^(\d+)W$/i.exec(part) ?? [];
  if (nearest === undefined) return among(valuesOf(part, dayOfMonth), ({ day }) => day);
  const meant = readValue(nearest, dayOfMonth);
  return (day) => day.day === nearestWorkday(day, meant);
}

function weekdayRule(part: string): DayRule {
  if (part.toUpperCase() === 'L') return ({ weekday }) => weekday === 7;
  const [, last] = /^(\w+)L$/i.exec(part) ?? [];
  if (last !== undefined) {
    const meant = readValue(last, dayOfWeek);
    return ({ weekday, day, daysInMonth }) => weekday === meant && day + 7 > daysInMonth;
  }
  const [, nth, count] = /^(\w+)#(\d+)$/.exec(part) ?? [];
  if (nth === undefined) return among(valuesOf(part, dayOfWeek), ({ weekday }) => weekday);
  const meant = readValue(nth, dayOfWeek);
  const week = readValue(count ?? '', { title: 'week of the month', from: 1, to: 5 });
  return ({ weekday, day }) => weekday === meant && Math.ceil(day / 7) === week;
}

function among(values: number[], valueOfDay: (day: CronDay) => number): DayRule {
  const wanted = new Set(values);
  return (day) => wanted.has(valueOfDay(day));
}

/** The day from Monday to Friday that is nearest to a day, in its month; null where the month has no such day. */
function nearestWorkday({ day, weekday, daysInMonth }: CronDay, meant: number): number | null {
  if (meant > daysInMonth) return null;
  // 0 is a Sunday.
  const meantWeekday = (((weekday - 1 + meant - day) % 7) + 7) % 7;
  if (meantWeekday === 6) return meant === 1 ? 3 : meant - 1;
  if (meantWeekday === 0) return meant === daysInMonth ? meant - 2 : meant + 1;
  return meant;
}

/** The values of lists, ranges and steps. */
function valuesOf(text: string, field: Field): number[] {
  const values = text.split(',').flatMap((part) => valuesOfPart(part, field));
  return [...new Set(values)].sort((a, b) => a - b);
}

function valuesOfPart(part: string, field: Field): number[] {
  const [, range = '', first, last, step] = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part) ?? [];
  if (range === '') throw wrongValue(part, field);
  const from = first === undefined ? field.from : readValue(first, field);
  const isOpen = first === undefined || (last === undefined && step !== undefined);
  const to = isOpen ? field.to : readValue(last ?? first, field);
  if (to < from) throw new ExpressionError(`has the ${field.title} ${part}, which goes backwards`);
  const by = Number(step ?? 1);
  if (by < 1) throw new ExpressionError(`has the ${field.title} ${part}, whose step must be at least 1`);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

function readValue(text: string, field: Field): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named === -1 ? Number(text) : field.from + named;
  if (/^\d+$/.test(text) || named !== -1) if (value >= field.from && value <= field.to) return value;
  throw wrongValue(text, field);
}

function wrongValue(text: string, { title, from, to, names }: Field): ExpressionError {
  const orNames = names ? ` or ${names[0]} to ${names.at(-1)}` : '';
  return new ExpressionError(`has the ${title} ${text}, which must be ${from} to ${to}${orNames}`);
}
