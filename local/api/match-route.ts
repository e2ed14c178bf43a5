import { matchPath } from '../../simulators/http/match-path.ts';

export interface Route<Target> {
  /** As in `POST /jobs/{jobId}/iterations`. */
  key: string;
  target: Target;
}

export interface Match<Target> extends Route<Target> {
  pathParameters: Record<string, string>;
}

/** The route that a request takes, or null. */
export function matchRoute<Target>(
  routes: Route<Target>[],
  method: string,
  path: string,
): Match<Target> | null {
  for (const route of routes) {
    const [routeMethod, pattern = ''] = route.key.split(' ');
    const pathParameters = routeMethod === method ? matchPath(pattern, path) : null;
    if (pathParameters) return { ...route, pathParameters };
  }
  return null;
}
