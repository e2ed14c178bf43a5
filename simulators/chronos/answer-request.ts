import { carriesLogin, type Login } from '../http/basic-auth.ts';
import type { HttpReply } from '../http/message.ts';
import { allowedMethods, type HttpRoute, resourcesAt, routeFor } from '../http/route.ts';
import { servletPage } from '../http/servlet-page.ts';
import { ChronosError } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import type { Dialect } from './dialect.ts';
import { bare } from './http-reply.ts';
import { jobRoutes } from './job-routes.ts';
import { isAccepted, isConsumed } from './media-type.ts';
import { reportRoutes } from './report-routes.ts';
import type { ChronosCall, ChronosRequest, ChronosRoute } from './route.ts';
import { answerServlet } from './servlets.ts';
import { taskRoutes } from './task-routes.ts';

/** Answers one request as the version does, refusals of the servlet container included. */
export function answerRequest(chronos: Chronos, login: Login | undefined, call: ChronosCall): HttpReply {
  const { prefix } = chronos.dialect;
  const { method, path, headers } = call;
  const below = path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
  const found = below === undefined ? undefined : resourceBelow(chronos.dialect, below);
  const route = found && routeFor(found.routes, method);
  chronos.observed.countRequest(method, route ? `${prefix}/${route.path}` : path);
  if (login && !carriesLogin(headers.authorization, login)) return unauthorized(path);
  if (chronos.clock.now() < chronos.leaderlessUntil) return noLeader(path);
  if (below === undefined) return answerServlet(chronos, { method, path });
  if (!found) return isBase(below) ? notAllowed(method, []) : bare(404);
  return route
    ? askRoute(chronos, route, { ...call, params: found.params })
    : notAllowed(method, found.routes);
}

/** A slash at the end means nothing, nor does `;a=b` in any part. */
function resourceBelow({ version }: Dialect, below: string) {
  const routes = [...jobRoutes, ...taskRoutes, ...reportRoutes].filter(
    ({ only }) => (only ?? version) === version,
  );
  return resourcesAt(routes, below.replace(/;[^/]*/g, '').replace(/\/$/, ''))[0];
}

/** Paths below which there is something, and which have no method of their own. */
const isBase = (below: string): boolean => /^(?:(?:graph|task)\/?)?$/.test(below);

/** OPTIONS should list the methods; on the servers that were seen it fails to write the description that goes with them. */
function notAllowed(method: string, routes: readonly HttpRoute[]): HttpReply {
  return method === 'OPTIONS' ? bare(500) : bare(405, { allow: allowedMethods(routes).join(',') });
}

function askRoute(chronos: Chronos, route: ChronosRoute, request: ChronosRequest): HttpReply {
  const { headers, path } = request;
  if (!isConsumed(route.consumes, headers['content-type'])) return bare(415);
  const isWelcome = isAccepted(headers.accept, route.produces ?? 'application/json');
  if (isWelcome !== true) return bare(isWelcome === undefined ? 400 : 406);
  try {
    return route.handle(chronos, request);
  } catch (error) {
    if (error instanceof ChronosError) return chronos.dialect.errorReply(error, path);
    throw error;
  }
}

/** What a follower says while nobody leads. */
const noLeader = (path: string): HttpReply => servletPage(500, path, 'Error proxying request to leader');

const unauthorized = (path: string): HttpReply => ({
  ...servletPage(401, path),
  headers: { 'www-authenticate': 'basic realm="Mesosphere"' },
});
