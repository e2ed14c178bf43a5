import { gzipSync } from 'node:zlib';
import type { Login } from '../http/basic-auth.ts';
import type { FaultRule } from '../http/faults.ts';
import type { Listening } from '../http/listen.ts';
import type { HttpReply, ReceivedRequest } from '../http/message.ts';
import { startServer } from '../http/server.ts';
import { servletPage } from '../http/servlet-page.ts';
import { answerRequest } from './answer-request.ts';
import type { Chronos } from './chronos.ts';

const smallestCompressed = 256;

type ServingOptions = {
  port: number | undefined;
  login: Login | undefined;
  faults: { readonly http: FaultRule | undefined; readonly throughFollower: boolean };
};

/** Speaks HTTP for a Chronos. */
export function serveChronos(chronos: Chronos, { port, login, faults }: ServingOptions): Promise<Listening> {
  const answer = (request: ReceivedRequest) => {
    const reply = answerRequest(chronos, login, request);
    // The client that a follower passes requests on with throws at a refusal, body and all.
    const passedOn = faults.throughFollower && reply.status >= 400 ? { ...reply, body: '' } : reply;
    return forEverybody(chronos.dialect.compresses ? compressed(passedOn, request) : passedOn);
  };
  return startServer({
    port,
    faults: (request) => faults.http?.(request),
    answer,
    failed: (_, { path }) => forEverybody(servletPage(500, path)),
  });
}

const forEverybody = (reply: HttpReply): HttpReply => ({
  ...reply,
  headers: { 'access-control-allow-origin': '*', ...reply.headers },
});

function compressed(reply: HttpReply, { headers }: ReceivedRequest): HttpReply {
  const { body = '' } = reply;
  if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '') || body.length < smallestCompressed) return reply;
  return {
    ...reply,
    headers: { ...reply.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' },
    body: gzipSync(body),
  };
}
