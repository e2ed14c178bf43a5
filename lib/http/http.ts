import { Agent, type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Any status is an answer; deciding what it means is the caller's. `headers` have lower-case names. */
export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** No answer came: refused, reset, not resolved, too slow or too big. The message never holds credentials. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'no-answer';
}

export interface HttpOptions {
  timeoutMs: number;
  /** PEM of a certificate authority to trust besides the usual ones. */
  ca?: string;
  /** Ends what is under way, as nobody waits for it any more. */
  signal?: AbortSignal;
}

const maximumBodyBytes = 16 * 1024 * 1024;
const safeMethods = new Set(['GET']);
const retryDelayMs = 200;

/**
 * Keep-alive HTTP client; follows no redirect. A request with a safe method that got no answer is sent a second time.
 * Node's own client, because the AWS SDK has loaded it anyway: undici as a library takes longer to load than the whole client
 * of DynamoDB, and half as long when nothing but its agent is bundled.
 */
export function http({ timeoutMs, ca, signal }: HttpOptions): Http {
  const open = connections(ca);
  const limits = { timeoutMs, signal };
  return async (call) => {
    try {
      return await send(call, open, limits);
    } catch (error) {
      if (!safeMethods.has(call.method) || signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      return send(call, open, limits);
    }
  };
}

/** Begins a request on a connection that is kept, or on a new one. */
type Open = (call: HttpRequest, signal: AbortSignal) => ClientRequest;

function connections(ca: string | undefined): Open {
  // A connection that nobody has used for so long is closed here, before a server or a proxy does it unseen.
  const kept = { keepAlive: true, maxSockets: 8, timeout: 10_000 };
  const plain = new Agent(kept);
  const tls = new TlsAgent(ca ? { ...kept, ca: [...getCACertificates(), ca] } : kept);
  return ({ method, url, headers = {}, body }, signal) => {
    const to = withoutLogin(url);
    // Without it Node would leave out the length of the body of a DELETE.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, headers: { ...headers, ...length }, signal };
    return to.protocol === 'https:'
      ? requestTls(to, { ...options, agent: tls })
      : requestPlain(to, { ...options, agent: plain });
  };
}

/** The login of a request is in its headers, and nowhere else. */
function withoutLogin(url: string): URL {
  const to = new URL(url);
  to.username = '';
  to.password = '';
  return to;
}

async function send(
  call: HttpRequest,
  open: Open,
  { timeoutMs, signal: ended }: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<HttpResponse> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const either = ended ? AbortSignal.any([signal, ended]) : signal;
    const answer = await answerTo(open(call, either), call.body);
    return { status: answer.statusCode ?? 0, headers: flat(answer.headers), body: await bodyOf(answer) };
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    const why = signal.aborted ? `no answer within ${timeoutMs} ms` : (cause.code ?? cause.message);
    throw new NoAnswerError(`[${call.method}] ${withoutCredentials(call.url)}: ${why}`, { cause });
  }
}

function answerTo(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    // Also after the answer has begun, when it goes unheard: the reader of the body learns it, too.
    request.on('error', reject);
    // All that comes when the answer leads to another protocol (101), and then the signal does nothing either.
    request.on('close', () => reject(new Error('the connection was closed without an answer')));
    request.end(body);
  });
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    // To leave the loop closes the connection.
    if (bytes > maximumBodyBytes) throw new Error(`the answer has more than ${maximumBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

/** The URL as it may be shown: without user, password and query. */
export function withoutCredentials(url: string): string {
  const shown = new URL(url);
  return `${shown.origin}${shown.pathname}`;
}
