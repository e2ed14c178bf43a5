import type { RunRequest } from './task-id.ts';

/** A run, and since when it has waited for an offer (ms since 1970). */
export type QueuedRun = { run: RunRequest; queuedAt: number };

/** Runs that wait for an offer; those of high priority have a queue of their own. */
export type RunQueue = {
  push(queued: QueuedRun, highPriority: boolean): void;
  /** Takes the first run of a queue if it was there by a moment (ms since 1970). */
  shift(highPriority: boolean, queuedBy: number): QueuedRun | undefined;
  has(jobName: string): boolean;
  clear(): void;
};

export function runQueue(): RunQueue {
  const high: QueuedRun[] = [];
  const normal: QueuedRun[] = [];
  const of = (highPriority: boolean) => (highPriority ? high : normal);
  return {
    push: (queued, highPriority) => void of(highPriority).push(queued),
    shift(highPriority, queuedBy) {
      const queue = of(highPriority);
      return queue[0] && queue[0].queuedAt <= queuedBy ? queue.shift() : undefined;
    },
    has: (jobName) => [...high, ...normal].some(({ run }) => run.jobName === jobName),
    clear() {
      high.length = 0;
      normal.length = 0;
    },
  };
}
