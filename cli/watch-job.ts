import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailedJob } from './api/answers.ts';
import { patiently } from './patient-call.ts';
import type { Session } from './session.ts';
import { outcome, outcomeCode } from './text/outcome.ts';
import { jsonLine, type Progress, progressOn } from './text/progress.ts';

/** Follows a job, by its id or its name, until it has ended; resolves to the exit code. */
export async function watchJob(session: Session, job: string, intervalMs: number): Promise<number> {
  const ended = await followed(session, job, { intervalMs, progress: progressOn(session) });
  if (!session.json) session.out.write(`${outcome(ended)}\n`);
  return outcomeCode(ended);
}

/** Waits until a job has ended and tells only then how; resolves to the exit code. */
export async function waitForJob(session: Session, job: string, intervalMs: number): Promise<number> {
  const ended = await followed(session, job, { intervalMs, progress: { show() {}, end() {} } });
  session.out.write(`${session.json ? jsonLine(ended) : outcome(ended)}\n`);
  return outcomeCode(ended);
}

/** The job once it has ended, shown all the way. */
async function followed(
  { api }: Session,
  idOrName: string,
  { intervalMs, progress }: { intervalMs: number; progress: Progress },
): Promise<DetailedJob> {
  let job = await api.showJob(idOrName);
  // By its id: another job may get its name meanwhile.
  const { jobId } = job;
  try {
    for (;;) {
      progress.show(job, Date.now());
      if (job.finishedAt) return job;
      await sleep(intervalMs);
      job = await patiently(() => api.showJob(jobId), intervalMs);
    }
  } finally {
    progress.end();
  }
}
