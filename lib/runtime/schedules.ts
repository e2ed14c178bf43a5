import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedules } from '../reconcile/ports.ts';
import { awsTimeouts } from './aws-timeouts.ts';

export interface ScheduleSettings {
  group: string;
  /** What a new schedule invokes, as whom, how often, and where it tells what it could not deliver; only for who creates one. */
  created?: { evaluateArn: string; roleArn: string; deadLettersArn: string; tickMinutes: number };
}

const every = (minutes: number) => (minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`);

/** One EventBridge schedule a job, in the group of the stack. A schedule that is forgotten ends and deletes itself. */
export function eventBridgeSchedules({ group, created }: ScheduleSettings): Schedules {
  const client = new SchedulerClient({ maxAttempts: 3, requestHandler: awsTimeouts });
  const nameOf = (jobId: string) => ({ GroupName: group, Name: `job-${jobId}` });
  return {
    async create(jobId, endsAt) {
      if (!created) throw new Error('This function may not create schedules.');
      const made = new CreateScheduleCommand({
        ...nameOf(jobId),
        ScheduleExpression: every(created.tickMinutes),
        EndDate: new Date(endsAt),
        ActionAfterCompletion: 'DELETE',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: created.evaluateArn,
          RoleArn: created.roleArn,
          Input: JSON.stringify({ jobId, cause: 'tick' }),
          // A tick that could not be delivered is worth nothing once the next one is due.
          RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
          DeadLetterConfig: { Arn: created.deadLettersArn },
        },
      });
      await client.send(made).catch(unless(ConflictException));
    },

    async extend(jobId, endsAt) {
      const { ScheduleExpression, FlexibleTimeWindow, Target, ActionAfterCompletion } = await client.send(
        new GetScheduleCommand(nameOf(jobId)),
      );
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
  return (error: unknown) => {
    if (!(error instanceof expected)) throw error;
  };
}
