import { lengthOfTime } from '../../lib/control/wording.ts';

/** A length of time for a person. */
export function span(milliseconds: number): string {
  return lengthOfTime(milliseconds / 1000);
}

/** How far an instant lies from now: `in 12 s`, or `12 s ago`. */
export function fromNow(instant: string, now: number): string {
  const ahead = Date.parse(instant) - now;
  return ahead >= 0 ? `in ${span(ahead)}` : `${span(-ahead)} ago`;
}

/** How far an instant lies before or after a deadline. */
export function besideDeadline(instant: string, deadlineAt: string): string {
  const margin = Date.parse(deadlineAt) - Date.parse(instant);
  return `${span(Math.abs(margin))} ${margin >= 0 ? 'before' : 'after'} the deadline`;
}
