export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What every route of a server has; each server adds what it does and what it asks for. */
export interface HttpRoute {
  method: Method;
  /** `{name}` stands for one part that is not empty, `{name+}` for one or more of them with the slashes between; one such at most. */
  path: string;
}

/** Where a path leads: to all routes of one pattern, whatever their methods. */
export interface Resource<Route extends HttpRoute> {
  routes: readonly Route[];
  /** What stands for the parameters, each decoded by itself. */
  params: Record<string, string>;
}

/**
 * Where a path may lead, that pattern first which has the most literal characters. The path is taken as it was sent; URLPattern would
 * resolve the dots in it, which may be part of a name.
 */
export function resourcesAt<Route extends HttpRoute>(
  routes: readonly Route[],
  path: string,
): Resource<Route>[] {
  const parts = path.split('/');
  const found = [...Map.groupBy(routes, (route) => route.path)].flatMap(([pattern, ofPattern]) => {
    const params = paramsOf(pattern.split('/'), parts);
    return params ? [{ pattern, routes: ofPattern, params }] : [];
  });
  return found.toSorted((a, b) => literals(b.pattern) - literals(a.pattern));
}

export interface FoundRoute<Route extends HttpRoute> extends Pick<Resource<Route>, 'params'> {
  route: Route;
}

/** The route of exactly this method, wherever the path may lead. */
export function routeAt<Route extends HttpRoute>(
  routes: readonly Route[],
  method: string,
  path: string,
): FoundRoute<Route> | undefined {
  for (const { routes: own, params } of resourcesAt(routes, path)) {
    const route = own.find((each) => each.method === method);
    if (route) return { route, params };
  }
  return undefined;
}

/** The route of a method; HEAD asks for what GET answers. */
export function routeFor<Route extends HttpRoute>(
  routes: readonly Route[],
  method: string,
): Route | undefined {
  return routes.find((route) => route.method === (method === 'HEAD' ? 'GET' : method));
}

/** What the header Allow lists, in its order. */
export function allowedMethods(routes: readonly HttpRoute[]): string[] {
  const own = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...new Set([...own, 'OPTIONS'])].toSorted();
}

const literals = (pattern: string): number => pattern.replace(/\{\w+\+?\}/g, '').length;

function paramsOf(pattern: string[], path: string[]): Record<string, string> | undefined {
  const parts = joined(path, pattern);
  if (parts.length !== pattern.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, wanted] of pattern.entries()) {
    const given = decoded(parts[i] ?? '');
    const name = /^\{(\w+)\+?\}$/.exec(wanted)?.[1];
    if (name !== undefined && given !== '') params[name] = given;
    else if (wanted !== given) return undefined;
  }
  return params;
}

/** The parts of a path, as many as the pattern has if it has one that takes several. */
function joined(path: string[], pattern: string[]): string[] {
  const at = pattern.findIndex((part) => part.endsWith('+}'));
  const taken = path.length - pattern.length + 1;
  return at < 0 || taken < 1 ? path : path.toSpliced(at, taken, path.slice(at, at + taken).join('/'));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
