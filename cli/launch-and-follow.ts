import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import * as z from 'zod';
import { NoAnswerError } from '../lib/http/http.ts';
import type { ScheduledJob } from './api/answers.ts';
import { ApiError } from './api/api-error.ts';
import type { JobsApi } from './api/jobs-api.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import { launchedLines } from './text/launched-lines.ts';
import { scheduledLines } from './text/recurring-lines.ts';
import { waitForJob, watchJob } from './watch-job.ts';

/** The options of whatever launches a job. */
export const followOptions = z.object({
  idempotencyKey: z.string().optional(),
  watch: z.boolean().default(false),
  wait: z.boolean().default(false),
});

export function addFollowOptions(command: Command): Command {
  return command
    .option('--idempotency-key <key>', 'launching again with the same key returns the same job')
    .option('--watch', 'follow the job until its end; the exit code is 0 if it was on time')
    .option('--wait', 'as --watch, for scripts: only the outcome is printed');
}

interface Following extends z.infer<typeof followOptions> {
  intervalMs: number;
}

type Launched = Awaited<ReturnType<JobsApi['launchJob']>> | { isNew: boolean; scheduled: ScheduledJob };

/** Launches a job, by a key that it tells where the answer is lost, and follows it if that is asked for; resolves to the exit code. */
export async function launchAndFollow(
  session: Session,
  { idempotencyKey = randomUUID(), watch, wait, intervalMs }: Following,
  call: (key: string) => Promise<Launched>,
): Promise<number> {
  const { isNew, ...result } = await call(idempotencyKey).catch((error: unknown) => {
    if (mayHaveLaunched(error))
      session.note(
        `The job may or may not have been launched. Repeat the launch with --idempotency-key ${idempotencyKey}: it launches at most once.`,
      );
    throw error;
  });
  const now = Date.now();
  if ('scheduled' in result) {
    session.print(result.scheduled, scheduledLines(result.scheduled, { isNew, now }));
    if (watch || wait) session.note('Nothing is followed: each start of a recurring job launches a job.');
    return exitCodes.done;
  }
  const { launched } = result;
  session.print(launched, launchedLines(launched, { isNew, now }));
  if (watch) return watchJob(session, launched.jobId, intervalMs);
  return wait ? waitForJob(session, launched.jobId, intervalMs) : exitCodes.done;
}

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function mayHaveLaunched(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500;
  if (!(error instanceof NoAnswerError)) return false;
  return !(error.cause instanceof Error && 'code' in error.cause && neverSent.has(String(error.cause.code)));
}
