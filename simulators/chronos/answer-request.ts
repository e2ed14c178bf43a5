import { timingSafeEqual } from 'node:crypto';
import { servletPage } from '../http/servlet-page.ts';
import { ApiError } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import type { Dialect } from './dialect.ts';
import { bare, type HttpReply } from './http-reply.ts';
import { jobRoutes } from './job-routes.ts';
import { isAccepted, isConsumed } from './media-type.ts';
import { reportRoutes } from './report-routes.ts';
import { type FoundResource, findResource, type Route, routePath } from './route.ts';
import { answerServlet } from './servlets.ts';
import { taskRoutes } from './task-routes.ts';

export type Credentials = { user: string; password: string };

export type Asked = {
  method: string;
  /** As it was sent: neither decoded nor normalised, without the query. */
  path: string;
  query: URLSearchParams;
  body: Buffer;
  host: string;
  authorization: string | undefined;
  contentType: string | undefined;
  accept: string | undefined;
};

/** Answers one request as the version does, refusals of the servlet container included. */
export function answerRequest(
  chronos: Chronos,
  credentials: Credentials | undefined,
  asked: Asked,
): HttpReply {
  const { prefix } = chronos.dialect;
  const { method, path } = asked;
  const below = path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
  const found = below === undefined ? undefined : findResource(routesOf(chronos.dialect), below);
  const route = found?.routes.find((each) => each.method === (method === 'HEAD' ? 'GET' : method));
  chronos.observed.countRequest(method, route ? routePath(route, prefix) : path);
  if (credentials && !isAuthorized(asked.authorization, credentials)) return unauthorized(path);
  if (chronos.clock.now() < chronos.leaderlessUntil) return noLeader(path);
  if (below === undefined) return answerServlet(chronos, { method, path });
  if (!found) return isBase(below) ? notAllowed(method, []) : bare(404);
  return route
    ? askRoute(chronos, route, { ...asked, params: found.params })
    : notAllowed(method, found.routes);
}

const routesOf = ({ version }: Dialect): Route[] =>
  [...jobRoutes, ...taskRoutes, ...reportRoutes].filter(({ only }) => (only ?? version) === version);

/** Paths below which there is something, and which have no method of their own. */
const isBase = (below: string): boolean => /^(?:(?:graph|task)\/?)?$/.test(below);

/** OPTIONS should list the methods; on the servers that were seen it fails to write the description that goes with them. */
function notAllowed(method: string, routes: readonly Route[]): HttpReply {
  if (method === 'OPTIONS') return bare(500);
  const own = routes.flatMap((route) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  return bare(405, { allow: [...new Set([...own, 'OPTIONS'])].toSorted().join(',') });
}

function askRoute(
  chronos: Chronos,
  route: Route,
  asked: Asked & { params: FoundResource['params'] },
): HttpReply {
  if (!isConsumed(route.consumes, asked.contentType)) return bare(415);
  const isWelcome = isAccepted(asked.accept, route.produces ?? 'application/json');
  if (isWelcome !== true) return bare(isWelcome === undefined ? 400 : 406);
  try {
    return route.handle(chronos, asked);
  } catch (error) {
    if (error instanceof ApiError) return chronos.dialect.errorReply(error, asked.path);
    throw error;
  }
}

function isAuthorized(authorization: string | undefined, { user, password }: Credentials): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What a follower says while nobody leads. */
const noLeader = (path: string): HttpReply => servletPage(500, path, 'Error proxying request to leader');

const unauthorized = (path: string): HttpReply => ({
  ...servletPage(401, path),
  headers: { 'www-authenticate': 'basic realm="Mesosphere"' },
});
