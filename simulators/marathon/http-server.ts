import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { breakConnection, type HttpFaultRule, sufferHttpFault } from '../http/http-faults.ts';
import { type Asked, answerRequest, type Credentials } from './answer-request.ts';
import type { HttpReply } from './http-reply.ts';
import { json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { streamEvents } from './stream-events.ts';

type ServerOptions = { credentials: Credentials | undefined; faultFor: HttpFaultRule };

type Exchange = { request: IncomingMessage; response: ServerResponse };

/** Speaks HTTP for a Marathon; the caller makes it listen. */
export function marathonServer(marathon: Marathon, options: ServerOptions): Server {
  return createServer((request, response) => {
    serve(marathon, options, { request, response }).catch((error: unknown) => {
      if (request.errored) return; // the client went away
      process.emitWarning(error instanceof Error ? error : String(error));
      send(json({ message: String(error) }, 500), response);
    });
  });
}

async function serve(
  marathon: Marathon,
  { credentials, faultFor }: ServerOptions,
  { request, response }: Exchange,
): Promise<void> {
  const asked = askedBy(request, await text(request));
  const { method, path } = asked;
  const fault = faultFor({ method, path });
  if (await sufferHttpFault(fault, request, response)) return;
  const reply = answerRequest(marathon, credentials, asked);
  if (fault === 'lose-reply') breakConnection(request.socket);
  else if (reply.eventTypes) streamEvents(marathon, reply.eventTypes, { request, response });
  else send(reply, response);
}

function askedBy(request: IncomingMessage, body: string): Asked {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const { authorization, accept, host, 'content-type': contentType } = request.headers;
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    body,
    origin: `http://${host ?? '127.0.0.1'}`,
    headers: { authorization, accept, contentType },
  };
}

function send({ status, body, contentType, headers }: HttpReply, response: ServerResponse): void {
  response.writeHead(status, {
    'x-marathon-leader': leaderOf(response),
    'x-frame-options': 'DENY',
    'x-xss-protection': '1; mode=block',
    'cache-control': 'no-cache, no-store, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}

const leaderOf = ({ req }: ServerResponse): string => `http://${req.headers.host ?? '127.0.0.1'}`;
