import type { HttpReply } from './http-reply.ts';
import type { Marathon } from './marathon.ts';

export type ApiRequest = {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: string;
  /** What the client accepts; everything if it does not say. */
  accept: string;
  /** That type of the route's which the client likes best. */
  type: string;
  /** This server's own URL, as the client knows it. */
  origin: string;
};

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{id}` is the path of an app or a group, slashes included; other parameters have none. */
  path: string;
  /** The types of its replies, if it is not JSON only; with `any` it answers whatever is accepted. */
  produces?: readonly string[] | 'any';
  handle(marathon: Marathon, request: ApiRequest): HttpReply;
};

export type FoundRoute = { route: Route; params: Record<string, string>; allowed: string[] };

/** The route for a request: of the first path that matches, the one with its method. HEAD asks for what GET answers. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): FoundRoute | { allowed: string[] } | undefined {
  for (const { path: pattern } of routes) {
    const groups = patternOf(pattern).exec(path);
    if (!groups) continue;
    const candidates = routes.filter((candidate) => candidate.path === pattern);
    const allowed = methodsOf(candidates);
    const route = candidates.find((candidate) => candidate.method === (method === 'HEAD' ? 'GET' : method));
    if (!route) return { allowed };
    const params = Object.entries(groups.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { route, params: Object.fromEntries(params), allowed };
  }
  return undefined;
}

function methodsOf(routes: readonly Route[]): string[] {
  const methods: string[] = routes.map(({ method }) => method);
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].toSorted();
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*]/g, '\\$&');
  const source = escaped.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${name === 'id' ? '.+' : '[^/]+'})`);
  return new RegExp(`^${source}/?$`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A switch in a query: on if it says true, off if it says anything else. */
export const isOn = (query: URLSearchParams, name: string, byDefault = false): boolean => {
  const value = query.get(name);
  return value === null ? byDefault : /^true$/i.test(value);
};
