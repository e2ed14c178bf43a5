import type { SweepDeps } from './sweep-deps.ts';

/** What a sweep found. */
export interface Swept {
  /** Live jobs, and ended ones that are not clean, as far as they were looked at. */
  jobs: number;
  /** Those that were not evaluated for long. */
  silent: number;
  /** How many of these had no schedule, and have one again. */
  schedulesMade: number;
  /** Parts of the index for which there was no time. */
  partsLeft: number;
  clustersRead: number;
  /** Jobs that a framework still has although they were clean: they are evaluated again. */
  leftovers: number;
  /** Jobs of a framework that carry an id which is none of this table's, or that of a job of another name: left alone. */
  unknown: number;
  /** Recurring jobs, as far as they were looked at. */
  recurring: number;
  /** What could not be done. */
  failures: number;
}

/** One sweep under way. */
export interface Sweeping extends SweepDeps {
  found: Swept;
  /** Does something; what fails is logged with `what`, counted, and holds up nothing else. */
  tried(act: () => Promise<void>, what: Record<string, unknown>): Promise<void>;
  /** Whether there is time for something that takes so many milliseconds, and not so much has failed that it is of little use to go on. */
  mayGoOn(takesMs?: number): boolean;
}

const failuresAtMost = 20;

/** A sweep that goes on until an instant (epoch milliseconds). */
export function sweepingUntil(deps: SweepDeps, until: number): Sweeping {
  const found: Swept = {
    jobs: 0,
    silent: 0,
    schedulesMade: 0,
    partsLeft: 0,
    clustersRead: 0,
    leftovers: 0,
    unknown: 0,
    recurring: 0,
    failures: 0,
  };
  return {
    ...deps,
    found,
    mayGoOn: (takesMs = 0) => deps.now() + takesMs < until && found.failures < failuresAtMost,
    async tried(act, what) {
      try {
        await act();
      } catch (error) {
        found.failures++;
        const problem = (error as Error).message;
        deps.log.error('part of the sweep failed; the next sweep retries it', { ...what, problem });
      }
    },
  };
}

const atOnce = 8;

/** Does something for each item, a few at a time, as long as the sweep may go on. */
export async function forEachOf<Item>(
  { mayGoOn }: Sweeping,
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < items.length && mayGoOn(); i += atOnce)
    await Promise.all(items.slice(i, i + atOnce).map(act));
}
