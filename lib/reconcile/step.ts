import type { JobProgress } from '../job/job.ts';

/** The next thing to do for a job; each is safe to do twice. */
export type Step =
  | { do: 'nothing' }
  | { do: 'look-again'; afterSeconds: number }
  | { do: 'submit' }
  | { do: 'resize'; force: boolean }
  | { do: 'start' }
  | { do: 'kill'; taskId: string | null }
  | { do: 'retire' };

export const sameCpus = (a: number, b: number) => Math.abs(a - b) < 0.001;

/** A run that is done may be reported for so long, and must not be taken to hang meanwhile. */
const leastPatienceMs = 150_000;
const mostOfThatMs = 3_600_000;

/**
 * Whether the task runs for so long that it will not end. After each failure a short run is given five times as long: perhaps its
 * reports do not get through, and each kill would lose one.
 */
export function isHung({ run, lastEndAt, decision, failuresInRow }: JobProgress, now: number): boolean {
  const leastMs = Math.min(leastPatienceMs * 5 ** failuresInRow, mostOfThatMs);
  const hungAfterMs = Math.max(leastMs, (decision?.hungAfterSeconds ?? Number.POSITIVE_INFINITY) * 1000);
  // Without a run it is a task that has reported, and which may hang all the same.
  const since = run === null ? (lastEndAt ?? now) : (run.runningAt ?? run.requestedAt);
  return now - since > hungAfterMs;
}
