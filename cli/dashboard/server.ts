import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { type ApiAccess, apiSender, type SendToApi } from '../api/api-caller.ts';
import { isLoopback } from '../api/api-url.ts';
import { forwarded } from './forward.ts';
import { foreignCaller, type Refusal, withoutToken } from './guard.ts';
import { type PageFiles, pageFiles } from './page-files.ts';

/** The page on a port of this machine. */
export interface Dashboard {
  /** With the token, for its user only. */
  link: string;
  close(): Promise<void>;
}

export interface DashboardOptions {
  access: ApiAccess;
  /** The port; where it is taken and was not asked for, a free one. */
  port: number | null;
}

const usualPort = 8881;
const mostBodyBytes = 1024 * 1024;
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Nothing but our own scripts, style and calls; pictures that are saved are drawn from `blob:` and `data:`. The worker is a script of our own. */
const safety = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html pacer-replay",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

interface Served {
  token: string;
  send: SendToApi;
  apiUrl: string;
  page: () => Promise<PageFiles>;
}

/** Serves the page on the loopback interface; its calls go to the API as the command line's do. */
export async function startDashboard({ access, port }: DashboardOptions): Promise<Dashboard> {
  const token = randomBytes(32).toString('base64url');
  let files: Promise<PageFiles> | null = null;
  const page = () => {
    files ??= pageFiles();
    return files;
  };
  // A call that nobody answers would keep the command alive after its end.
  const ending = new AbortController();
  const send = apiSender({ ...access, signal: ending.signal });
  const served = { token, send, apiUrl: access.apiUrl, page };
  const server = createServer((request, response) => void serve(served, request, response));
  const taken = await listening(server, port);
  const close = () => {
    ending.abort();
    return closed(server);
  };
  return { link: `http://127.0.0.1:${taken}/#token=${token}`, close };
}

async function listening(server: Server, wanted: number | null): Promise<number> {
  try {
    await bound(server, wanted ?? usualPort);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (wanted !== null)
      throw new InvalidRequestError(`Port ${wanted} of this machine is taken: give another --port, or none.`);
    await bound(server, 0);
  }
  return (server.address() as AddressInfo).port;
}

function bound(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const refusal = foreignCaller(request.headers, request.socket.localPort ?? 0);
    if (refusal) return refuse(response, refusal);
    const path = request.url ?? '/';
    if (path.startsWith('/api/')) return await serveApi(served, request, response);
    await serveFile(await served.page(), path, response);
  } catch (error) {
    reply(response, 500, { error: { code: 'fault', message: (error as Error).message } });
  }
}

async function serveFile(files: PageFiles, path: string, response: ServerResponse): Promise<void> {
  const name = path.split('?')[0]?.slice(1) || 'index.html';
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  if (!file) return reply(response, 404, { error: { code: 'no-file', message: 'There is no such file.' } });
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  response.writeHead(200, { ...safety, 'content-type': type }).end(file);
}

async function serveApi(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = withoutToken(request.headers, served.token);
  if (refusal) return refuse(response, refusal);
  const path = (request.url ?? '').slice('/api'.length);
  if (path === '/about') return reply(response, 200, about(served));
  const body = await bodyOf(request);
  if (body === null)
    return reply(response, 413, { error: { code: 'too-large', message: 'The body has over 1 MB.' } });
  const { method = 'GET', headers } = request;
  const key = headers['idempotency-key'];
  const call = { method, path, body, idempotencyKey: typeof key === 'string' ? key : undefined };
  const answer = await forwarded(served.send, call, () => !response.destroyed);
  answerWithTag(request, response, answer);
}

function about({ apiUrl }: Served) {
  return { apiUrl, isLocal: isLoopback(apiUrl) };
}

/** An answer that the page has already is not sent again. */
function answerWithTag(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body }: { status: number; body: string },
): void {
  const headers = { ...safety, 'content-type': 'application/json' };
  if (request.method !== 'GET' || status !== 200) return void response.writeHead(status, headers).end(body);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const isKnown = request.headers['if-none-match'] === etag;
  response.writeHead(isKnown ? 304 : 200, { ...headers, etag }).end(isKnown ? undefined : body);
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  reply(response, status, { error: { code, message } });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...safety, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Null when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
