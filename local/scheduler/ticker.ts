import { setTimeout as delay } from 'node:timers/promises';
import { type Schedule, scheduleKey } from './schedule-store.ts';
import { nextTickAt, tickInput } from './tick.ts';

/** Hands the input over to the target; a rejection means that it could not be handed over. */
export type Invoke = (targetArn: string, input: string) => Promise<void>;

export interface TickerOptions {
  timeScale: number;
  invoke: Invoke;
  /** Called once no tick of this schedule is to come and the last one is delivered or given up. */
  completed: (schedule: Schedule) => void;
}

export interface Ticker {
  /** (Re)starts the ticking of a schedule as it now is, with the first tick due at `from` (epoch ms) or later. */
  plan(schedule: Schedule, from: number): void;
  forget(schedule: Schedule): void;
  close(): void;
}

const longestTimerMs = 2 ** 31 - 1;
const firstRetryMs = 1000;
const longestRetryMs = 60_000;

/** Ticks planned schedules, one timer each; a slow or failing target never holds up the next tick. */
export function ticker({ timeScale, invoke, completed }: TickerOptions): Ticker {
  const timers = new Map<string, NodeJS.Timeout>();
  const closing = new AbortController();

  function forget(schedule: Schedule): void {
    const key = scheduleKey(schedule.GroupName, schedule.Name);
    clearTimeout(timers.get(key));
    timers.delete(key);
  }

  function plan(schedule: Schedule, from: number): void {
    forget(schedule);
    if (schedule.State === 'DISABLED' || schedule.done) return;
    const tickAt = nextTickAt(schedule, from, timeScale);
    if (tickAt === undefined) completed(schedule);
    else wait(schedule, tickAt);
  }

  function wait(schedule: Schedule, tickAt: number): void {
    const waitMs = Math.min(Math.max(0, tickAt - Date.now()), longestTimerMs);
    const wake = () => (Date.now() < tickAt ? wait(schedule, tickAt) : tick(schedule, tickAt));
    timers.set(scheduleKey(schedule.GroupName, schedule.Name), setTimeout(wake, waitMs));
  }

  function tick(schedule: Schedule, scheduledAt: number): void {
    const delivered = deliver(schedule, scheduledAt);
    const next = once(schedule) ? undefined : nextTickAt(schedule, scheduledAt + 1, timeScale);
    if (next !== undefined) wait(schedule, next);
    else void delivered.then(() => closing.signal.aborted || completed(schedule));
  }

  async function deliver(schedule: Schedule, scheduledAt: number): Promise<void> {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = schedule.Target.RetryPolicy;
    const tooOldAt = Date.now() + (MaximumEventAgeInSeconds * 1000) / timeScale;
    for (let attempt = 1; attempt <= MaximumRetryAttempts + 1 && Date.now() < tooOldAt; attempt++) {
      if (await handedOver(schedule, tickInput(schedule, { scheduledAt, attempt }))) return;
      const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)) / timeScale;
      await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
    }
  }

  async function handedOver({ Target }: Schedule, input: string): Promise<boolean> {
    try {
      await invoke(Target.Arn, input);
      return true;
    } catch {
      return false;
    }
  }

  return {
    plan,
    forget,
    close: () => {
      closing.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

function once(schedule: Schedule): boolean {
  return schedule.ScheduleExpression.startsWith('at(');
}
