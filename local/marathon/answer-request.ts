import { timingSafeEqual } from 'node:crypto';
import { servletPage } from '../servlet-page.ts';
import { ApiError } from './api-error.ts';
import { appQueries } from './app-queries.ts';
import { appRoutes } from './app-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { type HttpReply, json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { queueRoutes } from './queue-routes.ts';
import { findRoute, type Route } from './route.ts';
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
  const { method, path, query, body, origin, headers } = asked;
  const found = findRoute(routes, method, path);
  marathon.observed.countRequest(method, typeof found === 'number' ? path : found.route.path);
  if (credentials && !isAuthorized(headers.authorization, credentials)) return unauthorized(path);
  if (found === 404) return json({ message: 'URI not found' }, 500);
  if (found === 405) return json({ message: 'Method Not Allowed' }, 405);
  if (!isJson(headers.contentType)) return json({ message: 'Unsupported Media Type' }, 415);
  const accept = headers.accept ?? '*/*';
  if (!found.route.produces && !acceptsJson(accept)) return json({ message: 'Not Acceptable' }, 406);
  try {
    return found.route.handle(marathon, { params: found.params, query, body, accept, origin });
  } catch (error) {
    if (error instanceof ApiError) return json(error.body, error.status);
    throw error;
  }
}

const isJson = (contentType = 'application/json'): boolean => /^application\/json\s*(;|$)/i.test(contentType);

const acceptsJson = (accept: string): boolean => /\*\/\*|application\/(json|\*)/i.test(accept);

function isAuthorized(authorization: string | undefined, { user, password }: Credentials): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const unauthorized = (path: string): HttpReply => ({
  ...servletPage(401, path),
  headers: { 'www-authenticate': 'Basic realm="Mesosphere"' },
});
