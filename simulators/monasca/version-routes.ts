import { jsonReply } from '../http/message.ts';
import { MonascaError } from './monasca-error.ts';
import { list } from './page-links.ts';
import type { MonascaRoute } from './route.ts';

const listVersions: MonascaRoute = {
  method: 'GET',
  path: '',
  roles: [],
  handle: (request) => list(request, [version(request.origin)]),
};

const getVersion: MonascaRoute = {
  method: 'GET',
  path: '/{version}',
  roles: [],
  handle: (request) => {
    if (request.params.version !== 'v2.0') {
      throw new MonascaError(422, 'Invalid version', `No versions found with id: ${request.params.version}`);
    }
    return jsonReply(version(request.origin));
  },
};

function version(origin: string) {
  const links = [{ rel: 'self', href: `${origin}/v2.0` }];
  return { id: 'v2.0', status: 'CURRENT', updated: '2013-03-06T00:00:00.000Z', links };
}

export const versionRoutes = [listVersions, getVersion];
