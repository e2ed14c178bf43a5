import { InvalidRequestError, StaleJobError } from '../../job/errors.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';
import { expressionProblem } from '../../request/fields/schedule-field.ts';
import type { RecurringChangeRequest } from '../../request/launch-request.ts';
import { findRecurring } from './find-recurring.ts';
import type { RecurringDeps } from './recurring-deps.ts';

/** What managing a recurring job needs of the world. */
export type ManageDeps = Pick<
  RecurringDeps,
  'recurring' | 'recurringSchedules' | 'checkCluster' | 'newJobId' | 'now'
>;

/** So often it is read anew because somebody else wrote it in between. */
const triesAtMost = 8;

/** From now on no occurrence starts; the job of the last one goes on. Idempotent. */
export function pauseRecurring(deps: ManageDeps, name: string): Promise<RecurringJob> {
  return anew(deps, name, async (recurring) => {
    const paused =
      recurring.pausedAt === null
        ? await deps.recurring.save({ ...recurring, pausedAt: deps.now() })
        : recurring;
    await deps.recurringSchedules.remove(paused.scheduleId);
    return paused;
  });
}

/** Occurrences start again, with the next one that is due. Idempotent. */
export function resumeRecurring(deps: ManageDeps, name: string): Promise<RecurringJob> {
  return anew(deps, name, (recurring) =>
    recurring.pausedAt === null
      ? Promise.resolve(recurring)
      : rescheduled(deps, recurring, { ...recurring, pausedAt: null }),
  );
}

/** Changes what the next occurrences are, and when they start. InvalidRequestError where the change does not fit. */
export function changeRecurring(
  deps: ManageDeps,
  name: string,
  asked: RecurringChangeRequest,
): Promise<RecurringJob> {
  return anew(deps, name, async (recurring) => {
    const changed = changedBy(recurring, asked, deps.now());
    const { framework, cluster, notify } = changed.spec;
    if (asked.notify) await deps.checkCluster({ framework, cluster, notify, webhook: null });
    return hasSameTimes(recurring, changed) || changed.pausedAt !== null
      ? deps.recurring.save(changed)
      : rescheduled(deps, recurring, changed);
  });
}

/** Then its schedule stays: an event of another one that is under way would start nothing. */
function hasSameTimes({ schedule: before }: RecurringJob, { schedule: after }: RecurringJob): boolean {
  return (
    before.expression === after.expression &&
    before.timeZone === after.timeZone &&
    before.startAt === after.startAt
  );
}

/** Forgets a recurring job; the job of its last occurrence goes on. Resolves to what it was. */
export function removeRecurring(deps: ManageDeps, name: string): Promise<RecurringJob> {
  return anew(deps, name, async (recurring) => {
    await deps.recurring.remove(recurring);
    // What a crash leaves here ends with its next event, which finds no recurring job.
    await deps.recurringSchedules.remove(recurring.scheduleId);
    if (recurring.pending) await deps.recurringSchedules.removeRetry(recurring.pending.id);
    return recurring;
  });
}

/**
 * Gives it another schedule: the new one before the write, as EventBridge may refuse it, and the old one is removed after it. An event of
 * one that is not the job's own, which a crash may leave, starts nothing and removes it.
 */
async function rescheduled(
  { recurring: store, recurringSchedules, newJobId }: ManageDeps,
  before: RecurringJob,
  changed: RecurringJob,
): Promise<RecurringJob> {
  const next = { ...changed, scheduleId: newJobId() };
  await recurringSchedules.create(next);
  const saved = await store.save(next).catch(async (error: unknown) => {
    await recurringSchedules.remove(next.scheduleId);
    throw error;
  });
  await recurringSchedules.remove(before.scheduleId);
  return saved;
}

function changedBy(recurring: RecurringJob, asked: RecurringChangeRequest, now: number): RecurringJob {
  const { spec } = recurring;
  const { deadline = recurring.deadlineSeconds, iterations = spec.iterations } = asked;
  const { target = spec.target, notify = spec.notify } = asked;
  const cpus = { ...spec.cpus, min: asked.cpus?.min ?? spec.cpus.min, max: asked.cpus?.max ?? spec.cpus.max };
  if (cpus.min > cpus.max)
    throw wrong('cpus.min', `must not be above cpus.max (${cpus.min} is above ${cpus.max})`);
  const initialCpus = Math.min(Math.max(spec.initialCpus, cpus.min), cpus.max);
  return {
    ...recurring,
    deadlineSeconds: deadline,
    schedule: changedTimes(recurring, asked, now),
    spec: { ...spec, iterations, cpus, initialCpus, target, notify },
  };
}

function changedTimes(
  { schedule }: RecurringJob,
  { schedule: asked = {} }: RecurringChangeRequest,
  now: number,
): RecurringJob['schedule'] {
  const { expression = schedule.expression, timeZone = schedule.timeZone } = asked;
  const { overlap = schedule.overlap } = asked;
  const isOtherRate = expression !== schedule.expression;
  const startAt = asked.startAt ?? (isOtherRate ? now : schedule.startAt);
  const problem = expressionProblem({ expression, timeZone, startAt }, now);
  if (problem !== undefined) throw wrong('schedule.expression', problem);
  return { expression, timeZone, overlap, startAt };
}

function wrong(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`Invalid change: ${field} ${problem}.`, [{ field, problem }]);
}

async function anew(
  { recurring }: ManageDeps,
  name: string,
  act: (recurring: RecurringJob) => Promise<RecurringJob>,
): Promise<RecurringJob> {
  for (let tries = 1; ; tries++) {
    try {
      return await act(await findRecurring(recurring, name));
    } catch (error) {
      if (!(error instanceof StaleJobError) || tries === triesAtMost) throw error;
    }
  }
}
