const units: [label: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** A length of time for a person, in its two largest units: `12.3 s`, `4 min 10 s`, `2 d 3 h`. */
export function span(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const first = units.findIndex(([, size]) => seconds >= size);
  const [[large, largeSize] = ['s', 1], [small, smallSize] = ['s', 1]] = units.slice(first);
  const rest = Math.floor((seconds % largeSize) / smallSize);
  return `${Math.floor(seconds / largeSize)} ${large}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}

/** How far an instant lies from now: `in 12.3 s`, or `12.3 s ago`. */
export function fromNow(instant: string, now: number): string {
  const ahead = Date.parse(instant) - now;
  return ahead >= 0 ? `in ${span(ahead)}` : `${span(-ahead)} ago`;
}

/** How far an instant lies before or after a deadline. */
export function besideDeadline(instant: string, deadlineAt: string): string {
  const margin = Date.parse(deadlineAt) - Date.parse(instant);
  return `${span(Math.abs(margin))} ${margin >= 0 ? 'before' : 'after'} the deadline`;
}
