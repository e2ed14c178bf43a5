import { callerOf } from './caller.ts';
import type { Job, Point } from './job.ts';

/** How a job stands with its deadline: by its forecast while it goes on, by its end afterwards. */
export const standings = ['on-time', 'at-risk', 'cannot-be-met', 'late', 'failed', 'cancelled'] as const;

/** How jobs are listed: of a paused one nobody knows how it stands. */
export const listedStandings = [...standings, 'paused'] as const;

export type Standing = (typeof standings)[number];

/** The standing of a job at one of its points; null where nothing has been decided yet. */
export function standingAt({
  status,
  decision,
  finishedAt,
  at,
  deadlineAt,
}: Pick<Point, 'status' | 'decision' | 'finishedAt' | 'at' | 'deadlineAt'>): Standing | null {
  switch (status) {
    case 'COMPLETED':
      // Points of earlier versions do not tell when the last iteration ended.
      return (finishedAt ?? at) <= deadlineAt ? 'on-time' : 'late';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return decision?.outlook ?? null;
  }
}

/** The standing of a job as it is now. */
export function standingOf({ progress, deadlineAt }: Pick<Job, 'progress' | 'deadlineAt'>): Standing | null {
  const { status, decision, finish, lastPointAt } = progress;
  return standingAt({ status, decision, finishedAt: finish?.at, at: lastPointAt, deadlineAt });
}

/** Whether a job has ended in a way of which somebody is to be told: late, failed, or cancelled by another caller than launched it. */
export function hasEndedBadly(
  job: Pick<Job, 'spec' | 'progress' | 'deadlineAt' | 'cancelRequestedBy'>,
): boolean {
  const standing = standingOf(job);
  // Rows of earlier versions do not tell who cancelled.
  if (standing === 'cancelled' && job.cancelRequestedBy !== null)
    return callerOf(job.cancelRequestedBy) !== callerOf(job.spec.launchedBy);
  return standing === 'late' || standing === 'failed';
}

/** Whether a job was done on time, and whom it notifies wants to know that. */
export function isWantedEnd(job: Pick<Job, 'spec' | 'progress' | 'deadlineAt'>): boolean {
  const { notify } = job.spec;
  return notify?.whenDone === true && job.progress.status === 'COMPLETED' && standingOf(job) === 'on-time';
}
