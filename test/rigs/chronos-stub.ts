import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { chronosClient } from '../../lib/frameworks/chronos/client.ts';
import { chronosFramework } from '../../lib/frameworks/chronos/framework.ts';
import { http } from '../../lib/http/http.ts';
import type { JobSpec } from '../../lib/job/job.ts';
import { listen } from '../../simulators/http/listen.ts';
import { jobForTests } from './job.ts';

export interface StubAnswer {
  status: number;
  type?: string;
  body?: string;
}

export const spec: JobSpec = { ...jobForTests.spec, name: 'linpack' };

/** The job of the spec as Chronos shows it. */
export const shownJob = (more: Record<string, unknown> = {}) => ({
  name: spec.name,
  command: 'sh -c wrapped',
  successCount: 3,
  errorCount: 1,
  lastSuccess: '2026-01-01T00:05:01.202Z',
  lastError: '',
  cpus: 0.5,
  mem: 128,
  fetch: [],
  uris: [],
  arguments: [],
  environmentVariables: [
    { name: 'PACER_JOB_ID', value: spec.jobId },
    { name: 'PACER_CPUS', value: '0.5' },
  ],
  ...more,
});

/** Answers in the words of the recordings of 3.0.2 and 2.5.1. */
export const json = (value: unknown, status = 200): StubAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
export const csv = (...lines: string[]): StubAnswer => ({
  status: 200,
  type: 'text/plain',
  body: lines.join('\n'),
});
export const done: StubAnswer = { status: 204, type: 'application/json' };
export const silent = (status: number): StubAnswer => ({ status });
export const says = (words: string): StubAnswer =>
  json({ message: `java.lang.IllegalArgumentException: ${words}\n\tat x`, status: 'Bad Request' }, 400);
export const notFound = says(`requirement failed: Job '${spec.name}' not found`);
export const noVertex = says(`no such vertex in graph: ${spec.name}`);
export const page = (reason: string): StubAnswer => ({
  status: 500,
  type: 'text/html;charset=iso-8859-1',
  body: `<html>\n<head>\n<title>Error 500 </title>\n</head>\n<body>\n<h2>HTTP ERROR: 500</h2>\n<p>Problem accessing /x. Reason:\n<pre>    ${reason}</pre></p>\n<hr /></body>\n</html>\n`,
});

/**
 * The client of a Chronos that answers as it is told to: `answer` gets the request as "GET /job/x?limit=1", without the prefix.
 * Its clock moves only by waiting. What fits no Accept is a 406, as on every route of the real one; so is the wrong prefix a 404.
 */
export async function chronosStub(
  t: TestContext,
  version: '3.0.2' | '2.5.1',
  answer: (request: string, body: string) => StubAnswer,
) {
  const prefix = version === '3.0.2' ? '/v1/scheduler' : '/scheduler';
  const calls: string[] = [];
  const bodies: string[] = [];
  const server = await listen(
    createServer(async (request, response) => {
      const { method, url = '', headers } = request;
      const body = await text(request);
      if (!url.startsWith(`${prefix}/`)) return void response.writeHead(404).end();
      if (url.endsWith('search?name=pacer&limit=1'))
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
      const asked = `${method} ${url.slice(prefix.length)}`;
      calls.push(asked);
      bodies.push(body);
      const given = answer(asked, body);
      const fits = given.status >= 300 || (given.type ?? '').startsWith(headers.accept ?? '');
      if (!fits) return void response.writeHead(406).end();
      response.writeHead(given.status, given.type ? { 'content-type': given.type } : {}).end(given.body);
    }),
  );
  t.after(server.close);
  const clock = { now: Date.parse('2026-01-01T12:00:00Z'), waited: 0 };
  const sleep = async (milliseconds: number) => {
    clock.now += milliseconds;
    clock.waited += milliseconds;
  };
  const now = () => clock.now;
  const credentials = async () => ({ url: server.url, user: 'u', password: 'p' });
  const client = chronosClient({ credentials, httpFor: () => http({ timeoutMs: 1_000 }), sleep, now });
  const framework = chronosFramework({ client, callbackToken: async () => 'token', sleep, now });
  return { client, framework, calls, bodies, clock };
}

/** Answers a request by the first key that it begins with; a list is worked off, and its last answer stays. */
export function script(answers: Record<string, StubAnswer | StubAnswer[]>): (request: string) => StubAnswer {
  const left = new Map(Object.entries(answers).map(([key, given]) => [key, [given].flat()]));
  return (request) => {
    const queue = [...left].find(([key]) => request.startsWith(key))?.[1];
    if (!queue?.[0]) throw new Error(`Nobody expected ${request}.`);
    return queue.length > 1 ? (queue.shift() as StubAnswer) : queue[0];
  };
}
