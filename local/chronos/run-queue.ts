import type { RunRequest } from './task-id.ts';

/** Runs that wait for an offer, those of high priority first. */
export type RunQueue = {
  push(run: RunRequest, highPriority: boolean): void;
  shift(): RunRequest | undefined;
  has(jobName: string): boolean;
  clear(): void;
};

export function runQueue(): RunQueue {
  const high: RunRequest[] = [];
  const normal: RunRequest[] = [];
  return {
    push: (run, highPriority) => void (highPriority ? high : normal).push(run),
    shift: () => high.shift() ?? normal.shift(),
    has: (jobName) => [...high, ...normal].some((run) => run.jobName === jobName),
    clear() {
      high.length = 0;
      normal.length = 0;
    },
  };
}
