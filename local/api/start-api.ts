import type { Listening } from '../../simulators/http/listen.ts';
import {
  type HttpReply,
  jsonReply,
  type ReceivedRequest,
  type RequestHead,
} from '../../simulators/http/message.ts';
import { headOf } from '../../simulators/http/read-request.ts';
import { routeAt } from '../../simulators/http/route.ts';
import { startServer } from '../../simulators/http/server.ts';
import { FunctionError } from '../lambda/function.ts';
import { type Admission, reportRoute, type TurnedAway, turnedAway } from './admission.ts';
import type { FunctionRoute } from './function-route.ts';
import { gatewayEvent } from './gateway-event.ts';

const largestBody = 10 * 1024 * 1024;

export interface ApiSettings {
  port: number;
  /** Of this machine; the loopback interface if not given. */
  address?: string;
  admission: Admission;
  /** Host names other than this machine's own, lower case, by which containers reach the route of their reports. */
  callbackHosts: readonly string[];
}

/** The HTTP API of the template, for callers that have its token: each route invokes its function with an event of format 2.0. */
export function startApi(routes: readonly FunctionRoute[], settings: ApiSettings): Promise<Listening> {
  const { port, address = '127.0.0.1', admission, callbackHosts } = settings;
  const keyOf = (head: RequestHead) => found(routes, head)?.route.key ?? null;
  return startServer({
    port,
    address,
    otherHosts: (request) => (keyOf(headOf(request)) === reportRoute ? callbackHosts : []),
    turnAway: (head) => {
      const turned = turnedAway(keyOf(head), head.headers, admission);
      return turned ? refusal(turned) : undefined;
    },
    bodyLimit: { bytes: largestBody, reply: message(413, 'Request Entity Too Large') },
    answer: (request) => answer(routes, request),
    failed: () => message(500, 'Internal Server Error'),
  });
}

/**
 * The route of reports, and no other, where the containers of a bridge find this machine. Null where the address is not one of this
 * machine: an engine inside a virtual machine leads its containers to the loopback interface by itself.
 */
export async function startReportDoor(
  routes: readonly FunctionRoute[],
  settings: ApiSettings & { address: string },
): Promise<Listening | null> {
  try {
    return await startApi(
      routes.filter(({ key }) => key === reportRoute),
      settings,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') return null;
    throw error;
  }
}

async function answer(routes: readonly FunctionRoute[], request: ReceivedRequest): Promise<HttpReply> {
  const match = found(routes, request);
  if (!match) return message(404, 'Not Found');
  const { route, params } = match;
  try {
    const result = await route.target.invoke(
      gatewayEvent({ request, url: urlOf(request), routeKey: route.key, params }),
    );
    return isResult(result) ? replyOf(result) : jsonReply(result);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const timedOut = error.message.includes('timed out');
    return timedOut ? message(503, 'Service Unavailable') : message(500, 'Internal Server Error');
  }
}

function found(routes: readonly FunctionRoute[], head: RequestHead) {
  return routeAt(routes, head.method, urlOf(head).pathname);
}

/** The path of a request that may also begin with two slashes, which are no host. */
function urlOf({ path, search }: RequestHead): URL {
  return new URL(`http://localhost${path.startsWith('/') ? `${path}?${search}` : '/'}`);
}

function refusal({ status, code, message: sentence }: TurnedAway): HttpReply {
  const headers: HttpReply['headers'] = status === 401 ? { 'www-authenticate': 'Bearer realm="pacer"' } : {};
  return jsonReply({ error: { code, message: sentence } }, status, headers);
}

/** What a function answers in the form that the gateway understands. */
interface FunctionResult {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
}

function isResult(result: unknown): result is FunctionResult {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}

function replyOf({ statusCode, headers, body = '' }: FunctionResult): HttpReply {
  return { status: statusCode, headers: { 'content-type': 'application/json', ...headers }, body };
}

const message = (status: number, text: string): HttpReply => jsonReply({ message: text }, status);
