import { lengthOfTime } from '../../lib/control/wording.ts';

const day = 86_400_000;

/** An instant on the reader's clock: `14:03:20`, with the date where that is another day than now. */
export function clockText(instant: number, now: number): string {
  const date = new Date(instant);
  // A formatter of the locale would take most of the time of an update.
  const time = date.toTimeString().slice(0, 8);
  const isToday = Math.abs(instant - now) < day && date.getDate() === new Date(now).getDate();
  if (isToday) return time;
  const shown = date.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    year: yearOf(date, now),
  });
  return `${shown}, ${time}`;
}

function yearOf(date: Date, now: number): 'numeric' | undefined {
  return date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
}

/** `in 12 s`, or `12 s ago`. */
export function fromNow(instant: number, now: number): string {
  const seconds = (instant - now) / 1000;
  return seconds >= 0 ? `in ${lengthOfTime(seconds)}` : `${lengthOfTime(seconds)} ago`;
}
