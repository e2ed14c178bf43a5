import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RunningChronos, startChronos } from '../simulators/chronos/start-chronos.ts';
import { type LocalKeystone, startKeystone } from '../simulators/keystone/start-keystone.ts';
import type { Timing } from '../simulators/marathon/marathon.ts';
import { type RunningMarathon, startMarathon } from '../simulators/marathon/start-marathon.ts';
import { type MesosCluster, mesosCluster } from '../simulators/mesos/cluster.ts';
import { type DockerEngine, dockerEngine } from '../simulators/mesos/docker/engine.ts';
import { type LocalMonasca, startMonasca } from '../simulators/monasca/start-monasca.ts';
import { functionRoute } from './api/function-route.ts';
import { startDoors } from './api/start-doors.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from './dynamodb.ts';
import { type Permissions, permissions } from './iam/permissions.ts';
import { startLambdaEndpoint } from './lambda/endpoint.ts';
import { type LocalFunction, localFunction } from './lambda/function.ts';
import { startRules } from './lambda/rules.ts';
import { localAws } from './local-aws.ts';
import { createScheduleGroup } from './scheduler/create-schedule-group.ts';
import { startScheduler } from './scheduler/start-scheduler.ts';
import { writeSecrets } from './secrets-files.ts';
import { readTemplate, type Template } from './template.ts';

export interface StackOptions {
  /** Where all state is kept; a stack started on it again goes on where the last one stopped. */
  directory: string;
  /** Of the API; 0 takes a free one. Jobs that live on need the one that they were launched at. */
  port: number;
  /** Where containers reach the API, without a slash at its end, when that is another address than its own. */
  callbackUrl?: string | null;
  /** Whether agents run tasks in containers of the Docker engine of this machine, which must answer. */
  docker?: boolean;
  /** How many times faster than the clock the schedules tick. */
  timeScale: number;
  chronosVersion?: '3.0.2' | '2.5.1';
  /** How Marathon differs from the quick one that the demonstration has. */
  marathon?: Partial<Timing>;
  /** Takes each line that a function logs. */
  onLine: (functionName: string, line: string) => void;
}

export interface Stack {
  apiUrl: string;
  /** What the API asks for, and the file that it is kept in. */
  apiToken: string;
  tokenFile: string;
  /** All that listens, the API among it. */
  urls: readonly string[];
  dynamoDb: LocalDynamoDb;
  /** Of EventBridge Scheduler. */
  schedulerUrl: string;
  chronos: RunningChronos;
  marathon: RunningMarathon;
  cluster: MesosCluster;
  /** The version of the Docker engine that runs the tasks; null when they run in shells. */
  docker: string | null;
  keystone: LocalKeystone;
  monasca: LocalMonasca;
  functions: ReadonlyMap<string, LocalFunction>;
  /** What the functions may do by the policies of the template; whatever else they try is refused. */
  permissions: Permissions;
  close(): Promise<void>;
}

const repository = join(import.meta.dirname, '..');
const chronosLogin = { user: 'pacer', password: 'local-chronos-password' };
const marathonLogin = { user: 'pacer', password: 'local-marathon-password' };
const monascaLogin = { username: 'pacer', password: 'local-monasca-password', project_name: 'pacer' };
const agents = [1, 2].map((number) => ({
  id: `agent-${number}`,
  hostname: `agent-${number}.local`,
  ...{ cpus: 2, mem: 4096, disk: 10_240 },
}));

