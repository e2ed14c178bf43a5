import type { HttpRoute, Method } from '../../simulators/http/route.ts';
import type { LocalFunction } from '../lambda/function.ts';

/** A route of the API, and the function that it invokes. */
export interface FunctionRoute extends HttpRoute {
  /** As in `POST /jobs/{jobId}/iterations`. */
  key: string;
  target: Pick<LocalFunction, 'invoke'>;
}

export function functionRoute(key: string, target: FunctionRoute['target']): FunctionRoute {
  const [method, path = ''] = key.split(' ');
  return { key, method: method as Method, path, target };
}
