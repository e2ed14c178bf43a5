import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { FunctionError, type LocalFunction } from '../lambda/function.ts';
import { type Listening, listen } from '../listen.ts';
import { gatewayEvent } from './gateway-event.ts';
import { matchRoute, type Route } from './match-route.ts';

const largestBody = 10 * 1024 * 1024;

/** The HTTP API of the template: each route invokes its function with an event of format 2.0. */
export function startApi(routes: Route<LocalFunction>[], port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(routes, request).then(
      (answer) => send(response, answer),
      () => send(response, { statusCode: 500, body: message('Internal Server Error') }),
    );
  });
  return listen(server, port);
}

interface Answer {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
}

async function serve(routes: Route<LocalFunction>[], request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const match = matchRoute(routes, request.method ?? 'GET', url.pathname);
  const body = await readBody(request);
  if (body === null) return { statusCode: 413, body: message('Request Entity Too Large') };
  if (!match) return { statusCode: 404, body: message('Not Found') };
  try {
    const result = await match.target.invoke(gatewayEvent({ request, url, body, match }));
    return isAnswer(result) ? result : { statusCode: 200, body: JSON.stringify(result) };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const timedOut = error.message.includes('timed out');
    return timedOut
      ? { statusCode: 503, body: message('Service Unavailable') }
      : { statusCode: 500, body: message('Internal Server Error') };
  }
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
