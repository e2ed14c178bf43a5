import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningChronos } from '../simulators/chronos/start-chronos.ts';
import type { LocalKeystone } from '../simulators/keystone/start-keystone.ts';
import type { RunningMarathon } from '../simulators/marathon/start-marathon.ts';
import type { MesosCluster } from '../simulators/mesos/cluster.ts';
import { dockerEngine } from '../simulators/mesos/docker/engine.ts';
import type { LocalMonasca } from '../simulators/monasca/start-monasca.ts';
import { functionRoute } from './api/function-route.ts';
import { startDoors } from './api/start-doors.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from './dynamodb.ts';
import { type EventBus, startEventBus } from './events/event-bus.ts';
import { tableStream } from './events/table-stream.ts';
import { type Permissions, permissions } from './iam/permissions.ts';
import { builtFunctions } from './lambda/built-functions.ts';
import { startLambdaEndpoint } from './lambda/endpoint.ts';
import { type LocalFunction, localFunction } from './lambda/function.ts';
import { startRules } from './lambda/rules.ts';
import { sourceStack } from './lambda/source-stack.ts';
import { localAws } from './local-aws.ts';
import { createScheduleGroup } from './scheduler/create-schedule-group.ts';
import { startScheduler } from './scheduler/start-scheduler.ts';
import { readTemplate, type Template } from './template.ts';
import { startUserSide, type UserSideOptions } from './user-side.ts';

export interface StackOptions extends UserSideOptions {
  /** Where all state is kept; a stack that is started on it again continues where the last one stopped. */
  directory: string;
  /** Port of the API; 0 takes a free one. Jobs that outlive a stack need the port at which they were launched. */
  port: number;
  /** Where containers reach the API, without a trailing slash, if not at its own address. */
  callbackUrl?: string | null;
  /** Whether agents run tasks in containers of the Docker engine of this machine, which must answer. */
  docker?: boolean;
  /** How many times faster than the clock the schedules tick. */
  timeScale: number;
  /** Takes each line that a function logs. */
  onLine: (functionName: string, line: string) => void;
}

export interface Stack {
  apiUrl: string;
  /** The secret that the API asks for, and the file that holds it. */
  apiToken: string;
  tokenFile: string;
  /** Of all servers of the stack, the API included. */
  urls: readonly string[];
  dynamoDb: LocalDynamoDb;
  /** Of EventBridge Scheduler. */
  schedulerUrl: string;
  lambdaUrl: string;
  /** Holds the secrets as files. */
  secretsDirectory: string;
  /** The default bus of EventBridge. */
  bus: EventBus;
  chronos: RunningChronos;
  marathon: RunningMarathon;
  cluster: MesosCluster;
  /** The version of the Docker engine that runs the tasks; null when they run in shells. */
  docker: string | null;
  keystone: LocalKeystone;
  monasca: LocalMonasca;
  functions: ReadonlyMap<string, LocalFunction>;
  /** What the policies of the template allow the functions to do; all else is refused. */
  permissions: Permissions;
  close(): Promise<void>;
}

const repository = join(import.meta.dirname, '..');

