import { parseJodaDate } from './joda-date.ts';
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
  if (!period || !start || !isCount(count)) return undefined;
  return { repetitions: count === '' ? -1 : Number(count), ...start, period };
}

/** Whether so many repetitions fit 64 bits; none is without end. */
function isCount(digits: string): boolean {
  const significant = digits.replace(/^0+/, '');
  return significant.length <= 19 && BigInt(significant) <= largestCount;
}

/** The moment (ms since 1970) and the zone of a start; a time zone replaces the one that is written. Undefined if it is no date. */
export function parseStart(text: string, timeZone: string): { startAt: number; zone: string } | undefined {
  const date = parseJodaDate(text);
  if (!date) return undefined;
  const zone = timeZone === '' ? offsetZone(date.offset) : knownZone(timeZone);
  return { startAt: fromWallClock(date.wall, zone), zone };
}

function offsetZone(offset: string | undefined): string {
  if (offset === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [, hours = '+00', minutes = '00'] = /^([+-]\d\d):?(\d\d)?/.exec(offset) ?? [];
  return Number(hours) === 0 && minutes === '00' ? 'UTC' : `${hours}:${minutes}`;
}

/** The form in which the server writes a schedule back. */
export function formatSchedule({ repetitions, startAt, zone, period }: Schedule): string {
  const count = repetitions < 0 ? '' : repetitions;
  return `R${count}/${formatDate(startAt, zone)}/${formatPeriod(period)}`;
}

/** A moment (ms since 1970) as the server writes it, with the offset of a time zone. */
export function formatDate(at: number, zone: string): string {
  const offset = offsetMinutes(at, zone);
  const wall = new Date(at + offset * 60_000).toISOString().slice(0, -1);
  // A year of five digits has neither a sign nor a zero before it.
  return `${wall.replace(/^\+0*/, '')}${offset === 0 ? 'Z' : formatOffset(offset)}`;
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
