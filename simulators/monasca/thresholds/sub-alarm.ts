import type { SubExpression } from '../alarm-expression.ts';
import type { AlarmState } from '../alarm-store.ts';
import { expressionText } from './expression-text.ts';
import { type Finding, foundAtEnd, foundAtOnce } from './finding.ts';
import { type SlidingWindow, slidingWindow } from './sliding-window.ts';

/** How long a window waits after its end for late measurements: the threshold engine's `alarmDelay`. */
const alarmDelaySeconds = 30;

/** What one comparison of an alarm's expression says, by the measurements of its own series. Instants are in epoch milliseconds. */
export interface SubAlarm {
  readonly expression: SubExpression;
  readonly state: AlarmState;
  /** The values for which it last reported its state. */
  readonly values: readonly number[];
  /** False until it has reported its state once. */
  readonly hasTold: boolean;
  /** A measurement of the instant `at` arrives at `now`; true if it reports its state anew. */
  measure(value: number, at: number, now: number): boolean;
  /** Its definition was changed at `now`: it keeps the measurements if function and periods are the same, and will report anew. */
  rewrite(expression: SubExpression, now: number): void;
  /** The engine looks at the clock, as it does every minute; true if it reports its state anew. */
  tick(now: number): boolean;
}

/**
 * One comparison as the threshold engine of Monasca keeps it (`SubAlarmStats` of monasca-thresh), made at `now` in epoch
 * milliseconds. `last` is judged when a measurement arrives, and keeps its state without any; the others at the end of their
 * window, or at once if no later value could change the answer. `known` is the state from before a restart.
 */
export function subAlarm(given: SubExpression, now: number, known?: AlarmState): SubAlarm {
  return new SubAlarmStats(given, now, known);
}

class SubAlarmStats implements SubAlarm {
  expression: SubExpression;
  state: AlarmState;
  values: readonly number[] = [];
  hasTold = false;
  #window: SlidingWindow;
  /** Looks in a row that found a window without values. */
  #emptyLooks = 0;

  constructor(expression: SubExpression, now: number, known: AlarmState = withoutData(expression)) {
    this.expression = expression;
    this.state = known;
    this.#window = windowOf(expression, now);
  }

  measure(value: number, at: number, now: number): boolean {
    return this.#window.add(value, seconds(at)) && this.#look(seconds(now));
  }

  tick(now: number): boolean {
    return this.#look(seconds(now));
  }

  rewrite(next: SubExpression, now: number): void {
    if (expressionText(next) === expressionText(this.expression)) return;
    if (!sharesMeasurements(next, this.expression)) this.#window = windowOf(next, now);
    this.expression = next;
    this.hasTold = false;
  }

  #look(second: number): boolean {
    const found = foundAtOnce(this.expression, this.#window.whole()) ?? this.#foundInView(second);
    this.#window.slide(second, alarmDelaySeconds);
    if (!found || (this.hasTold && found.state === this.state)) return false;
    Object.assign(this, found, { hasTold: true });
    return true;
  }

  #foundInView(second: number): Finding | null {
    const { expression } = this;
    if (expression.function === 'last' || !this.#window.isOver(second, alarmDelaySeconds)) return null;
    const view = this.#window.view();
    if (view.some((value) => value !== null)) this.#emptyLooks = 0;
    const found = foundAtEnd(expression, view);
    if (found) return found;
    this.#emptyLooks += 1;
    if (!expression.isDeterministic && this.#emptyLooks < emptyLooksAllowed(expression)) return null;
    return { state: withoutData(expression), values: [] };
  }
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

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
