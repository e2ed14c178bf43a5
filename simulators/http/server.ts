import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule, HttpFault } from './faults.ts';
import { type Listening, type ListenOptions, listen } from './listen.ts';
import type { HttpReply, ReceivedRequest, RequestHead } from './message.ts';
import { headOf, readBody } from './read-request.ts';

export interface ServerOptions extends ListenOptions {
  /** 0 or none: any free port. */
  port?: number | undefined;
  faults?: FaultRule | undefined;
  /** Turns a request away before its body is read; undefined lets it in. */
  turnAway?: (head: RequestHead) => HttpReply | undefined;
  /** The longest body, in bytes, and the reply to a longer one; without it, any length is taken. */
  bodyLimit?: { bytes: number; reply: HttpReply };
  answer: (request: ReceivedRequest) => HttpReply | Promise<HttpReply>;
  /** The reply to a request at which `answer` throws; the error as plain text if not given. */
  failed?: (error: unknown, head: RequestHead) => HttpReply;
}

/** Closing ends the hanging connections too. */
export interface RunningServer extends Listening {
  setFaults(faults: FaultRule | undefined): void;
  /** How many requests came so far, faulty ones included. */
  count(method: string, path: string): number;
}

/** An HTTP server on this machine that counts its requests and can be told to misbehave. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const counts = new Map<string, number>();
  let { faults } = options;
  const server = createServer((request, response) => {
    const head = headOf(request);
    const key = `${head.method} ${head.path}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    serve({ ...options, faults }, head, { request, response }).catch((error: unknown) => {
      if (request.errored) return; // the client went away
      process.emitWarning(error instanceof Error ? error : String(error));
      send(response, (options.failed ?? plainFailure)(error, head));
    });
  });
  return {
    ...(await listen(server, options.port, options)),
    setFaults: (next) => {
      faults = next;
    },
    count: (method, path) => counts.get(`${method} ${path}`) ?? 0,
  };
}

const plainFailure = (error: unknown): HttpReply => ({
  status: 500,
  contentType: 'text/plain',
  body: String(error),
});

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

async function serve(
  { turnAway, bodyLimit, faults, answer }: ServerOptions,
  head: RequestHead,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  const turnedAway = turnAway?.(head);
  if (turnedAway) return send(response, turnedAway);
  const body = await readBody(request, bodyLimit?.bytes);
  if (body === null) return send(response, bodyLimit?.reply ?? { status: 413 });
  const fault = faults?.(head);
  if (await isAllOf(fault, exchange)) return;
  const reply = await answer({ ...head, body });
  if (fault === 'lose-reply') request.socket.resetAndDestroy();
  else send(response, reply);
}

/** Lets a request suffer its fault; true if that was all there is to it. */
async function isAllOf(fault: HttpFault | undefined, { request, response }: Exchange): Promise<boolean> {
  if (fault === undefined || fault === 'lose-reply') return false;
  if (fault === 'reset') request.socket.resetAndDestroy();
  else if (fault !== 'hang' && 'status' in fault) send(response, fault);
  else if (fault !== 'hang') {
    await delay(fault.delayMs, undefined, { ref: false });
    return false;
  }
  return true;
}

function send(
  response: ServerResponse,
  { status, contentType, headers, body = '', stream }: HttpReply,
): void {
  if (response.destroyed || response.headersSent) return;
  if (stream) {
    stream(response);
    return;
  }
  response.writeHead(status, {
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}
