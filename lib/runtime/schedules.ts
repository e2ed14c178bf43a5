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

export interface ScheduleSettings {
  group: string;
  /** What a new schedule invokes, and as whom; needed only to create one. */
  target?: { evaluateArn: string; roleArn: string };
}

const tick = 'rate(1 minute)';

/** One EventBridge schedule a job, in the group of the stack. A schedule that is forgotten ends and deletes itself. */
export function eventBridgeSchedules({ group, target }: ScheduleSettings): Schedules {
  const client = new SchedulerClient({ maxAttempts: 3 });
  const nameOf = (jobId: string) => ({ GroupName: group, Name: `job-${jobId}` });
  return {
    async create(jobId, endsAt) {
      if (!target) throw new Error('This function may not create schedules.');
      const made = new CreateScheduleCommand({
        ...nameOf(jobId),
        ScheduleExpression: tick,
        EndDate: new Date(endsAt),
        ActionAfterCompletion: 'DELETE',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: target.evaluateArn,
          RoleArn: target.roleArn,
          Input: JSON.stringify({ jobId, cause: 'tick' }),
          // A tick that could not be delivered is worth nothing once the next one is due.
          RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
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
