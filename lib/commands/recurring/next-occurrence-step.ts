import { isFinished } from '../../job/progress.ts';
import { isGivenUp } from '../../recurring/occurrences.ts';
import type { PendingOccurrence, RecurringJob, Verdict } from '../../recurring/recurring-job.ts';
import { isOver } from '../claim-name.ts';
import type { RecurringDeps } from './recurring-deps.ts';

/** What is to be done now for a pending occurrence. */
export type OccurrenceStep =
  | { do: 'launch' }
  /** `cancels` is a job that is in the way. */
  | { do: 'wait'; problem: string; cancels?: string }
  /** A launch failed a moment ago. */
  | { do: 'tryLater' }
  | { do: 'end'; verdict: Verdict };

/** Decides what is to be done for a pending occurrence, by the time and by the job before it. */
export async function nextOccurrenceStep(
  { store, now }: Pick<RecurringDeps, 'store' | 'now'>,
  recurring: RecurringJob,
  pending: PendingOccurrence,
): Promise<OccurrenceStep> {
  if (recurring.pausedAt !== null) return skipped('The recurring job was paused before this start.');
  if (isGivenUp(recurring, pending, now())) return failed(pending);
  if (now() < pending.nextTryAt) return { do: 'tryLater' };
  const before = await store.nameHolder(recurring.spec);
  if (before === null || before === pending.jobId) return { do: 'launch' };
  const job = await store.load(before);
  if (isOver(job, before, now())) return { do: 'launch' };
  if (job === null) return { do: 'wait', problem: `Job ${before} of the name is being launched.` };
  if (isFinished(job.progress.status))
    return { do: 'wait', problem: `Job ${before} has ended and is being removed from its framework.` };
  return behind(recurring, before);
}

/** What is to be done while the job before goes on. */
function behind({ schedule }: RecurringJob, before: string): OccurrenceStep {
  switch (schedule.overlap) {
    case 'skip':
      return skipped(`Job ${before} of the name was still live.`);
    case 'queue':
      return { do: 'wait', problem: `It waits for the end of job ${before}.` };
    case 'replace':
      return { do: 'wait', problem: `Job ${before} is being cancelled to make way.`, cancels: before };
  }
}

function skipped(sentence: string): OccurrenceStep {
  return { do: 'end', verdict: { outcome: 'skipped', sentence } };
}

function failed({ problem }: PendingOccurrence): OccurrenceStep {
  const sentence = problem ?? 'It was told of too late to be done by its deadline.';
  return { do: 'end', verdict: { outcome: 'failed', sentence: `It could not be launched. ${sentence}` } };
}
