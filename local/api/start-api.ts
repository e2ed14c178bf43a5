import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { FunctionError, type LocalFunction } from '../lambda/function.ts';
import { type Admission, reportRoute, type TurnedAway, turnedAway } from './admission.ts';
import { gatewayEvent } from './gateway-event.ts';
import { matchRoute, type Route } from './match-route.ts';

const largestBody = 10 * 1024 * 1024;

export interface ApiSettings {
  port: number;
  /** Of this machine; the loopback interface if not given. */
  address?: string;
  admission: Admission;
  /** Host names other than this machine's own, lower case, by which containers reach the route of their reports. */
  callbackHosts: readonly string[];
}

/** The HTTP API of the template, for whoever has its token: each route invokes its function with an event of format 2.0. */
export function startApi(routes: Route<LocalFunction>[], settings: ApiSettings): Promise<Listening> {
  const { port, address = '127.0.0.1', admission, callbackHosts } = settings;
  const server = createServer((request, response) => {
    serve(routes, admission, request).then(
      (answer) => send(response, answer),
      () => send(response, { statusCode: 500, body: message('Internal Server Error') }),
    );
  });
  const isReport = (request: IncomingMessage) => matched(routes, request)?.key === reportRoute;
  const otherHosts = (request: IncomingMessage) => (isReport(request) ? callbackHosts : []);
  return listen(server, port, { address, otherHosts });
}

/**
 * The route of reports, and no other, where the containers of a bridge find this machine. Null where the address is not one of this
 * machine: an engine inside a virtual machine leads its containers to the loopback interface by itself.
 */
export async function startReportDoor(
  routes: Route<LocalFunction>[],
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

interface Answer {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
}

async function serve(
  routes: Route<LocalFunction>[],
  admission: Admission,
  request: IncomingMessage,
): Promise<Answer> {
  const match = matched(routes, request);
  const turned = turnedAway(match?.key ?? null, request.headers, admission);
  if (turned) return refusal(turned);
  const body = await readBody(request);
  if (body === null) return { statusCode: 413, body: message('Request Entity Too Large') };
  if (!match) return { statusCode: 404, body: message('Not Found') };
  try {
    const result = await match.target.invoke(gatewayEvent({ request, url: urlOf(request), body, match }));
    return isAnswer(result) ? result : { statusCode: 200, body: JSON.stringify(result) };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const timedOut = error.message.includes('timed out');
    return timedOut
      ? { statusCode: 503, body: message('Service Unavailable') }
      : { statusCode: 500, body: message('Internal Server Error') };
  }
}

function matched(routes: Route<LocalFunction>[], request: IncomingMessage) {
  return matchRoute(routes, request.method ?? 'GET', urlOf(request).pathname);
}

/** The path of a request that may also begin with two slashes, which are no host. */
function urlOf({ url = '/' }: IncomingMessage): URL {
  return new URL(`http://localhost${url.startsWith('/') ? url : '/'}`);
}

function refusal({ status, code, message: sentence }: TurnedAway): Answer {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer realm="pacer"' } : {};
  return { statusCode: status, headers, body: JSON.stringify({ error: { code, message: sentence } }) };
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? null : Buffer.concat(chunks);
}

function isAnswer(result: unknown): result is Answer {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}

function message(text: string): string {
  return JSON.stringify({ message: text });
}

function send(response: ServerResponse, { statusCode, headers, body = '' }: Answer): void {
  response.writeHead(statusCode, { 'content-type': 'application/json', ...headers }).end(body);
}
