import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';

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
}

const maximumBodyBytes = 16 * 1024 * 1024;
const safeMethods = new Set(['GET']);
const retryDelayMs = 200;

/** Keep-alive HTTP client; a request with a safe method that got no answer is sent a second time. */
export function http({ timeoutMs, ca }: HttpOptions): Http {
  const dispatcher = new Agent({
    keepAliveTimeout: 10_000,
    connections: 8,
    maxResponseSize: maximumBodyBytes,
    ...(ca ? { connect: { ca: [...getCACertificates(), ca] } } : {}),
  });
  return async (call) => {
    try {
      return await send(call, dispatcher, timeoutMs);
    } catch (error) {
      if (!safeMethods.has(call.method)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      return send(call, dispatcher, timeoutMs);
    }
  };
}

async function send(call: HttpRequest, dispatcher: Dispatcher, timeoutMs: number): Promise<HttpResponse> {
  try {
    const answer = await request(call.url, {
      method: call.method,
      headers: call.headers ?? {},
      body: call.body ?? null,
      signal: AbortSignal.timeout(timeoutMs),
      dispatcher,
    });
    return { status: answer.statusCode, headers: flat(answer.headers), body: await answer.body.text() };
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    const why =
      cause.name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : (cause.code ?? cause.message);
    throw new NoAnswerError(`[${call.method}] ${withoutCredentials(call.url)}: ${why}`, { cause });
  }
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

/** The URL as it may be shown: without user, password and query. */
export function withoutCredentials(url: string): string {
  const shown = new URL(url);
  return `${shown.origin}${shown.pathname}`;
}
