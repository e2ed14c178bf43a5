import {
  type Endpoint,
  type EndpointReply,
  type EndpointRequest,
  type Faults,
  startEndpoint,
} from '../endpoint.ts';
import { matchPath } from '../match-path.ts';
import { type LoggedMetric, openMetricLog } from './metric-log.ts';
import { metricRoutes } from './metric-routes.ts';
import { badRequest, forbidden, MonascaError } from './monasca-error.ts';
import { delegateRole, type MonascaState, type Route } from './route.ts';
import { ownerOrRefusal, type TokenOwner, type ValidateToken, validateAtKeystone } from './token-check.ts';
import { versionRoutes } from './version-routes.ts';

export interface MonascaOptions {
  /** How to check tokens, or the URL of the Keystone (without `/v3`) that is asked about each. */
  keystone: ValidateToken | string;
  /** Where the metrics are kept, as JSON lines. */
  directory: string;
  port?: number;
  faults?: Faults;
}

export interface LocalMonasca extends Endpoint {
  /** All that was ever accepted, earlier processes' included. */
  received(): readonly LoggedMetric[];
}

const routes: Route[] = [...metricRoutes, ...versionRoutes];

/**
 * An OpenStack Monasca API on 127.0.0.1, in the behaviour of its Python server: it refuses what that one refuses, with the
 * same status and body. Unlike it, what it takes can be read at once and a revoked token is refused at once.
 */
export async function startMonasca(options: MonascaOptions): Promise<LocalMonasca> {
  const { keystone, directory, port, faults } = options;
  const validate = typeof keystone === 'string' ? validateAtKeystone(keystone) : keystone;
  const state: MonascaState = { metrics: await openMetricLog(directory) };
  const answer = (request: EndpointRequest) => answerChecked(request, validate, state);
  const endpoint = await startEndpoint({ port, faults, answer });
  return { ...endpoint, received: () => state.metrics.metrics };
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
  if (matches.length === 0) throw new MonascaError(404, '404 Not Found');
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
