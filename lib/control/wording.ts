/** A length of time for people, in its two largest units: `4.2 s`, `45 s`, `12 min 5 s`, `3 h 20 min`, `2 d 3 h`. */
export function lengthOfTime(seconds: number): string {
  const exact = Math.abs(seconds);
  if (exact < 9.95) return `${Math.round(exact * 10) / 10} s`;
  const whole = Math.round(exact);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return inTwoUnits(whole, ['min', 60], 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 2880) return inTwoUnits(minutes, ['h', 60], 'min');
  return inTwoUnits(Math.round(minutes / 60), ['d', 24], 'h');
}

/** An amount of small units as large units and a remainder, which is omitted if it is zero. */
function inTwoUnits(amount: number, [large, size]: [unit: string, size: number], small: string): string {
  const rest = amount % size;
  return `${Math.floor(amount / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** Where an instant lies, compared with the deadline: `20 s before the deadline`, `3 min after the deadline`, `on the deadline`. */
export function besideDeadline(at: number, deadlineAt: number): string {
  const seconds = (at - deadlineAt) / 1000;
  if (Math.abs(seconds) < 0.05) return 'on the deadline';
  return `${lengthOfTime(seconds)} ${seconds > 0 ? 'after' : 'before'} the deadline`;
}

/** The iterations that are left, as the subject of a sentence: `the remaining 3 iterations finish`, `the last iteration finishes`. */
export function iterationsFinish(left: number): string {
  return left === 1 ? 'the last iteration finishes' : `the remaining ${left} iterations finish`;
}

/** A count with its noun: `1 iteration`, `3 iterations`. */
export function howMany(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `All 3 iterations are done.` */
export function allDone(iterations: number): string {
  return iterations === 1 ? 'The only iteration is done.' : `All ${iterations} iterations are done.`;
}

/** cpus with as many digits as necessary: `0.45 cpus`, `1 cpu`. */
export function cpusText(cpus: number): string {
  const rounded = Math.round(cpus * 1000) / 1000;
  return `${rounded} ${rounded === 1 ? 'cpu' : 'cpus'}`;
}

/** A probability in percent that never claims certainty: `99 %`, `over 99 %`, `under 1 %`. */
export function percent(probability: number): string {
  if (probability >= 0.995) return 'over 99 %';
  if (probability < 0.005) return 'under 1 %';
  return `${Math.round(probability * 100)} %`;
}