/** All of Pacer and all that it talks to, in this process and on the loopback interface. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const place = (name: string) => madeDirectory(options.directory, name);
  const docker = options.docker ? await dockerEngine(place('sandboxes')) : null;
  const template = readTemplate(repository, localAws.resolve);
  const iam = permissions(template.policies);
  const dynamoDb = await startDynamoDb(place('dynamodb'), iam);
  const mesos = await startCluster(options, place, docker);
  const functions = new Map<string, LocalFunction>();
  const failed = (name: string, error: Error) => options.onLine(name, `invocation failed: ${error.message}`);
  const lambda = await startLambdaEndpoint(functions, failed, iam);
  const scheduler = await startScheduler({
    directory: place('scheduler'),
    timeScale: options.timeScale,
    permissions: iam,
    invoke: (arn, input) => tick(iam, functions, { arn, input }),
  });
  await createScheduleGroup(scheduler.url);
  const urls = { dynamodb: dynamoDb.url, lambda: lambda.url, scheduler: scheduler.url };
  await createTable(dynamoDb.url, localAws.tableName, template.table);
  // Functions start at their first invocation, by when the address is known at which containers report.
  const environment = {
    ...localAws.environment(urls),
    SECRETS_DIRECTORY: place('secrets'),
    CALLBACK_BASE_URL: '',
  };
  for (const each of startFunctions(template, environment, options)) functions.set(each.name, each);
  const routes = routesOf(template, functions);
  const { directory, port, timeScale, callbackUrl = null } = options;
  const doors = await startDoors(routes, { directory, port, callbackUrl, docker });
  environment.CALLBACK_BASE_URL = doors.callbackUrl ?? '';
  const listening = doors.reports ? [doors.api, doors.reports] : [doors.api];
  const rules = startRules(template.functions, functions, { timeScale, onFailure: failed });
  const parts = [rules, ...listening, scheduler, lambda, ...functions.values(), ...mesos.parts, dynamoDb];
  const close = async () => {
    for (const part of parts) await part.close();
  };
  const { chronos, marathon, keystone, monasca } = mesos.shown;
  const others = [chronos, marathon, keystone, monasca];
  return {
    ...mesos.shown,
    apiUrl: doors.api.url,
    apiToken: doors.admission.token,
    tokenFile: doors.admission.tokenFile,
    docker: docker?.version ?? null,
    urls: [...[...listening, ...others].map(({ url }) => url), ...Object.values(urls)],
    dynamoDb,
    schedulerUrl: scheduler.url,
    functions,
    permissions: iam,
    close,
  };
}

function madeDirectory(directory: string, name: string): string {
  const path = join(directory, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** The user's side: Mesos with Chronos and Marathon, and OpenStack with Keystone and Monasca; their credentials go where the functions look. */
async function startCluster(
  { chronosVersion = '3.0.2', marathon: timing = {} }: StackOptions,
  place: (name: string) => string,
  docker: DockerEngine | null,
) {
  const cluster = mesosCluster({ agents, directory: place('sandboxes'), docker });
  const chronos = await startChronos({
    cluster,
    version: chronosVersion,
    directory: place('chronos'),
    credentials: chronosLogin,
    offerIntervalMs: 200,
    createDelayMs: 200,
  });
  const marathon = await startMarathon({
    cluster,
    directory: place('marathon'),
    credentials: marathonLogin,
    offerIntervalMs: 200,
    ...timing,
  });
  const { username: name, password, project_name: project } = monascaLogin;
  const keystone = await startKeystone({ users: [{ name, password, project, roles: ['monasca-user'] }] });
  const monasca = await startMonasca({ keystone: keystone.validate, directory: place('monasca') });
  writeSecrets(place('secrets'), {
    chronos: { url: chronos.url, ...chronosLogin },
    marathon: { url: marathon.url, ...marathonLogin },
    monasca: { keystone_url: `${keystone.url}/v3/`, monocasca_client_url: monasca.url, ...monascaLogin },
  });
  return {
    shown: { cluster, chronos, marathon, keystone, monasca },
    parts: [chronos, marathon, cluster, monasca, keystone],
  };
}

function startFunctions(
  { functions }: Template,
  environment: Record<string, string>,
  { onLine }: StackOptions,
): LocalFunction[] {
  return functions.map(({ id, entryPoint, timeoutSeconds, environment: own }) => {
    const handlerUrl = pathToFileURL(join(repository, entryPoint)).href;
    return localFunction({
      name: id,
      handlerUrl,
      timeoutSeconds,
      environment: () => ({ ...own, ...environment }),
      onLine,
    });
  });
}

function routesOf({ functions }: Template, started: ReadonlyMap<string, LocalFunction>) {
  return functions.flatMap(({ id, routes }) => routes.map((key) => functionRoute(key, invoked(started, id))));
}

/** What a schedule does, in the role that it was given. */
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
