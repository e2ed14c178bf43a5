import { timingSafeEqual } from 'node:crypto';
import { servletPage } from '../servlet-page.ts';
import { ApiError } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import type { Dialect } from './dialect.ts';
import type { HttpReply } from './http-reply.ts';
import { jobRoutes } from './job-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { findRoute, type Route, routePath } from './route.ts';
import { taskRoutes } from './task-routes.ts';

export type Credentials = { user: string; password: string };

type Asked = {
  method: string;
  url: URL;
  body: string;
  host: string;
  authorization: string | undefined;
  contentType: string | undefined;
};

/** Answers one request as the version does, refusals of the servlet container included. */
export function answerRequest(
  chronos: Chronos,
  credentials: Credentials | undefined,
  asked: Asked,
): HttpReply {
  const { dialect, observed } = chronos;
  const path = asked.url.pathname;
  const found = findRoute(routesOf(dialect), dialect.prefix, { method: asked.method, path });
  const known = typeof found === 'number' ? undefined : found;
  observed.countRequest(asked.method, known ? routePath(known.route, dialect.prefix) : path);
  if (credentials && !isAuthorized(asked.authorization, credentials)) return unauthorized(path);
  if (typeof found === 'number') return servletPage(found, path);
  if (!isConsumed(found.route, asked.contentType)) return servletPage(415, path);
  const { body, host, url } = asked;
  try {
    return found.route.handle(chronos, { params: found.params, query: url.searchParams, body, host });
  } catch (error) {
    if (error instanceof ApiError) return dialect.errorReply(error, path);
    throw error;
  }
}

const routesOf = ({ version }: Dialect): Route[] =>
  [...jobRoutes, ...taskRoutes, ...reportRoutes].filter(({ only }) => (only ?? version) === version);

function isConsumed({ consumes }: Route, contentType: string | undefined): boolean {
  if (consumes === undefined || (consumes === 'json if given' && contentType === undefined)) return true;
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
}

function isAuthorized(authorization: string | undefined, { user, password }: Credentials): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const unauthorized = (path: string): HttpReply => ({
  ...servletPage(401, path),
  headers: { 'www-authenticate': 'basic realm="Mesosphere"' },
});
