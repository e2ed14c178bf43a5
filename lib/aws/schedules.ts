import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedules } from '../ports/schedules.ts';
import { awsTimeouts } from './aws-timeouts.ts';
import type { Config } from './config.ts';

export interface ScheduleSettings {
  group: string;
  /** What a new schedule invokes, as whom, how often, and where it tells what it could not deliver. */
  created: CreatedSchedules;
}

export interface CreatedSchedules {
  /** Asked for when a schedule is made: a function learns its own ARN with its first invocation. */
  evaluateArn: () => string;
  roleArn: string;
  deadLettersArn: string;
  tickMinutes: number;
}

/** The schedules of this stack, as its functions are told of them. */
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

/** One EventBridge schedule a job, in the group of the stack. A schedule that is forgotten ends and deletes itself. */
export function eventBridgeSchedules({ group, created }: ScheduleSettings): Schedules {
  const client = new SchedulerClient({ maxAttempts: 3, requestHandler: awsTimeouts });
  const nameOf = (jobId: string) => ({ GroupName: group, Name: `job-${jobId}` });
  const create = async (jobId: string, endsAt: number) => {
    const made = new CreateScheduleCommand({
      ...nameOf(jobId),
      ScheduleExpression: every(created.tickMinutes),
      EndDate: new Date(endsAt),
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: created.evaluateArn(),
        RoleArn: created.roleArn,
        Input: JSON.stringify({ jobId, cause: 'tick' }),
        // A tick that could not be delivered is worth nothing once the next one is due.
        RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
        DeadLetterConfig: { Arn: created.deadLettersArn },
      },
    });
    return (await client.send(made).catch(unless(ConflictException))) !== undefined;
  };
  return {
    create,

    async extend(jobId, endsAt) {
      const found = await client
        .send(new GetScheduleCommand(nameOf(jobId)))
        .catch(unless(ResourceNotFoundException));
      // It has ended while nobody extended it, or somebody deleted it.
      if (!found) return void (await create(jobId, endsAt));
      const { ScheduleExpression, FlexibleTimeWindow, Target, ActionAfterCompletion } = found;
      // An update replaces the whole schedule.
      const kept = { ScheduleExpression, FlexibleTimeWindow, Target, ActionAfterCompletion };
      await client.send(new UpdateScheduleCommand({ ...nameOf(jobId), ...kept, EndDate: new Date(endsAt) }));
    },

    async remove(jobId) {
      await client.send(new DeleteScheduleCommand(nameOf(jobId))).catch(unless(ResourceNotFoundException));
    },
  };
}

function unless(expected: new (...given: never[]) => Error) {
  return (error: unknown): undefined => {
    if (!(error instanceof expected)) throw error;
  };
}

/** The ARN of a function without the version or the alias by which it was invoked. */
export function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}
