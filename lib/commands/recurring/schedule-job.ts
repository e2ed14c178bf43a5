import { createHash } from 'node:crypto';
import { callerOf } from '../../job/caller.ts';
import { ConflictError, InvalidRequestError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';
import type { RequestedSchedule } from '../../request/fields/with-schedule.ts';
import { checkLaunch, type Launch } from '../launch-job.ts';
import type { RecurringDeps } from './recurring-deps.ts';

export interface Scheduled {
  recurring: RecurringJob;
  /** False when the same request has scheduled it before. */
  isNew: boolean;
  adjustments: string[];
}

/** A launch that asks for a schedule. */
export interface ScheduledLaunch extends Omit<Launch, 'idempotencyKey'> {
  schedule: RequestedSchedule;
}

/**
 * Stores a recurring job and gives it its schedule. The same request may be repeated: a sweep, or the repetition, makes the schedule
 * that a crash has left out. Throws what a launch throws for what is wrong, and a ConflictError where the name is taken.
 */
export async function scheduleJob(deps: RecurringDeps, launch: ScheduledLaunch): Promise<Scheduled> {
  const checked = await checkScheduled(deps, launch);
  const { recurring, adjustments } = checked;
  const isNew = await deps.recurring.create(recurring);
  const stored = isNew ? recurring : await sameOf(deps, recurring);
  try {
    if (stored.pausedAt === null) await deps.recurringSchedules.create(stored);
  } catch (error) {
    if (isNew && error instanceof InvalidRequestError) await deps.recurring.remove(recurring);
    throw error;
  }
  return { recurring: stored, isNew, adjustments };
}

/** What is checked before anything is stored, and the recurring job that it makes. */
export async function checkScheduled(
  deps: Pick<RecurringDeps, 'checkDefinition' | 'checkCluster' | 'now' | 'newJobId'>,
  launch: ScheduledLaunch,
): Promise<{ recurring: RecurringJob; adjustments: string[] }> {
  const { schedule } = launch;
  const { adjustments, specFor } = await checkLaunch(deps, launch);
  const scheduleId = deps.newJobId();
  const recurring = newRecurring(launch, { spec: specFor(scheduleId), scheduleId, now: deps.now() });
  const { adjustment } = schedule;
  return { recurring, adjustments: adjustment === undefined ? adjustments : [adjustment, ...adjustments] };
}

function newRecurring(
  { schedule, body, baseUrl, launchedBy }: ScheduledLaunch,
  { spec, scheduleId, now }: { spec: JobSpec; scheduleId: string; now: number },
): RecurringJob {
  const { jobId, reportUrl, launchedAt, launchedBy: _, scheduledAt, ...kept } = spec;
  const { expression, timeZone, overlap, startAt = now, deadlineSeconds } = schedule;
  return {
    spec: kept,
    baseUrl,
    deadlineSeconds,
    schedule: { expression, timeZone, overlap, startAt },
    scheduleId,
    createdAt: now,
    createdBy: launchedBy,
    requestHash: createHash('sha256')
      .update(`${callerOf(launchedBy)}\n${body}`)
      .digest('base64url'),
    pausedAt: null,
    lastScheduledAt: null,
    pending: null,
    occurrences: [],
    version: 0,
  };
}

/** The recurring job of the name, if the same request has made it. */
async function sameOf(deps: RecurringDeps, { spec, requestHash }: RecurringJob): Promise<RecurringJob> {
  const stored = await deps.recurring.load(spec);
  if (stored?.requestHash === requestHash) return stored;
  throw new ConflictError(
    'recurring-name-in-use',
    `A recurring job with the name ${spec.name} is scheduled on ${spec.framework}; change it, or remove it.`,
  );
}
