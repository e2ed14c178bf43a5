import type { Log, Now } from '../ports/environment.ts';
import type { FrameworkOf } from '../ports/framework.ts';
import type { RecurringSchedules, RecurringStore } from '../ports/recurring.ts';
import type { Schedules } from '../ports/schedules.ts';
import type { SweepStore } from '../ports/sweep-store.ts';

/** What a sweep needs of the world. */
export interface SweepDeps {
  store: SweepStore;
  schedules: Pick<Schedules, 'create'>;
  recurring: Pick<RecurringStore, 'list'>;
  recurringSchedules: Pick<RecurringSchedules, 'create' | 'createRetry'>;
  frameworkOf: FrameworkOf;
  /** How often a job is evaluated at least. */
  tickMinutes: number;
  log: Log;
  now: Now;
}

/** For how long a job was not evaluated when something is wrong with its ticks. */
export function silentForMs({ tickMinutes }: Pick<SweepDeps, 'tickMinutes'>): number {
  return Math.max(10, 3 * tickMinutes) * 60_000;
}
