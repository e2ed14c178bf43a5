import { setTimeout as sleep } from 'node:timers/promises';
import type { ShownJob } from './api/answers.ts';
import { exitCodes } from './exit-codes.ts';
import { patiently } from './patient-call.ts';
import type { Session } from './session.ts';
import { jobsProgressOn } from './text/jobs-progress.ts';
import { outcomeCode } from './text/outcome.ts';

const pageSize = 100;

/** Follows all live jobs, also those that are launched meanwhile, until none is live; resolves to the exit code. */
export async function watchJobs(session: Session, intervalMs: number): Promise<number> {
  const progress = jobsProgressOn(session);
  let code: number = exitCodes.done;
  try {
    for (let live = await liveJobs(session); ; ) {
      progress.show(live, Date.now());
      if (live.length === 0) return code;
      await sleep(intervalMs);
      const now = await patiently(() => liveJobs(session), intervalMs);
      for (const job of await endedOf(session, { live, now, intervalMs })) {
        progress.ended(job, Date.now());
        code = Math.max(code, outcomeCode(job));
      }
      live = now;
    }
  } finally {
    progress.end();
  }
}

async function liveJobs({ api }: Session): Promise<ShownJob[]> {
  const jobs: ShownJob[] = [];
  for (let before: string | undefined; ; ) {
    const page = await api.listJobs({ state: 'active', limit: pageSize, before });
    jobs.push(...page.jobs);
    if (page.next === null) return jobs;
    before = page.next;
  }
}

/** Those that were live and are no more, as they ended. */
function endedOf(
  { api }: Session,
  { live, now, intervalMs }: { live: ShownJob[]; now: ShownJob[]; intervalMs: number },
): Promise<ShownJob[]> {
  const still = new Set(now.map(({ jobId }) => jobId));
  const gone = live.filter(({ jobId }) => !still.has(jobId));
  return Promise.all(gone.map(({ jobId }) => patiently(() => api.showJob(jobId), intervalMs)));
}
