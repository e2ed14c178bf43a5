import type { AlarmFunction, Comparison, SubExpression } from '../alarm-expression.ts';
import type { AlarmState } from '../alarm-store.ts';

/** What a comparison says, and the values that prove it. */
export interface Finding {
  state: AlarmState;
  values: number[];
}

/** What no later value in the same slots could change: `times` slots in a row that exceed the threshold, or one that does not. */
export function foundAtOnce(expression: SubExpression, slots: (number | null)[]): Finding | null {
  const { function: of, comparison, times } = expression;
  if (isFinal(of, comparison, true)) {
    const run = runOf(times, slots, expression);
    if (run) return { state: 'ALARM', values: run };
  }
  if (!isFinal(of, comparison, false)) return null;
  const kept = slots.find((value) => value !== null && !exceeds(expression, value));
  return kept === undefined || kept === null ? null : { state: 'OK', values: [kept] };
}

function runOf(times: number, slots: (number | null)[], expression: SubExpression): number[] | null {
  let run: number[] = [];
  for (const value of slots) {
    run = value !== null && exceeds(expression, value) ? [...run, value] : [];
    if (run.length === times) return run;
  }
  return null;
}

/** OK if a slot does not exceed the threshold, ALARM if all are filled and exceed it; null if some are missing. */
export function foundAtEnd(expression: SubExpression, view: (number | null)[]): Finding | null {
  const filled = view.filter((value) => value !== null);
  const kept = filled.findIndex((value) => !exceeds(expression, value));
  if (kept >= 0) return { state: 'OK', values: filled.slice(0, kept + 1) };
  return filled.length === view.length ? { state: 'ALARM', values: filled } : null;
}

/** Whether a slot that exceeds the threshold (or one that does not) stays so: a minimum never rises, a maximum never falls. */
function isFinal(of: AlarmFunction, comparison: Comparison, isExceeded: boolean): boolean {
  const isAbove = comparison === 'GT' || comparison === 'GTE';
  if (of === 'last') return true;
  if (of === 'min') return isAbove !== isExceeded;
  return (of === 'max' || of === 'count') && isAbove === isExceeded;
}

const comparisons: Record<Comparison, (value: number, threshold: number) => boolean> = {
  LT: (value, threshold) => value < threshold,
  LTE: (value, threshold) => value <= threshold,
  GT: (value, threshold) => value > threshold,
  GTE: (value, threshold) => value >= threshold,
};

function exceeds({ comparison, threshold }: SubExpression, value: number): boolean {
  return comparisons[comparison](value, threshold);
}
