import { InvalidRequestError } from '../../job/errors.ts';
import { type FrameworkName, frameworkTraits } from '../../job/frameworks.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';
import { lengthOfTime } from '../duration.ts';
import { isWithoutEnd, nativeSchedule } from './native-schedule.ts';

/** The schedule that a launch asks for. */
export interface RequestedSchedule extends AskedSchedule {
  /** From each start to the deadline of its job. */
  deadlineSeconds: number;
}

interface AskedSchedule extends Omit<RecurringJob['schedule'], 'startAt'> {
  /** Epoch milliseconds; undefined for now. */
  startAt?: number | undefined;
  /** How it was read out of the native job, a sentence; absent where the launch gives it. */
  adjustment?: string;
}

interface Asked {
  framework: FrameworkName;
  job: Record<string, unknown>;
  /** Null: the job is launched once, whatever its definition says. */
  schedule?: AskedSchedule | null | undefined;
}

/** The schedule of a launch, or of its native job; null for a job that is launched once. `deadline` is as the request has it. */
export function scheduleOf(
  { framework, job, schedule }: Asked,
  deadline: unknown,
  now: number,
): RequestedSchedule | null {
  const asked = schedule === undefined ? scheduleOfJob(framework, job, now) : schedule;
  if (asked === null) return null;
  const deadlineSeconds = lengthOfTime(deadline);
  if (deadlineSeconds === null) throw wrongDeadline(schedule === undefined ? 'job.schedule' : 'schedule');
  return { ...asked, deadlineSeconds };
}

function scheduleOfJob(
  framework: FrameworkName,
  { schedule, scheduleTimeZone }: Record<string, unknown>,
  now: number,
): AskedSchedule | null {
  if (!frameworkTraits[framework].hasSchedule || !isWithoutEnd(schedule)) return null;
  const zone = typeof scheduleTimeZone === 'string' ? scheduleTimeZone : undefined;
  return { ...nativeSchedule(schedule, zone, now), overlap: 'skip' };
}

/** An instant would be the deadline of the first occurrence only. */
function wrongDeadline(because: string): InvalidRequestError {
  const field = 'deadline';
  const orOnce = because === 'schedule' ? '' : '; with "schedule": null the job is launched once';
  const problem = `must be a length of time such as "2h", which counts from each start that ${because} names${orOnce}`;
  return new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}
