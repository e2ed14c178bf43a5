import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { refused } from '../../local/door.ts';
import { breakConnection, type HttpFaultRule, sufferHttpFault } from '../http/http-faults.ts';
import { servletPage } from '../http/servlet-page.ts';
import { type Asked, answerRequest, type Credentials } from './answer-request.ts';
import type { Chronos } from './chronos.ts';
import type { HttpReply } from './http-reply.ts';

const smallestCompressed = 256;

type ServerOptions = {
  credentials: Credentials | undefined;
  faults: { readonly http: HttpFaultRule | undefined; readonly throughFollower: boolean };
};

/** Speaks HTTP for a Chronos; the caller makes it listen. */
export function chronosServer(chronos: Chronos, options: ServerOptions): Server {
  return createServer((request, response) => {
    if (refused(request, response)) return;
    serve(chronos, options, { request, response }).catch((error: unknown) => {
      if (request.errored) return; // the client went away
      process.emitWarning(error instanceof Error ? error : String(error));
      send(servletPage(500, request.url ?? '/'), request, response);
    });
  });
}

async function serve(
  chronos: Chronos,
  { credentials, faults }: ServerOptions,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const asked = await received(request);
  const fault = faults.http?.(asked);
  if (await sufferHttpFault(fault, request, response)) return;
  const answer = answerRequest(chronos, credentials, asked);
  // The client that a follower passes requests on with throws at a refusal, body and all.
  const reply = faults.throughFollower && answer.status >= 400 ? { ...answer, body: '' } : answer;
  if (fault === 'lose-reply') breakConnection(request.socket);
  else send(chronos.dialect.compresses ? compress(reply, request) : reply, request, response);
}

async function received(request: IncomingMessage): Promise<Asked> {
  const [path = '/', query] = (request.url ?? '/').split(/\?(.*)/s);
  const { authorization, accept, host = '', 'content-type': contentType } = request.headers;
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    body: await buffer(request),
    host,
    authorization,
    accept,
    contentType,
  };
}

type Outgoing = Omit<HttpReply, 'body'> & { body: string | Buffer };

function compress(reply: HttpReply, request: IncomingMessage): Outgoing {
  const accepts = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  if (!accepts || reply.body.length < smallestCompressed) return reply;
  const headers = { ...reply.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { ...reply, headers, body: gzipSync(reply.body) };
}

function send(reply: Outgoing, request: IncomingMessage, response: ServerResponse): void {
  const { status, body, contentType, headers } = reply;
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
