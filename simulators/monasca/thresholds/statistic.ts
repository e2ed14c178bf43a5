import type { AlarmFunction } from '../alarm-expression.ts';

/** What one slot of a window makes of the values that fall into it, as monasca-common's `Statistics` do. */
export interface Statistic {
  /** `second` is the measurement's time in whole seconds since 1970. */
  add(value: number, second: number): void;
  /** Empties the slot. */
  reset(): void;
  /** Null while nothing is in it. */
  value(): number | null;
}

/** A new, empty one. */
export function statistic(name: AlarmFunction): Statistic {
  return name === 'last' ? last() : folded(folds[name]);
}

interface Fold {
  /** The total with one value more; `total` is null for the first. */
  add: (total: number | null, value: number) => number;
  result: (total: number, count: number) => number;
}

const asItIs = (total: number) => total;
const sum = (total: number | null, value: number) => (total ?? 0) + value;

const folds: Record<Exclude<AlarmFunction, 'last'>, Fold> = {
  max: { add: (total, value) => Math.max(total ?? value, value), result: asItIs },
  min: { add: (total, value) => Math.min(total ?? value, value), result: asItIs },
  avg: { add: sum, result: (total, count) => total / count },
  count: { add: (total) => (total ?? 0) + 1, result: asItIs },
  sum: { add: sum, result: asItIs },
};

function folded({ add, result }: Fold): Statistic {
  let total: number | null = null;
  let count = 0;
  return {
    add: (value) => {
      total = add(total, value);
      count += 1;
    },
    reset: () => {
      total = null;
      count = 0;
    },
    value: () => (total === null ? null : result(total, count)),
  };
}

/**
 * The newest value. Emptying it does not empty its memory of the newest second: what is not later than that fills the slot
 * again, and leaves the 0 that emptying put there. So the same measurement, sent a second time, may read 0.
 */
function last(): Statistic {
  let newestSecond = 0;
  let value = 0;
  let isFilled = false;
  return {
    add: (given, second) => {
      isFilled = true;
      if (second <= newestSecond) return;
      value = given;
      newestSecond = second;
    },
    reset: () => {
      isFilled = false;
      value = 0;
    },
    value: () => (isFilled ? value : null),
  };
}