/** All of Pacer and all that it talks to, in this process and on the loopback interface. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const place = (name: string) => madeDirectory(options.directory, name);
  const docker = options.docker ? await dockerEngine(place('sandboxes')) : null;
  const user = await startUserSide(options, place, docker);
  const aws = await startAws(options, place);
  const { template, functions, environment } = aws;
  const { directory, port, timeScale, callbackUrl = null } = options;
  const doors = await startDoors(routesOf(template, functions), { directory, port, callbackUrl, docker });
  environment.CALLBACK_BASE_URL = doors.callbackUrl ?? '';
  const rules = startRules(template.functions, functions, { timeScale, onFailure: aws.onFailure });
  const listening = doors.reports ? [doors.api, doors.reports] : [doors.api];
  const services = [aws.scheduler, aws.lambda];
  const parts = [
    rules,
    ...listening,
    ...services,
    ...functions.values(),
    ...user.parts,
    aws.bus,
    aws.dynamoDb,
  ];
  return {
    ...user.shown,
    apiUrl: doors.api.url,
    apiToken: doors.admission.token,
    tokenFile: doors.admission.tokenFile,
    docker: docker?.version ?? null,
    urls: [...listening, ...user.remotes, ...services, aws.dynamoDb, aws.bus].map(({ url }) => url),
    dynamoDb: aws.dynamoDb,
    schedulerUrl: aws.scheduler.url,
    lambdaUrl: aws.lambda.url,
    secretsDirectory: place('secrets'),
    bus: aws.bus,
    functions,
    permissions: aws.permissions,
    close: async () => {
      for (const part of parts) await part.close();
    },
  };
}

/** The functions and what they use of AWS. A function starts at its first invocation, with the environment as it is then. */
async function startAws(options: StackOptions, place: (name: string) => string) {
  const template = readTemplate(repository, localAws.resolve);
  const iam = permissions(template.policies);
  const functions = new Map<string, LocalFunction>();
  const onFailure = (name: string, error: Error) =>
    options.onLine(name, `invocation failed: ${error.message}`);
  const stream = tableStream(template.functions, functions, { permissions: iam, onFailure });
  const dynamoDb = await startDynamoDb(place('dynamodb'), iam, stream);
  const bus = await startEventBus({ directory: options.directory, permissions: iam });
  const lambda = await startLambdaEndpoint(functions, onFailure, iam);
  const scheduler = await startScheduler({
    directory: place('scheduler'),
    timeScale: options.timeScale,
    permissions: iam,
    invoke: (arn, input) => tick(iam, functions, { arn, input }),
  });
  await createScheduleGroup(scheduler.url);
  await createTable(dynamoDb.url, localAws.tableName, template.table);
  const urls = { dynamodb: dynamoDb.url, lambda: lambda.url, scheduler: scheduler.url, events: bus.url };
  const environment = {
    ...localAws.environment(urls),
    SECRETS_DIRECTORY: place('secrets'),
    // Set once the address is known at which containers report.
    CALLBACK_BASE_URL: '',
  };
  for (const each of await startFunctions(template, environment, options)) functions.set(each.name, each);
  return { template, permissions: iam, functions, onFailure, dynamoDb, bus, lambda, scheduler, environment };
}

function madeDirectory(directory: string, name: string): string {
  const path = join(directory, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

async function startFunctions(
  { functions }: Template,
  environment: Record<string, string>,
  { onLine }: StackOptions,
): Promise<LocalFunction[]> {
  const bundleOf = await builtFunctions(repository, functions);
  return functions.map(({ id, memoryMegabytes, timeoutSeconds, environment: own }) =>
    localFunction({
      name: id,
      bundle: bundleOf(id),
      memoryMegabytes,
      timeoutSeconds,
      environment: () => ({ ...own, ...environment }),
      onLine: (name, line) => onLine(name, withSourcePositions(line, `${bundleOf(id)}.map`)),
    }),
  );
}

/** A line that shows where the function was, as a stack does, with the places of its sources. */
const withSourcePositions = (line: string, mapFile: string): string =>
  line.includes('handler.js:') ? sourceStack(line, readFileSync(mapFile, 'utf8')) : line;

function routesOf({ functions }: Template, started: ReadonlyMap<string, LocalFunction>) {
  return functions.flatMap(({ id, routes }) => routes.map((key) => functionRoute(key, invoked(started, id))));
}

/** What a schedule does, with the rights of its role. */
async function tick(
  iam: Permissions,
  functions: ReadonlyMap<string, LocalFunction>,
  { arn, input }: { arn: string; input: string },
): Promise<void> {
  const refusal = iam.refusal('ScheduleRole', { action: 'lambda:InvokeFunction', resource: arn });
  if (refusal) throw new Error(refusal);
  await invoked(functions, arn).invoke(JSON.parse(input));
}

function invoked(functions: ReadonlyMap<string, LocalFunction>, nameOrArn: string): LocalFunction {
  const found = functions.get(nameOrArn.split(':').at(-1) ?? '');
  if (!found) throw new Error(`The template has no function ${nameOrArn}.`);
  return found;
}
