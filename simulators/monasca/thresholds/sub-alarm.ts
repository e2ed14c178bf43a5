import type { AlarmFunction, Comparison, SubExpression } from '../alarm-expression.ts';
import type { AlarmState } from '../alarm-store.ts';
import { expressionText } from './expression-text.ts';
import { type SlidingWindow, slidingWindow } from './sliding-window.ts';

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
  /** Its definition was changed at `now`: with the same function and periods the measurements stay. Its state is told anew. */
  rewrite(expression: SubExpression, now: number): void;
  /** The engine looks at the clock, as it does every minute; true when the state is told anew. */
  tick(now: number): boolean;
}

/**
 * One comparison as the threshold engine of Monasca keeps it (`SubAlarmStats` of monasca-thresh), made at `now` in epoch
 * milliseconds. `last` is judged when a measurement comes, and keeps its state without any; the others when their window is
 * over, and at once where no later value could change the answer. `state` is what is known from before a restart.
 */
export function subAlarm(given: SubExpression, now: number, known?: AlarmState): SubAlarm {
  let expression = given;
  let window = windowOf(given, now);
  const told = { state: known ?? withoutData(given), values: [] as number[], hasTold: false };
  let emptyLooks = 0;

  function look(second: number): boolean {
    const found = foundAtOnce(expression, window.whole()) ?? foundInView(second);
    window.slide(second, alarmDelay);
    if (!found || (told.hasTold && found.state === told.state)) return false;
    Object.assign(told, found, { hasTold: true });
    return true;
  }

  function foundInView(second: number): Finding | null {
    if (expression.function === 'last' || !window.isOver(second, alarmDelay)) return null;
    const view = window.view();
    if (view.some((value) => value !== null)) emptyLooks = 0;
    const found = foundAtEnd(expression, view);
    if (found) return found;
    emptyLooks += 1;
    if (!expression.isDeterministic && emptyLooks < emptyLooksAllowed(expression)) return null;
    return { state: withoutData(expression), values: [] };
  }

  function rewrite(next: SubExpression, at: number): void {
    if (expressionText(next) === expressionText(expression)) return;
    if (!sharesMeasurements(next, expression)) window = windowOf(next, at);
    expression = next;
    told.hasTold = false;
  }

  return {
    get expression() {
      return expression;
    },
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
    rewrite,
  };
}

function windowOf({ function: of, periodSeconds, times }: SubExpression, now: number): SlidingWindow {
  const viewEndsAt = seconds(now) + periodSeconds;
  return slidingWindow({ of, slotSeconds: periodSeconds, viewSlots: times, viewEndsAt });
}

function withoutData({ isDeterministic }: SubExpression): AlarmState {
  return isDeterministic ? 'OK' : 'UNDETERMINED';
}

function emptyLooksAllowed({ periodSeconds, times }: SubExpression): number {
  return (periodSeconds / 60) * times * 2;
}

function sharesMeasurements(one: SubExpression, other: SubExpression): boolean {
  return (
    one.function === other.function && one.periodSeconds === other.periodSeconds && one.times === other.times
  );
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
