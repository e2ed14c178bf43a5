import { ConflictException, CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localAws } from '../local-aws.ts';

/** Makes the group of the stack's schedules, as its template would. */
export async function createScheduleGroup(endpoint: string): Promise<void> {
  const { region, credentials, scheduleGroup } = localAws;
  const client = new SchedulerClient({ endpoint, region, credentials });
  try {
    await client.send(new CreateScheduleGroupCommand({ Name: scheduleGroup }));
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  } finally {
    client.destroy();
  }
}
