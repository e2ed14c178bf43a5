import type { JobProgress } from '../job/job.ts';

/** The next thing to do for a job; each is safe to do twice. */
export type Step =
  | { do: 'nothing' }
  | { do: 'look-again'; afterSeconds: number }
  | { do: 'submit' }
  | { do: 'resize'; force: boolean }
  | { do: 'start' }
  | { do: 'kill' }
  | { do: 'retire' };

export const sameCpus = (a: number, b: number) => Math.abs(a - b) < 0.001;

/** Whether the task runs for so long that it will not end. */
export function isHung({ run, lastEndAt, decision }: JobProgress, now: number): boolean {
  const hungAfterMs = (decision?.hungAfterSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  // Without a run it is a task that has reported, and which may hang all the same.
  const since = run === null ? (lastEndAt ?? now) : (run.runningAt ?? run.requestedAt);
  return now - since > hungAfterMs;
}
