import type { Job } from '../job/job.ts';
import { isFinished } from '../job/progress.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { SendLateness } from '../ports/monitoring.ts';

/** What is sent so much later than an answer does not overtake in Monasca's queue what was answered. */
const inOrderAfterMs = 2_000;

export interface ReportLatenessDeps {
  store: Pick<JobStore, 'load' | 'claimLateSecond' | 'closeLateSecond'>;
  sendLateness: SendLateness;
  log: Log;
  now: Now;
  /** Whatever is sent is over by then; epoch milliseconds. */
  until: number;
}

/**
 * Sends the probability that a live job will be late, which its alarm looks at, as it is now and with a second of its own:
 * whatever crashed or lost its answer, no second is sent twice, none is sent after a later one, and nothing is sent again.
 * What does not arrive is made up for by the next tick. Never throws because of Monasca.
 */
export async function reportLateness(
  { store, sendLateness, log, now, until }: ReportLatenessDeps,
  { spec: { jobId, notify }, progress }: Job,
): Promise<void> {
  if (notify === null || progress.decision === null) return;
  // The threshold engine counts whole seconds.
  const at = Math.floor(now() / 1000) * 1000;
  try {
    // Written before it is sent: who dies in between has used the second up.
    if (!(await store.claimLateSecond(jobId, { at, openUntil: until }))) return;
    // As it is now: it may have ended since it was read, and then nobody is to be told any more.
    const job = await store.load(jobId);
    const probability = job && lateProbability(job);
    if (job && probability !== null) await sendLateness(job.spec, { at, probability });
    await store.closeLateSecond(jobId, { at, openUntil: now() + inOrderAfterMs });
  } catch (error) {
    log.warn('lateness not delivered; the next tick sends the current value', {
      jobId,
      problem: (error as Error).message,
    });
  }
}

/** With four digits; null for a job that has ended, and for one without a decision. */
function lateProbability({ progress: { status, decision } }: Job): number | null {
  if (isFinished(status) || decision === null) return null;
  return Math.round((1 - decision.forecast.onTimeProbability) * 1e4) / 1e4;
}
