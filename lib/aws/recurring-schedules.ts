import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { InvalidRequestError } from '../job/errors.ts';
import type { RecurringSchedules } from '../ports/recurring.ts';
import type { RecurringJob } from '../recurring/recurring-job.ts';
import { startDateOf } from '../recurring/start-date.ts';
import { once } from '../request/timed.ts';
import { awsTimeouts } from './aws-timeouts.ts';
import type { Config } from './config.ts';
import { unless } from './schedules.ts';

/** An occurrence is delivered for so long; afterwards it goes to the dead letters. */
const deliveredForSeconds = 3_600;
/** The longest job, and some more: so long an occurrence may wait for the one before it. */
const retriedForMs = 400 * 86_400_000;

interface Settings
  extends Pick<Config<'sweep'>, 'SCHEDULE_GROUP' | 'SCHEDULE_ROLE_ARN' | 'SCHEDULE_DEAD_LETTERS_ARN'> {
  /** Of the function that starts occurrences; read when a schedule is created. */
  launchArn: () => string;
  now: () => number;
}

/** One EventBridge schedule for each recurring job, and one for each occurrence that could not start at once, in the stack's group. */
export function recurringSchedules(settings: Settings): RecurringSchedules {
  const { SCHEDULE_GROUP: GroupName, now } = settings;
  const client = once(() => new SchedulerClient({ maxAttempts: 3, requestHandler: awsTimeouts }));
  const create = async (Name: string, schedule: Timing, target: CreateScheduleCommandInput['Target']) => {
    const FlexibleTimeWindow = { Mode: 'OFF' as const };
    const made = new CreateScheduleCommand({
      GroupName,
      Name,
      ...schedule,
      FlexibleTimeWindow,
      Target: target,
    });
    return (await client().send(made).catch(unless(ConflictException))) !== undefined;
  };
  const remove = async (Name: string) => {
    await client()
      .send(new DeleteScheduleCommand({ GroupName, Name }))
      .catch(unless(ResourceNotFoundException));
  };
  return {
    create: (recurring) => {
      const { scheduleId } = recurring;
      const due = { scheduleId, scheduledAt: '<aws.scheduler.scheduled-time>' };
      const target = targetOf(settings, recurring, due);
      return create(`recurring-${scheduleId}`, timingOf(recurring, now()), target).catch(refused);
    },
    remove: (scheduleId) => remove(`recurring-${scheduleId}`),
    createRetry: (recurring, pendingId) =>
      create(
        `recurring-retry-${pendingId}`,
        eachMinuteFrom(now()),
        targetOf(settings, recurring, { pendingId }),
      ),
    removeRetry: (pendingId) => remove(`recurring-retry-${pendingId}`),
  };
}

type Timing = Pick<
  CreateScheduleCommandInput,
  'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartDate' | 'EndDate' | 'ActionAfterCompletion'
>;

function eachMinuteFrom(now: number): Timing {
  return {
    ScheduleExpression: 'rate(1 minute)',
    EndDate: new Date(now + retriedForMs),
    ActionAfterCompletion: 'DELETE',
  };
}

function timingOf(recurring: RecurringJob, now: number): Timing {
  const { expression, timeZone } = recurring.schedule;
  const startAt = startDateOf(recurring, now);
  return {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    ...(startAt === null ? {} : { StartDate: new Date(startAt) }),
  };
}

/** Nothing secret: who looks at the schedule sees its input. */
function targetOf(
  { launchArn, SCHEDULE_ROLE_ARN, SCHEDULE_DEAD_LETTERS_ARN }: Settings,
  { spec: { cluster, framework, name } }: RecurringJob,
  due: Record<string, string>,
): CreateScheduleCommandInput['Target'] {
  return {
    Arn: launchArn(),
    RoleArn: SCHEDULE_ROLE_ARN,
    Input: JSON.stringify({ recurring: { cluster, framework, name }, due }),
    RetryPolicy: { MaximumEventAgeInSeconds: deliveredForSeconds, MaximumRetryAttempts: 60 },
    DeadLetterConfig: { Arn: SCHEDULE_DEAD_LETTERS_ARN },
  };
}

/** What EventBridge does not take although it looked right. */
function refused(error: Error): never {
  if (!(error instanceof ValidationException)) throw error;
  const field = 'schedule';
  const problem = `is refused by EventBridge Scheduler: ${error.message}`;
  throw new InvalidRequestError(`Invalid request: ${field} ${problem}`, [{ field, problem }]);
}
