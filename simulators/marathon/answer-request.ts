import { timingSafeEqual } from 'node:crypto';
import { servletPage } from '../http/servlet-page.ts';
import { ApiError } from './api-error.ts';
import { appQueries } from './app-queries.ts';
import { appRoutes } from './app-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { type HttpReply, json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { preferredType } from './negotiate.ts';
import { queueRoutes } from './queue-routes.ts';
import { type FoundRoute, findRoute, type Route } from './route.ts';
import { serverRoutes } from './server-routes.ts';
import { taskRoutes } from './task-routes.ts';

export type Credentials = { user: string; password: string };

export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  origin: string;
  headers: {
    authorization?: string | undefined;
    accept?: string | undefined;
    contentType?: string | undefined;
  };
};

const literals = ({ path }: Route): number => path.replace(/\{\w+\}/g, '').length;

/** The path that says most comes first: the id of an app would take whatever is left of one. */
const routes: readonly Route[] = [
  ...serverRoutes,
  ...queueRoutes,
  ...deploymentRoutes,
  ...groupRoutes,
  ...taskRoutes,
  ...appRoutes,
  ...appQueries,
].toSorted((a, b) => literals(b) - literals(a));

/** Answers one request as a leader of the 1.8 line does, refusals of the servlet container included. */
export function answerRequest(
  marathon: Marathon,
  credentials: Credentials | undefined,
  asked: Asked,
): HttpReply {
  const { method, path, headers } = asked;
  const found = findRoute(routes, method, path);
  const isKnown = found !== undefined && 'route' in found;
  marathon.observed.countRequest(method, isKnown ? found.route.path : path);
  if (credentials && !isAuthorized(headers.authorization, credentials)) return unauthorized(asked);
  if (path === '/') return { status: 302, body: '', headers: { location: `${asked.origin}/ui/` } };
  if (!found) return json({ message: 'URI not found' }, 500);
  if (method === 'OPTIONS') return { ...json(null), body: '', headers: { allow: found.allowed.join(',') } };
  if (!isKnown) return json({ message: 'Method Not Allowed' }, 405);
  if (!isJson(headers.contentType)) return json({ message: 'Unsupported Media Type' }, 415);
  const reply = answerRoute(marathon, found, asked);
  return method === 'HEAD' ? { ...reply, body: '' } : reply;
}

function answerRoute(marathon: Marathon, { route, params }: FoundRoute, asked: Asked): HttpReply {
  const { query, body, origin, headers } = asked;
  const accept = headers.accept ?? '*/*';
  const { produces = ['application/json'] } = route;
  const type = produces === 'any' ? accept : preferredType(accept, produces);
  if (type === undefined) return json({ message: 'Not Acceptable' }, 406);
  try {
    return route.handle(marathon, { params, query, body, accept, type, origin });
  } catch (error) {
    if (error instanceof ApiError) return json(error.body, error.status);
    throw error;
  }
}

const isJson = (contentType = 'application/json'): boolean => /^application\/json\s*(;|$)/i.test(contentType);

function isAuthorized(authorization: string | undefined, { user, password }: Credentials): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A page for those who take one. The realm is that of a server to which none was given. */
function unauthorized({ path, headers }: Asked): HttpReply {
  const isPage = preferredType(headers.accept, ['text/html']) !== undefined;
  const page = isPage ? servletPage(401, path) : { status: 401, body: '' };
  return { ...page, headers: { 'www-authenticate': 'basic realm="null"' } };
}
