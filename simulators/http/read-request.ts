import type { IncomingMessage } from 'node:http';
import type { RequestHead } from './message.ts';

export function headOf({ method = 'GET', url = '/', headers: sent, socket }: IncomingMessage): RequestHead {
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, String(value ?? '')]),
  );
  return {
    method,
    path,
    query: new URLSearchParams(search),
    search,
    headers,
    origin: `http://${headers.host ?? '127.0.0.1'}`,
    remoteAddress: socket.remoteAddress ?? '',
    localPort: socket.localPort ?? 0,
  };
}

/** The whole body; null if it is longer than the limit, of which no more than that is kept. */
export async function readBody(
  request: IncomingMessage,
  limitBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size > limitBytes ? null : Buffer.concat(chunks);
}
