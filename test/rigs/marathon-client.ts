import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, type TestContext } from 'node:test';
import { marathonClient } from '../../lib/frameworks/marathon/client.ts';
import type { MarathonCredentials } from '../../lib/frameworks/marathon/credentials.ts';
import { http } from '../../lib/http/http.ts';
import { listen } from '../../simulators/http/listen.ts';
import type { MarathonOptions } from '../../simulators/marathon/start-marathon.ts';
import { type TestRig, testRig } from './marathon-simulator.ts';

export const login = { user: 'operator', password: 'right-password' };

/** Each test has a Marathon of its own. */
export let rig: TestRig;
export const restartRig = async (more: Partial<MarathonOptions>) => {
  await rig.close();
  rig = await testRig(more);
};
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

export const httpFor = () => http({ timeoutMs: 1_000 });
export const clientOf = (given: Partial<MarathonCredentials> = {}) =>
  marathonClient({
    credentials: async () => ({ url: `${rig.marathon.url}/`, user: '', password: '', ...given }),
    httpFor,
  });

/** A server that answers as it is told to, and what it was asked. */
export async function canned(t: TestContext, reply: (method: string) => { status: number; body: string }) {
  const asked: { method: string; url: string; authorization: string; body: string }[] = [];
  const server = await listen(
    createServer(async (request, response) => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, authorization: headers.authorization ?? '', body: await text(request) });
      const { status, body } = reply(method);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    }),
  );
  t.after(server.close);
  return { url: server.url, asked };
}
