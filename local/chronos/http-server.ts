import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { refused } from '../door.ts';
import { breakConnection, type HttpFaultRule, sufferHttpFault } from '../http-faults.ts';
import { servletPage } from '../servlet-page.ts';
import { answerRequest, type Credentials } from './answer-request.ts';
import type { Chronos } from './chronos.ts';
import type { HttpReply } from './http-reply.ts';

const smallestCompressed = 256;

type ServerOptions = { credentials: Credentials | undefined; faultFor: HttpFaultRule };

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
  { credentials, faultFor }: ServerOptions,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await text(request);
  const fault = faultFor({ method, path: url.pathname });
  if (await sufferHttpFault(fault, request, response)) return;
  const { authorization, host, 'content-type': contentType } = request.headers;
  const asked = { method, url, body, authorization, contentType, host: host ?? '' };
  const reply = answerRequest(chronos, credentials, asked);
  if (fault === 'lose-reply') breakConnection(request.socket);
  else send(chronos.dialect.compresses ? compress(reply, request) : reply, request, response);
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
