import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswerError } from '../lib/http/http.ts';
import type { DetailedJob } from './api/answers.ts';
import { ApiError } from './api/api-error.ts';
import type { Session } from './session.ts';
import { outcome, outcomeCode } from './text/outcome.ts';
import { progressOn } from './text/progress.ts';

/** Looks in vain at most so often in a row. */
const patience = 10;

/** Follows a job until it has ended; resolves to the exit code. */
export async function watchJob(session: Session, jobId: string, intervalMs: number): Promise<number> {
  const job = await followed(session, jobId, intervalMs);
  if (!session.json) session.out.write(`${outcome(job)}\n`);
  return outcomeCode(job);
}

/** The job once it has ended, shown all the way. */
async function followed(session: Session, jobId: string, intervalMs: number): Promise<DetailedJob> {
  let job = await session.api.showJob(jobId);
  const progress = progressOn(session);
  try {
    for (;;) {
      progress.show(job, Date.now());
      if (job.finishedAt) return job;
      await sleep(intervalMs);
      job = await patientLook(session, jobId, intervalMs);
    }
  } finally {
    progress.end();
  }
}

/** The job, looked at again while the API does not answer or has a fault: the job goes on without us. */
async function patientLook({ api }: Session, jobId: string, intervalMs: number): Promise<DetailedJob> {
  for (let looks = 1; ; looks++) {
    try {
      return await api.showJob(jobId);
    } catch (error) {
      if (looks === patience || !mayPass(error)) throw error;
      await sleep(intervalMs * looks);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ApiError && (error.status >= 500 || error.status === 429);
}
