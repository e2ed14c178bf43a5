/** A date as Joda reads it: what the clock on the wall shows (ms, as if it were UTC), and the offset if one is written. */
export type WallTime = { wall: number; offset: string | undefined };

const year = '([+-]?\\d{1,9})';
const fraction = '[.,](\\d{1,9})';
const dates = [
  new RegExp(`^${year}(?:-(?<month>\\d{1,2})(?:-(?<day>\\d{1,2}))?)?$`),
  new RegExp(`^${year}-(?<dayOfYear>\\d{3})$`),
  new RegExp(`^${year}-w(?<week>\\d{1,2})(?:-(?<weekday>\\d))?$`, 'i'),
];
const time = new RegExp(
  `^(\\d{1,2})(?:${fraction}|:(\\d{1,2})(?:${fraction}|:(\\d{1,2})(?:${fraction})?)?)?$`,
);
const offset = /(?:z|[+-]\d\d(?::?\d\d(?::?\d\d(?:[.,]?\d{3})?)?)?)$/i;
const dayMs = 86_400_000;
const longestDate = 64;

/** Undefined if it is no date. A bare time of day is one of the first day of 1970. */
export function parseJodaDate(text: string): WallTime | undefined {
  const [date = '', clock, ...more] = text.split(/t/i);
  if (more.length > 0) return undefined;
  const zone = clock === undefined ? undefined : offset.exec(clock)?.[0];
  const hours = clock?.slice(0, clock.length - (zone?.length ?? 0));
  const isTimeOnly = date === '' && hours !== undefined && hours !== '';
  const day = isTimeOnly ? 0 : parseDay(date);
  const ms = hours === undefined || hours === '' ? 0 : parseTime(hours);
  return day === undefined || ms === undefined ? undefined : { wall: day + ms, offset: zone };
}

/** What Joda says of a text that is no date: from where on it makes no sense. */
export function invalidFormat(text: string): string {
  const start = text.slice(0, longestDate);
  const readable = Array.from(start, (_, i) => start.slice(0, start.length - i)).find(parseJodaDate);
  return readable
    ? `Invalid format: "${text}" is malformed at "${text.slice(readable.length)}"`
    : `Invalid format: "${text}"`;
}

function parseDay(text: string): number | undefined {
  const match = dates.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  if (!match) return undefined;
  const { month = '1', day = '1', dayOfYear, week, weekday = '1' } = match.groups ?? {};
  const ofYear = Number(match[1]);
  if (dayOfYear !== undefined) return within(ofYear, startOf(ofYear, 0, Number(dayOfYear)));
  if (week !== undefined) return weekStart(ofYear, Number(week), Number(weekday));
  const start = startOf(ofYear, Number(month) - 1, Number(day));
  const isReal = new Date(start).getUTCMonth() === Number(month) - 1 && Number(day) > 0;
  return isReal ? start : undefined;
}

function startOf(ofYear: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(ofYear, month, day);
}

const within = (ofYear: number, start: number): number | undefined =>
  new Date(start).getUTCFullYear() === ofYear ? start : undefined;

/** The week that holds the fourth of January is the first one of its year. */
function weekStart(ofYear: number, week: number, weekday: number): number | undefined {
  if (weekday < 1 || weekday > 7 || week < 1) return undefined;
  const fourth = startOf(ofYear, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs;
  const thursday = monday + (week - 1) * 7 * dayMs + 3 * dayMs;
  return within(ofYear, thursday) === undefined ? undefined : thursday + (weekday - 4) * dayMs;
}

function parseTime(text: string): number | undefined {
  const match = time.exec(text);
  if (!match) return undefined;
  const [hour, ofHour, minute, ofMinute, second, ofSecond] = match.slice(1);
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  const part = (digits: string | undefined) => Number(`0.${digits ?? 0}`);
  const ms = (h + part(ofHour)) * 3_600_000 + (m + part(ofMinute)) * 60_000 + (s + part(ofSecond)) * 1000;
  return Math.floor(ms + 1e-6);
}
