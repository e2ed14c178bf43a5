import { MonascaError } from './monasca-error.ts';
import { list } from './page-links.ts';
import { ok, type Route } from './route.ts';

const listVersions: Route = {
  method: 'GET',
  path: '',
  roles: [],
  handle: (request) => list(request, [version(request.origin)]),
};

const getVersion: Route = {
  method: 'GET',
  path: '/{version}',
  roles: [],
  handle: (request) => {
    if (request.params.version !== 'v2.0') {
      throw new MonascaError(422, 'Invalid version', `No versions found with id: ${request.params.version}`);
    }
    return ok(version(request.origin));
  },
};

function version(origin: string) {
  const links = [{ rel: 'self', href: `${origin}/v2.0` }];
  return { id: 'v2.0', status: 'CURRENT', updated: '2013-03-06T00:00:00.000Z', links };
}

export const versionRoutes = [listVersions, getVersion];
