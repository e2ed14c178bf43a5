import type { RunRequest } from './task-id.ts';

/** Runs that wait for an offer, those of high priority first. */
export type RunQueue = {
  push(run: RunRequest, highPriority: boolean): void;
  /** The first run of high priority, or of the others. */
  shift(highPriority: boolean): RunRequest | undefined;
  has(jobName: string): boolean;
  clear(): void;
};

export function runQueue(): RunQueue {
  const high: RunRequest[] = [];
  const normal: RunRequest[] = [];
  const of = (highPriority: boolean) => (highPriority ? high : normal);
  return {
    push: (run, highPriority) => void of(highPriority).push(run),
    shift: (highPriority) => of(highPriority).shift(),
    has: (jobName) => [...high, ...normal].some((run) => run.jobName === jobName),
    clear() {
      high.length = 0;
      normal.length = 0;
    },
  };
}
