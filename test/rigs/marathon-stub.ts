import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { marathonClient } from '../../lib/frameworks/marathon/client.ts';
import { marathonFramework } from '../../lib/frameworks/marathon/framework.ts';
import { http } from '../../lib/http/http.ts';
import { listen } from '../../simulators/http/listen.ts';

export interface StubCall {
  method: string;
  /** With its query. */
  path: string;
  body: unknown;
}

export type StubAnswer = { status: number; body?: object };

/** A framework on a server that answers as it is told to, what was asked of it, and its client. */
export async function stubbed(t: TestContext, answer: (call: StubCall) => StubAnswer) {
  const calls: StubCall[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '' } = request;
    const sent = await text(request);
    const call = { method, path, body: sent === '' ? null : JSON.parse(sent) };
    calls.push(call);
    const { status, body } = answer(call);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  const { url, close } = await listen(server);
  t.after(close);
  const credentials = async () => ({ url, user: '', password: '' });
  const client = marathonClient({ credentials, httpFor: () => http({ timeoutMs: 2_000 }) });
  return { client, framework: marathonFramework({ client, callbackToken: async () => 'token' }), calls };
}
