import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { RecordedRequest } from './recording.ts';

/** Headers by their name in lower case; those that came more than once are joined. */
export type ServerAnswer = { status: number; headers: Readonly<Record<string, string>>; body: string };

const longestWaitMs = 20_000;

/** Sends a request to the very path that is given: nothing is normalised, encoded or added. Throws if no answer comes. */
export async function sendRequest(url: string, sent: RecordedRequest): Promise<ServerAnswer> {
  const { hostname, port } = new URL(url);
  const content = contentOf(sent);
  const { promise, resolve, reject } = Promise.withResolvers<ServerAnswer>();
  const request = httpRequest({
    hostname,
    port,
    method: sent.method,
    path: sent.path,
    headers: headersOf(sent, content),
    agent: false,
    timeout: longestWaitMs,
  });
  request.on('timeout', () => request.destroy(new Error(`no answer in ${longestWaitMs} ms`)));
  request.on('error', reject);
  request.on('response', (response) => {
    const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    const answered = { status: response.statusCode ?? 0, headers: Object.fromEntries(headers) };
    text(response).then((body) => resolve({ ...answered, body }), reject);
  });
  request.end(content);
  return promise;
}

function contentOf({ body, text, base64 }: RecordedRequest): Buffer | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (text !== undefined) return Buffer.from(text);
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
}

function headersOf({ headers }: RecordedRequest, content: Buffer | undefined): OutgoingHttpHeaders {
  const { 'Content-Type': type, ...others } = headers ?? {};
  const unstated = content ? 'application/json' : null;
  const contentType = type === undefined ? unstated : type;
  return {
    ...others,
    ...(contentType === null ? {} : { 'Content-Type': contentType }),
    ...(content ? { 'Content-Length': content.length } : {}),
  };
}
