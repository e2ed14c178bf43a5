/** A length of time for a reader: `45 s`, `12 min 5 s`, `3 h 20 min`. */
export function lengthOfTime(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joined(...[large, largeUnit, small, smallUnit]: [number, string, number, string]): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How an instant lies to the deadline: `20 s early`, `3 min late`, `on the deadline`. */
export function againstDeadline(at: number, deadlineAt: number): string {
  const seconds = (at - deadlineAt) / 1000;
  if (Math.abs(seconds) < 0.5) return 'on the deadline';
  return `${lengthOfTime(seconds)} ${seconds > 0 ? 'late' : 'early'}`;
}

/** cpus with as many digits as they need: `0.45 cpus`, `1 cpu`. */
export function cpusText(cpus: number): string {
  const rounded = Math.round(cpus * 1000) / 1000;
  return `${rounded} ${rounded === 1 ? 'cpu' : 'cpus'}`;
}

/** A probability in percent that never claims certainty: `99 %`, `over 99 %`, `under 1 %`. */
export function percent(probability: number): string {
  if (probability > 0.995) return 'over 99 %';
  if (probability < 0.005) return 'under 1 %';
  return `${Math.round(probability * 100)} %`;
}
