import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedules } from '../ports/schedules.ts';
import { once } from '../request/timed.ts';
import { awsTimeouts } from './aws-timeouts.ts';
import type { Config } from './config.ts';

export interface ScheduleSettings {
  group: string;
  /** What a new schedule invokes, in which role, how often, and where ticks go that could not be delivered. */
  created: CreatedSchedules;
}

export interface CreatedSchedules {
  /** Read when a schedule is created: a function learns its own ARN only with its first invocation. */
  evaluateArn: () => string;
  roleArn: string;
  deadLettersArn: string;
  tickMinutes: number;
}

/** The schedules of this stack, as the environment of its functions describes them. */
export function schedulesOf(
  config: Pick<
    Config<'evaluate'>,
    'SCHEDULE_GROUP' | 'SCHEDULE_ROLE_ARN' | 'SCHEDULE_DEAD_LETTERS_ARN' | 'TICK_MINUTES'
  >,
  evaluateArn: () => string,
): Schedules {
  return eventBridgeSchedules({
    group: config.SCHEDULE_GROUP,
    created: {
      evaluateArn,
      roleArn: config.SCHEDULE_ROLE_ARN,
      deadLettersArn: config.SCHEDULE_DEAD_LETTERS_ARN,
      tickMinutes: config.TICK_MINUTES,
    },
  });
}

const every = (minutes: number) => (minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`);

/** One EventBridge schedule per job, in the stack's group. A schedule that is no longer extended ends and deletes itself. */
export function eventBridgeSchedules({ group, created }: ScheduleSettings): Schedules {
  // An evaluation seldom needs it.
  const client = once(() => new SchedulerClient({ maxAttempts: 3, requestHandler: awsTimeouts }));
  const nameOf = (jobId: string) => ({ GroupName: group, Name: `job-${jobId}` });
  const create = async (jobId: string, endsAt: number) => {
    const made = new CreateScheduleCommand({ ...nameOf(jobId), ...newSchedule(created, jobId, endsAt) });
    return (await client().send(made).catch(unless(ConflictException))) !== undefined;
  };
  return {
    create,

    async extend(jobId, endsAt) {
      const found = await client()
        .send(new GetScheduleCommand(nameOf(jobId)))
        .catch(unless(ResourceNotFoundException));
      // It ended before anybody extended it, or somebody deleted it.
      if (!found) return void (await create(jobId, endsAt));
      const { ScheduleExpression, FlexibleTimeWindow, Target, ActionAfterCompletion } = found;
      // An update replaces the whole schedule.
      const kept = { ScheduleExpression, FlexibleTimeWindow, Target, ActionAfterCompletion };
      await client().send(
        new UpdateScheduleCommand({ ...nameOf(jobId), ...kept, EndDate: new Date(endsAt) }),
      );
    },

    async remove(jobId) {
      await client()
        .send(new DeleteScheduleCommand(nameOf(jobId)))
        .catch(unless(ResourceNotFoundException));
    },
  };
}

/** A schedule that ticks for the job until `endsAt` (epoch milliseconds) and then deletes itself. */
function newSchedule(
  { evaluateArn, roleArn, deadLettersArn, tickMinutes }: CreatedSchedules,
  jobId: string,
  endsAt: number,
): Omit<CreateScheduleCommandInput, 'Name'> {
  return {
    ScheduleExpression: every(tickMinutes),
    EndDate: new Date(endsAt),
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: evaluateArn(),
      RoleArn: roleArn,
      Input: JSON.stringify({ jobId, cause: 'tick' }),
      // A tick that cannot be delivered is worthless once the next one is due.
      RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: deadLettersArn },
    },
  };
}

/** Takes an error of a class for no result; every other one is thrown. */
export function unless(expected: new (...given: never[]) => Error) {
  return (error: unknown): undefined => {
    if (!(error instanceof expected)) throw error;
  };
}

/** The ARN of a function without the version or alias by which it was invoked. */
export function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}
