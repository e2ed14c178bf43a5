import type { Login } from '../http/basic-auth.ts';
import type { FaultRule } from '../http/faults.ts';
import type { Listening } from '../http/listen.ts';
import { type HttpReply, jsonReply, type RequestHead } from '../http/message.ts';
import { startServer } from '../http/server.ts';
import { answerRequest } from './answer-request.ts';
import type { Marathon } from './marathon.ts';

type ServingOptions = {
  port: number | undefined;
  login: Login | undefined;
  faults: { readonly http: FaultRule | undefined };
};

/** Speaks HTTP for a Marathon. */
export function serveMarathon(
  marathon: Marathon,
  { port, login, faults }: ServingOptions,
): Promise<Listening> {
  return startServer({
    port,
    faults: (request) => faults.http?.(request),
    answer: (request) => ofLeader(request, answerRequest(marathon, login, request)),
    failed: (error, head) => ofLeader(head, jsonReply({ message: String(error) }, 500)),
  });
}

const ofLeader = ({ origin }: RequestHead, reply: HttpReply): HttpReply => ({
  ...reply,
  headers: {
    'x-marathon-leader': origin,
    'x-frame-options': 'DENY',
    'x-xss-protection': '1; mode=block',
    'cache-control': 'no-cache, no-store, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    ...reply.headers,
  },
});
