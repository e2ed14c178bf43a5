import { fromWallClock, toWallClock } from './time-zone.ts';

/** A length of time as ISO 8601 writes it: calendar parts keep the hour of the day, clock parts are exact. */
export type Period = {
  years: number;
  months: number;
  weeks: number;
  days: number;
  hours: number;
  minutes: number;
  milliseconds: number;
};

const number = '([+-]?\\d+)';
const seconds = '([+-]?(?:\\d+(?:[.,]\\d*)?|[.,]\\d+))';
const pattern = new RegExp(
  `^P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?` +
    `(?:T(?=.)(?:${number}H)?(?:${number}M)?(?:${seconds}S)?)?$`,
  'i',
);
const largestPart = 2 ** 31 - 1;

/** Undefined if it is no ISO period. A bare `P` is a period of nothing. */
export function parsePeriod(text: string): Period | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const isRead = match
    .slice(1)
    .every((part) => Math.abs(Number(part?.replace(',', '.') ?? 0)) <= largestPart);
  if (!isRead) return undefined;
  return {
    years: years ?? 0,
    months: months ?? 0,
    weeks: weeks ?? 0,
    days: days ?? 0,
    hours: hours ?? 0,
    minutes: minutes ?? 0,
    milliseconds: Math.trunc((seconds ?? 0) * 1000),
  };
}

/** As Joda prints it: parts of zero are left out, parts are never converted into one another. */
export function formatPeriod(period: Period): string {
  const part = (amount: number, unit: string) => (amount === 0 ? '' : `${amount}${unit}`);
  const date =
    part(period.years, 'Y') + part(period.months, 'M') + part(period.weeks, 'W') + part(period.days, 'D');
  const { milliseconds } = period;
  const seconds = milliseconds % 1000 === 0 ? milliseconds / 1000 : (milliseconds / 1000).toFixed(3);
  const time =
    part(period.hours, 'H') + part(period.minutes, 'M') + (milliseconds === 0 ? '' : `${seconds}S`);
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

/** The moment (ms since 1970) that lies `times` periods after another, on the calendar of a time zone. */
export function addPeriod(at: number, period: Period, zone: string, times = 1): number {
  const clockMs = (period.hours * 60 + period.minutes) * 60_000 + period.milliseconds;
  const { years, months, weeks, days } = period;
  if (years === 0 && months === 0 && weeks === 0 && days === 0) return at + times * clockMs;
  const wall = new Date(toWallClock(at, zone));
  const day = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + times * (12 * years + months));
  const lastDay = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  wall.setUTCDate(Math.min(day, lastDay) + times * (7 * weeks + days));
  return fromWallClock(wall.getTime(), zone) + times * clockMs;
}
