import {
  type Endpoint,
  type EndpointReply,
  type EndpointRequest,
  type Faults,
  startEndpoint,
} from '../endpoint.ts';
import { matchPath } from '../match-path.ts';
import { alarmDefinitionRoutes } from './alarm-definition-routes.ts';
import { alarmRoutes } from './alarm-routes.ts';
import { openAlarmStore } from './alarm-store.ts';
import { alarmEvaluation } from './evaluate-alarms.ts';
import { type LoggedMetric, openMetricLog } from './metric-log.ts';
import { metricRoutes } from './metric-routes.ts';
import { badRequest, forbidden, MonascaError, notFound } from './monasca-error.ts';
import { notificationRoutes } from './notification-routes.ts';
import { type Notification, notifier } from './notifier.ts';
import { delegateRole, type MonascaState, type Route } from './route.ts';
import { statisticsRoute } from './statistics-route.ts';
import { ownerOrRefusal, type TokenOwner, type ValidateToken, validateAtKeystone } from './token-check.ts';
import { versionRoutes } from './version-routes.ts';

export interface MonascaOptions {
  /** How to check tokens, or the URL of the Keystone (without `/v3`) that is asked about each. */
  keystone: ValidateToken | string;
  /** Where all is kept: the metrics as JSON lines, the rest as JSON. */
  directory: string;
  port?: number;
  faults?: Faults;
}

export interface LocalMonasca extends Endpoint {
  /** All that was ever accepted, earlier processes' included. */
  received(): readonly LoggedMetric[];
  /** Who was told of an alarm since the start. */
  notifications(): readonly Notification[];
}

const routes: Route[] = [
  ...metricRoutes,
  statisticsRoute,
  ...alarmDefinitionRoutes,
  ...alarmRoutes,
  ...notificationRoutes,
  ...versionRoutes,
];

/**
 * An OpenStack Monasca API on 127.0.0.1, in the behaviour of its Python server: it refuses what that one refuses, with the
 * same status and body. Unlike it, what it takes can be read and raises alarms at once, and a revoked token is refused at
 * once. Webhooks on the loopback interface are really told of alarms.
 */
export async function startMonasca(options: MonascaOptions): Promise<LocalMonasca> {
  const { keystone, directory, port, faults } = options;
  const validate = typeof keystone === 'string' ? validateAtKeystone(keystone) : keystone;
  const [metrics, alarms] = [await openMetricLog(directory), await openAlarmStore(directory)];
  const { notify, notifications, idle } = notifier();
  const state: MonascaState = { metrics, alarms, evaluate: alarmEvaluation({ metrics, alarms, notify }) };
  const answer = (request: EndpointRequest) => answerChecked(request, validate, state);
  const endpoint = await startEndpoint({ port, faults, answer });
  const close = async () => {
    await endpoint.close();
    await idle();
  };
  return { ...endpoint, close, received: () => metrics.metrics, notifications: () => notifications };
}

async function answerChecked(request: EndpointRequest, validate: ValidateToken, state: MonascaState) {
  if (request.path === '/healthcheck') return { status: request.method === 'HEAD' ? 204 : 200 };
  const owner = await ownerOrRefusal(request, validate);
  if ('status' in owner) return owner;
  try {
    return await dispatch(request, owner, state);
  } catch (error) {
    if (error instanceof MonascaError) return error.reply;
    throw error;
  }
}

async function dispatch(
  request: EndpointRequest,
  owner: TokenOwner,
  state: MonascaState,
): Promise<EndpointReply> {
  const matches = routes
    .map((route) => ({ route, params: matchPath(route.path, request.path.replace(/\/$/, '')) }))
    .filter(({ params }) => params !== null);
  if (matches.length === 0) throw notFound();
  const match = matches.find(({ route }) => route.method === request.method);
  if (!match) throw new MonascaError(405, '405 Method Not Allowed');
  const { route, params } = match;
  if (route.exactJson && request.headers['content-type'] !== 'application/json') {
    throw badRequest('Bad content type. Must be application/json');
  }
  if (route.roles.length > 0 && !route.roles.some((role) => has(owner, role))) throw forbidden();
  return route.handle({ ...request, params: params ?? {}, tenant: tenantOf(request, owner) }, state);
}

/** Without the delegate's role the wish for another project is ignored, silently. */
function tenantOf({ query }: EndpointRequest, owner: TokenOwner): string {
  const wished = has(owner, delegateRole) ? query.get('tenant_id') : null;
  return wished ?? owner.project?.id ?? '';
}

function has({ roles }: TokenOwner, role: string): boolean {
  return roles.some((each) => each.toLowerCase() === role);
}
