import { addPeriod, formatPeriod, type Period, parsePeriod } from './period.ts';
import { fromWallClock, knownZone, offsetMinutes } from './time-zone.ts';

/** `repetitions` counts launches still to come, -1 is without end; `startAt` is in ms since 1970. */
export type Schedule = { repetitions: number; startAt: number; zone: string; period: Period };

const largestCount = 2n ** 63n - 1n;

/**
 * Reads `R[n]/[start]/period`; undefined if it is none. An empty start is `emptyStartAt`. A time zone replaces the offset of
 * the start and keeps its clock time, even where that moves the moment.
 */
export function parseSchedule(text: string, timeZone: string, emptyStartAt: number): Schedule | undefined {
  const [, count, startText, periodText] = /^R(\d*)\/([^/]*)\/(P[^/]*)$/.exec(text) ?? [];
  if (count === undefined || startText === undefined || periodText === undefined) return undefined;
  const period = parsePeriod(periodText);
  const start = startText === '' ? { startAt: emptyStartAt, zone: 'UTC' } : parseStart(startText, timeZone);
  if (!period || !start || (count !== '' && BigInt(count) > largestCount)) return undefined;
  return { repetitions: count === '' ? -1 : Number(count), ...start, period };
}

const startPattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

function parseStart(text: string, timeZone: string): { startAt: number; zone: string } | undefined {
  // A bare time of day is a time on the first day of 1970.
  const match = startPattern.exec(text.startsWith('T') ? `1970-01-01${text}` : text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => part && Number(part));
  if (Number(month ?? 1) > 12 || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return undefined;
  const wall = new Date(0);
  wall.setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  if (wall.getUTCDate() !== Number(day ?? 1)) return undefined;
  const milliseconds = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000);
  wall.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0), milliseconds);
  const zone = timeZone === '' ? offsetZone(match[8]) : knownZone(timeZone);
  return { startAt: fromWallClock(wall.getTime(), zone), zone };
}

function offsetZone(offset: string | undefined): string {
  if (offset === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return offset === 'Z' ? 'UTC' : offset.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
}

/** The form in which the server writes a schedule back. */
export function formatSchedule({ repetitions, startAt, zone, period }: Schedule): string {
  const offset = offsetMinutes(startAt, zone);
  const wall = new Date(startAt + offset * 60_000).toISOString().slice(0, -1);
  const count = repetitions < 0 ? '' : repetitions;
  return `R${count}/${wall}${offset === 0 ? 'Z' : formatOffset(offset)}/${formatPeriod(period)}`;
}

function formatOffset(minutes: number): string {
  const digits = (amount: number) => String(Math.trunc(amount)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${digits(size / 60)}:${digits(size % 60)}`;
}

/** How many starts lie before `now`, the first one included; a period of nothing has one. */
export function startsBefore({ startAt, zone, period }: Schedule, now: number): number {
  const length = addPeriod(startAt, period, zone) - startAt;
  if (startAt >= now) return 0;
  if (length <= 0) return 1;
  let count = Math.max(1, Math.floor((now - startAt) / length));
  // Months differ in length, so the quotient may be a little off.
  while (addPeriod(startAt, period, zone, count) < now) count++;
  while (count > 1 && addPeriod(startAt, period, zone, count - 1) >= now) count--;
  return count;
}

/** The schedule that begins `times` periods later. */
export const skipStarts = (schedule: Schedule, times: number): Schedule => ({
  ...schedule,
  startAt: addPeriod(schedule.startAt, schedule.period, schedule.zone, times),
});
