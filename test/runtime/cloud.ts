import { createTable, startDynamoDb } from '../../local/dynamodb.ts';
import { startEventBus } from '../../local/events/event-bus.ts';
import { permissions } from '../../local/iam/permissions.ts';
import { startLambdaEndpoint } from '../../local/lambda/endpoint.ts';
import type { LocalFunction } from '../../local/lambda/function.ts';
import { localAws } from '../../local/local-aws.ts';
import { createScheduleGroup } from '../../local/scheduler/create-schedule-group.ts';
import { startScheduler } from '../../local/scheduler/start-scheduler.ts';
import type { Template } from '../../local/template.ts';
import { made } from './made.ts';
import type { Open } from './opened.ts';

/** The schedules tick once a second. */
const timeScale = 60;

export interface CloudOptions {
  directory: string;
  open: Open;
  functions: ReadonlyMap<string, LocalFunction>;
  /** Takes what made a function fail that nobody waits for. */
  onFailure: (functionName: string, error: Error) => void;
}

/**
 * The services of AWS that the functions call, which refuse what the policies of the template do not give.
 * Resolves to the variables with which the functions find them.
 */
export async function startCloud(template: Template, options: CloudOptions): Promise<Record<string, string>> {
  const { directory, open, functions, onFailure } = options;
  const iam = permissions(template.policies);
  const dynamoDb = await open(startDynamoDb(made(directory, 'dynamodb'), iam));
  const lambda = await open(startLambdaEndpoint(functions, onFailure, iam));
  const tick = async (arn: string, input: string) => {
    await functions.get(arn.split(':').at(-1) ?? '')?.invoke(JSON.parse(input));
  };
  const scheduler = await open(
    startScheduler({ directory: made(directory, 'scheduler'), timeScale, permissions: iam, invoke: tick }),
  );
  await createScheduleGroup(scheduler.url);
  await createTable(dynamoDb.url, localAws.tableName, template.table);
  const bus = await open(startEventBus({ directory, permissions: iam }));
  return localAws.environment({
    dynamodb: dynamoDb.url,
    lambda: lambda.url,
    scheduler: scheduler.url,
    events: bus.url,
  });
}
