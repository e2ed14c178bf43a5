import { deliverTick, type Invoke } from './deliver-tick.ts';
import { type Schedule, scheduleKey } from './schedule-store.ts';
import { nextTickAt } from './tick.ts';
import { instantTimers } from './timers.ts';

export interface TickerOptions {
  timeScale: number;
  invoke: Invoke;
  /** Called when no tick of this schedule is to come and the last one was delivered or dropped. */
  completed: (schedule: Schedule) => void;
}

export interface Ticker {
  /** Starts the schedule as it is now, or restarts it, with the first tick due at `from` (epoch milliseconds) or later. */
  plan(schedule: Schedule, from: number): void;
  forget(schedule: Schedule): void;
  close(): void;
}

/** Ticks planned schedules, one timer each; a slow or failing target never delays the next tick. */
export function ticker({ timeScale, invoke, completed }: TickerOptions): Ticker {
  const timers = instantTimers();
  const closing = new AbortController();
  const delivery = { invoke, timeScale, signal: closing.signal };

  function forget(schedule: Schedule): void {
    timers.cancel(keyOf(schedule));
  }

  function plan(schedule: Schedule, from: number): void {
    forget(schedule);
    if (schedule.State === 'DISABLED' || schedule.done) return;
    const tickAt = nextTickAt(schedule, from, timeScale);
    if (tickAt === undefined) completed(schedule);
    else wait(schedule, tickAt);
  }

  function wait(schedule: Schedule, tickAt: number): void {
    timers.set(keyOf(schedule), tickAt, () => tick(schedule, tickAt));
  }

  function tick(schedule: Schedule, scheduledAt: number): void {
    const delivered = deliverTick(delivery, schedule, scheduledAt);
    const next = once(schedule) ? undefined : nextTickAt(schedule, scheduledAt + 1, timeScale);
    if (next !== undefined) wait(schedule, next);
    else void delivered.then(() => closing.signal.aborted || completed(schedule));
  }

  return {
    plan,
    forget,
    close: () => {
      closing.abort();
      timers.cancelAll();
    },
  };
}

function keyOf({ GroupName, Name }: Schedule): string {
  return scheduleKey(GroupName, Name);
}

function once(schedule: Schedule): boolean {
  return schedule.ScheduleExpression.startsWith('at(');
}
