import { isFinished } from '../../job/progress.ts';
import type { JobStore } from '../../ports/job-store.ts';
import type { Claim } from '../../room/room.ts';

/** An evaluation that claims writes its run within less; what is older and has no run belongs to one that died. */
const doubtfulMs = 60_000;
/** So many claims are looked into at a time, those first that were not for the longest time. */
const askedAtMost = 3;

/**
 * The claims without those of jobs that have no run any more. Where nobody tells what the agents use, a claim holds for as long as
 * its run; so the jobs are asked, a few at a time, and a claim that was found to hold is as good as a new one.
 */
export async function liveClaims(
  load: JobStore['load'],
  claims: Record<string, Claim>,
  now: number,
): Promise<Record<string, Claim>> {
  const live = { ...claims };
  const doubtful = Object.entries(claims)
    .filter(([, { at }]) => now - at > doubtfulMs)
    .sort(([, a], [, b]) => a.at - b.at);
  for (const [jobId, claim] of doubtful.slice(0, askedAtMost)) {
    if (await hasRun(load, jobId)) live[jobId] = { ...claim, at: now };
    else delete live[jobId];
  }
  return live;
}

async function hasRun(load: JobStore['load'], jobId: string): Promise<boolean> {
  const job = await load(jobId);
  if (job === null || isFinished(job.progress.status)) return false;
  const { execution } = job.progress;
  return execution.kind === 'started-runs' && (execution.run !== null || execution.endingRun !== null);
}
