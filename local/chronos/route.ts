import { matchPath } from '../match-path.ts';
import type { Chronos } from './chronos.ts';
import type { ChronosVersion } from './dialect.ts';
import type { HttpReply } from './http-reply.ts';

export type ApiRequest = {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: string;
  /** The address under which this server was asked, host and port. */
  host: string;
};

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the prefix of the version, or, with a leading slash, below the root. `{name}` is a parameter. */
  path: string;
  /** The versions that have it; all, if not given. */
  only?: ChronosVersion;
  /** What type the body must have: JSON in any case, JSON if it says its type, or any. */
  consumes?: 'json' | 'json if given';
  handle(chronos: Chronos, request: ApiRequest): HttpReply;
};

export type FoundRoute = { route: Route; params: Record<string, string> };

/** The full path of a route in a version. */
export const routePath = (route: Route, prefix: string): string =>
  route.path.startsWith('/') ? route.path : `${prefix}/${route.path}`;

/** The route for a request, or the status of the container's refusal. */
export function findRoute(
  routes: readonly Route[],
  prefix: string,
  { method, path }: { method: string; path: string },
): FoundRoute | 404 | 405 {
  const matches = routes.flatMap((route) => {
    const params = matchPath(routePath(route, prefix), path);
    return params ? [{ route, params }] : [];
  });
  if (matches.length === 0) return 404;
  return matches.find(({ route }) => route.method === method) ?? 405;
}
