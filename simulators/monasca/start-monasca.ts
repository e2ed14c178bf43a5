import type { FaultRule } from '../http/faults.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../http/message.ts';
import { type FoundRoute, resourcesAt, routeAt } from '../http/route.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import { alarmDefinitionRoutes } from './alarm-definition-routes.ts';
import { alarmRoutes } from './alarm-routes.ts';
import type { LoggedMetric } from './metric-log.ts';
import { metricRoutes } from './metric-routes.ts';
import { badRequest, forbidden, MonascaError, notFound } from './monasca-error.ts';
import { notificationRoutes } from './notification-routes.ts';
import type { Notification } from './notifier.ts';
import { openPipeline, type Pipeline, type PipelineOptions } from './pipeline.ts';
import { delegateRole, type MonascaRoute, type MonascaState } from './route.ts';
import { statisticsRoute } from './statistics-route.ts';
import { ownerOrRefusal, type TokenOwner, type ValidateToken, validateAtKeystone } from './token-check.ts';
import { versionRoutes } from './version-routes.ts';

export interface MonascaOptions extends PipelineOptions {
  /** How to check tokens, or the URL of the Keystone (without `/v3`) that is asked about each. */
  keystone: ValidateToken | string;
  port?: number;
  faults?: FaultRule;
}

export interface LocalMonasca extends RunningServer {
  /** All that was ever accepted and came through Kafka, earlier processes' included. */
  received(): readonly LoggedMetric[];
  /** Who was told of an alarm since the start. */
  notifications(): readonly Notification[];
  /** Takes Kafka away, or brings it back: then what has waited for it has come when this resolves. */
  setKafkaDown(isDown: boolean): Promise<void>;
}

const routes: MonascaRoute[] = [
  ...metricRoutes,
  statisticsRoute,
  ...alarmDefinitionRoutes,
  ...alarmRoutes,
  ...notificationRoutes,
  ...versionRoutes,
];

/** How often the engine looks at the clock by itself, so that it tells in time also when nobody asks. */
const lookEveryMs = 1000;

/**
 * An OpenStack Monasca on 127.0.0.1: its Python API, which refuses what that one refuses with the same status and body, the
 * threshold engine behind it, and notifications. Unlike there, what is taken can be read at once unless asked otherwise, and a
 * revoked token is refused at once. Webhooks on the loopback interface are really told of alarms.
 */
export async function startMonasca(options: MonascaOptions): Promise<LocalMonasca> {
  const { keystone, port, faults } = options;
  const validate = typeof keystone === 'string' ? validateAtKeystone(keystone) : keystone;
  const pipeline = await openPipeline(options);
  const answer = (request: ReceivedRequest) => answerChecked(request, validate, pipeline);
  const server = await startServer({ port, faults, answer });
  let looking = pipeline.look();
  const clock = setInterval(() => {
    looking = looking.then(pipeline.look);
  }, lookEveryMs).unref();
  const { kafka, notifier, state } = pipeline;
  const close = async () => {
    clearInterval(clock);
    await server.close();
    await looking;
    await notifier.stop();
  };
  return {
    ...server,
    close,
    received: () => state.metrics.metrics,
    notifications: () => notifier.notifications,
    setKafkaDown: kafka.setDown,
  };
}

async function answerChecked(request: ReceivedRequest, validate: ValidateToken, pipeline: Pipeline) {
  if (request.path === '/healthcheck') return health(request, pipeline);
  const owner = await ownerOrRefusal(request, validate);
  if ('status' in owner) return owner;
  try {
    await pipeline.look();
    return await dispatch(request, owner, pipeline.state);
  } catch (error) {
    if (error instanceof MonascaError) return error.reply;
    throw error;
  }
}

/** It asks Kafka, and knows nothing of a queue that is full. */
function health({ method }: ReceivedRequest, { kafka }: Pipeline): HttpReply {
  if (method === 'HEAD') return { status: 204 };
  const message = kafka.isDown ? 'Could not connect to Kafka at 127.0.0.1:9092' : 'OK';
  const body = { kafka: message, alarms_database: 'OK', metrics_database: 'OK' };
  return jsonReply(body, kafka.isDown ? 503 : 200);
}

async function dispatch(
  request: ReceivedRequest,
  owner: TokenOwner,
  state: MonascaState,
): Promise<HttpReply> {
  const { route, params } = routeOf(request);
  if (route.exactJson && request.headers['content-type'] !== 'application/json') {
    throw badRequest('Bad content type. Must be application/json');
  }
  if (route.roles.length > 0 && !route.roles.some((role) => has(owner, role))) throw forbidden();
  return route.handle({ ...request, params, tenant: tenantOf(request, owner) }, state);
}

function routeOf({ method, path: sent }: ReceivedRequest): FoundRoute<MonascaRoute> {
  const path = sent.replace(/\/$/, '');
  const found = routeAt(routes, method, path);
  if (found) return found;
  throw resourcesAt(routes, path).length > 0 ? new MonascaError(405, '405 Method Not Allowed') : notFound();
}

/** Without the delegate's role the wish for another project is ignored, silently. */
function tenantOf({ query }: ReceivedRequest, owner: TokenOwner): string {
  const wished = has(owner, delegateRole) ? query.get('tenant_id') : null;
  return wished ?? owner.project?.id ?? '';
}

function has({ roles }: TokenOwner, role: string): boolean {
  return roles.some((each) => each.toLowerCase() === role);
}
