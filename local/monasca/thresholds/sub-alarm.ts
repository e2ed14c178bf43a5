import type { AlarmFunction, Comparison, SubExpression } from '../alarm-expression.ts';
import type { AlarmState } from '../alarm-store.ts';
import { slidingWindow } from './sliding-window.ts';

/** How long a window waits for latecomers after its end, in seconds: the threshold engine's `alarmDelay`. */
const alarmDelay = 30;

/** What one comparison of an alarm's expression says, by the measurements of its own series. */
export interface SubAlarm {
  readonly expression: SubExpression;
  readonly state: AlarmState;
  /** The values by which it last told its state. */
  readonly values: readonly number[];
  /** False until it has told its state once. */
  readonly hasTold: boolean;
  /** A measurement of the time `at` comes at `now` (both epoch milliseconds); true when the state is told anew. */
  measure(value: number, at: number, now: number): boolean;
  /** The engine looks at the clock, as it does every minute; true when the state is told anew. */
  tick(now: number): boolean;
}

/**
 * One comparison as the threshold engine of Monasca keeps it (`SubAlarmStats` of monasca-thresh), made at `now` in epoch
 * milliseconds. `last` is judged when a measurement comes, and keeps its state without any; the others when their window is
 * over, and at once where no later value could change the answer. `state` is what is known from before a restart.
 */
export function subAlarm(expression: SubExpression, now: number, known?: AlarmState): SubAlarm {
  const { function: of, periodSeconds, times, isDeterministic } = expression;
  const viewEndsAt = seconds(now) + periodSeconds;
  const window = slidingWindow({ of, slotSeconds: periodSeconds, viewSlots: times, viewEndsAt });
  const withoutData: AlarmState = isDeterministic ? 'OK' : 'UNDETERMINED';
  const emptyLooksAllowed = Math.max(1, Math.floor(periodSeconds / 60)) * times * 2;
  const told = { state: known ?? withoutData, values: [] as number[], hasTold: false };
  let emptyLooks = 0;

  function look(second: number): boolean {
    const found = foundAtOnce(expression, window.whole()) ?? foundInView(second);
    window.slide(second, alarmDelay);
    if (!found || (told.hasTold && found.state === told.state)) return false;
    Object.assign(told, found, { hasTold: true });
    return true;
  }

  function foundInView(second: number): Finding | null {
    if (of === 'last' || !window.isOver(second, alarmDelay)) return null;
    const view = window.view();
    if (view.some((value) => value !== null)) emptyLooks = 0;
    const found = foundAtEnd(expression, view);
    if (found) return found;
    emptyLooks += 1;
    return isDeterministic || emptyLooks >= emptyLooksAllowed ? { state: withoutData, values: [] } : null;
  }

  return {
    expression,
    get state() {
      return told.state;
    },
    get values() {
      return told.values;
    },
    get hasTold() {
      return told.hasTold;
    },
    measure: (value, at, arrivedAt) => window.add(value, seconds(at)) && look(seconds(arrivedAt)),
    tick: (at) => look(seconds(at)),
  };
}

interface Finding {
  state: AlarmState;
  values: number[];
}

/** What no later value of the same slots could change: `times` slots in a row that exceed, or one that does not. */
function foundAtOnce(expression: SubExpression, slots: (number | null)[]): Finding | null {
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

/** OK with the first slot that does not exceed, ALARM when all are there and exceed; null when some are missing. */
function foundAtEnd(expression: SubExpression, view: (number | null)[]): Finding | null {
  const filled = view.filter((value) => value !== null);
  const kept = filled.findIndex((value) => !exceeds(expression, value));
  if (kept >= 0) return { state: 'OK', values: filled.slice(0, kept + 1) };
  return filled.length === view.length ? { state: 'ALARM', values: filled } : null;
}

/** Whether a slot that exceeds (or one that does not) will do so for good: a minimum never rises, a maximum never falls. */
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

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
