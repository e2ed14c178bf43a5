import { serviceUnavailable } from './monasca-error.ts';
import type { MonascaRoute } from './route.ts';

/** Changes that do not say of what: the real server calls its handlers with an argument too few, whoever asks. */
export function withoutId(path: string): MonascaRoute[] {
  const handle = () => {
    throw serviceUnavailable('missing 1 required positional argument: the id');
  };
  return (['PUT', 'PATCH', 'DELETE'] as const).map((method) => ({ method, path, roles: [], handle }));
}
