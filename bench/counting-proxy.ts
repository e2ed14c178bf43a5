import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '../simulators/http/listen.ts';

/** What went through the proxy so far. */
export interface Traffic {
  calls: number;
  /** Of the bodies of answers. */
  bytes: number;
}

export interface CountingProxy extends Listening {
  traffic(): Traffic;
}

/** Passes every request on to the server at `target` and counts what it answers. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const counted: Traffic = { calls: 0, bytes: 0 };
  const server = await listen(
    createServer(async (request, response) => {
      const { method = 'GET', url = '', headers } = request;
      const { host, connection, 'content-length': _, ...passed } = headers;
      const sent = await text(request);
      const answer = await fetch(`${target}${url}`, {
        method,
        headers: { ...(passed as Record<string, string>), 'accept-encoding': 'identity' },
        ...(sent === '' ? {} : { body: sent }),
      });
      const body = await answer.text();
      counted.calls += 1;
      counted.bytes += Buffer.byteLength(body);
      const type = answer.headers.get('content-type');
      response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(body);
    }),
  );
  return { ...server, traffic: () => ({ ...counted }) };
}
