import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Listening, listen } from './listen.ts';

export interface EndpointRequest {
  method: string;
  /** As sent, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** The query as sent, still percent-encoded. */
  search: string;
  headers: Record<string, string>;
  body: Buffer;
  /** The endpoint's own URL as the client knows it, from the Host header. */
  origin: string;
}

export interface EndpointReply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** What goes wrong with one request: no answer, another answer, or a late one (milliseconds). */
export type Fault =
  | 'reset'
  | 'hang'
  | { status: number; body?: string; contentType?: string }
  | { delayMs: number }
  | undefined;

/** Asked at every request, before the real answer is made. */
export type Faults = (request: { method: string; path: string }) => Fault;

export interface EndpointOptions {
  /** 0 or none: any free port. */
  port?: number | undefined;
  faults?: Faults | undefined;
  answer: (request: EndpointRequest) => Promise<EndpointReply>;
}

/** Closing ends the hanging connections too. */
export interface Endpoint extends Listening {
  setFaults(faults: Faults | undefined): void;
  /** How many requests came so far, faulty ones included. */
  count(method: string, path: string): number;
}

/** An HTTP server on 127.0.0.1 that counts its requests and can be told to misbehave. */
export async function startEndpoint({ port, faults, answer }: EndpointOptions): Promise<Endpoint> {
  const counts = new Map<string, number>();
  let asked = faults;
  const server = createServer((incoming, outgoing) => {
    const { method, path } = target(incoming);
    const key = `${method} ${path}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    respond(incoming, outgoing, { fault: asked?.({ method, path }), answer }).catch((error: unknown) => {
      send(outgoing, { status: 500, headers: { 'content-type': 'text/plain' }, body: String(error) });
    });
  });
  return {
    ...(await listen(server, port)),
    setFaults: (next) => {
      asked = next;
    },
    count: (method, path) => counts.get(`${method} ${path}`) ?? 0,
  };
}

interface Behaviour {
  fault: Fault;
  answer: EndpointOptions['answer'];
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, { fault, answer }: Behaviour) {
  if (fault === 'reset') return incoming.socket.resetAndDestroy();
  const request = await received(incoming);
  if (fault === 'hang') return;
  if (fault && 'delayMs' in fault) await delay(fault.delayMs);
  if (fault && 'status' in fault) return send(outgoing, faultyReply(fault));
  send(outgoing, await answer(request));
}

function faultyReply({ status, body, contentType }: { status: number; body?: string; contentType?: string }) {
  return { status, body: body ?? '', headers: { 'content-type': contentType ?? 'text/html' } };
}

function send(outgoing: ServerResponse, { status, headers, body }: EndpointReply): void {
  if (outgoing.destroyed || outgoing.headersSent) return;
  outgoing.writeHead(status, { ...headers, ...(body === undefined ? {} : lengthOf(body)) });
  outgoing.end(body);
}

function lengthOf(body: string) {
  return { 'content-length': String(Buffer.byteLength(body)) };
}

function target(incoming: IncomingMessage) {
  const [path = '/', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  return { method: incoming.method ?? 'GET', path, query: new URLSearchParams(search), search };
}

async function received(incoming: IncomingMessage): Promise<EndpointRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([k, v]) => [k, String(v ?? '')]));
  const origin = `http://${headers.host ?? '127.0.0.1'}`;
  return { ...target(incoming), headers, body: Buffer.concat(chunks), origin };
}
