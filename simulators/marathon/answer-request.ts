import { carriesLogin, type Login } from '../http/basic-auth.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../http/message.ts';
import { allowedMethods, resourcesAt, routeFor } from '../http/route.ts';
import { servletPage } from '../http/servlet-page.ts';
import { MarathonError } from './api-error.ts';
import { appQueries } from './app-queries.ts';
import { appRoutes } from './app-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { groupRoutes } from './group-routes.ts';
import type { Marathon } from './marathon.ts';
import { preferredType } from './negotiate.ts';
import { queueRoutes } from './queue-routes.ts';
import type { MarathonRequest, MarathonRoute } from './route.ts';
import { serverRoutes } from './server-routes.ts';
import { taskRoutes } from './task-routes.ts';

const routes: readonly MarathonRoute[] = [
  ...serverRoutes,
  ...queueRoutes,
  ...deploymentRoutes,
  ...groupRoutes,
  ...taskRoutes,
  ...appRoutes,
  ...appQueries,
];

/** Answers one request as a leader of the 1.8 line does, refusals of the servlet container included. */
export function answerRequest(
  marathon: Marathon,
  login: Login | undefined,
  request: ReceivedRequest,
): HttpReply {
  const { method, path, headers } = request;
  // A slash at the end means nothing.
  const [found] = resourcesAt(routes, path.replace(/(?<=[^/])\/$/, ''));
  const route = found && routeFor(found.routes, method);
  marathon.observed.countRequest(method, route ? route.path.replace('+}', '}') : path);
  if (login && !carriesLogin(headers.authorization, login)) return unauthorized(request);
  if (path === '/') return { status: 302, headers: { location: `${request.origin}/ui/` } };
  if (!found) return jsonReply({ message: 'URI not found' }, 500);
  if (method === 'OPTIONS') return allowing(allowedMethods(found.routes));
  if (!route) return jsonReply({ message: 'Method Not Allowed' }, 405);
  if (!isJson(headers['content-type'])) return jsonReply({ message: 'Unsupported Media Type' }, 415);
  const reply = askRoute(marathon, route, { ...request, params: found.params });
  return method === 'HEAD' ? { ...reply, body: '' } : reply;
}

const allowing = (methods: readonly string[]): HttpReply => ({
  status: 200,
  contentType: 'application/json',
  headers: { allow: methods.join(',') },
});

function askRoute(
  marathon: Marathon,
  { produces = ['application/json'], handle }: MarathonRoute,
  request: ReceivedRequest & Pick<MarathonRequest, 'params'>,
): HttpReply {
  const accept = request.headers.accept ?? '*/*';
  const type = produces === 'any' ? accept : preferredType(accept, produces);
  if (type === undefined) return jsonReply({ message: 'Not Acceptable' }, 406);
  try {
    return handle(marathon, { ...request, body: new TextDecoder().decode(request.body), accept, type });
  } catch (error) {
    if (error instanceof MarathonError) return jsonReply(error.body, error.status);
    throw error;
  }
}

const isJson = (contentType = 'application/json'): boolean => /^application\/json\s*(;|$)/i.test(contentType);

/** A page for those who take one. The realm is that of a server to which none was given. */
function unauthorized({ path, headers }: ReceivedRequest): HttpReply {
  const isPage = preferredType(headers.accept, ['text/html']) !== undefined;
  const page = isPage ? servletPage(401, path) : { status: 401 };
  return { ...page, headers: { 'www-authenticate': 'basic realm="null"' } };
}
