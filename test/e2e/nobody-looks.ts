import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../lib/store/keys.ts';
import { localAws } from '../../local/local-aws.ts';
import type { Stack } from '../../local/stack.ts';

const dayMs = 86_400_000;
const { region, credentials, tableName: TableName, scheduleGroup: GroupName } = localAws;

/** What an operator, or three days without evaluations, may do to the state of a stack. */
export function stateOf({ dynamoDb, schedulerUrl }: Pick<Stack, 'dynamoDb' | 'schedulerUrl'>) {
  const table = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: dynamoDb.url, region, credentials }),
  );
  const scheduler = new SchedulerClient({ endpoint: schedulerUrl, region, credentials });
  const set = async (Key: { pk: string; sk: string }, path: string, value: number) => {
    await table.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: `SET ${path} = :value`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  };
  return {
    /** The schedule of a job is no more. */
    async dropSchedule(jobId: string): Promise<void> {
      const dropped = scheduler.send(new DeleteScheduleCommand({ GroupName, Name: `job-${jobId}` }));
      await dropped.catch((error) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      });
    },
    async hasSchedule(jobId: string): Promise<boolean> {
      const found = scheduler.send(new GetScheduleCommand({ GroupName, Name: `job-${jobId}` }));
      return found.then(
        () => true,
        (error) => {
          if (error instanceof ResourceNotFoundException) return false;
          throw error;
        },
      );
    },
    /** The job was last evaluated three days ago. */
    forget: (jobId: string) => set(keyOf.state(jobId), 'progress.evaluatedAt', Date.now() - 3 * dayMs),
    /** The schedule of the job is over since long ago, as far as the job knows. */
    outliveSchedule: (jobId: string) => set(keyOf.state(jobId), 'progress.scheduleEndsAt', 0),
    /** The jobs of the cluster were last read long ago. */
    forgetReading: (cluster: string, framework: string) =>
      set(keyOf.cluster({ cluster, framework }), 'readAt', 0),
    close(): void {
      table.destroy();
      scheduler.destroy();
    },
  };
}
