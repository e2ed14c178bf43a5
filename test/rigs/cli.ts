import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before } from 'node:test';
import { run } from '../../cli/run.ts';
import { detailView } from '../../lib/api/job-view.ts';
import type { Job } from '../../lib/job/job.ts';
import type { JobProgress } from '../../lib/job/progress.ts';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { jobForTests, pointForTests } from './job.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface RunOptions {
  environment?: Record<string, string>;
  /** Columns of the terminal that stdout is; none where it is a file. */
  columns?: number;
}

/** Runs the program with these arguments, as its entry point does, and gathers what it writes. */
export async function ran(args: string[], { environment = {}, columns }: RunOptions = {}): Promise<Ran> {
  const out = gathering();
  const err = gathering();
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const code = await run(args, { out: Object.assign(out.stream, terminal), err: err.stream, environment });
  return { code, out: out.text(), err: err.text() };
}

function gathering() {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  return { stream, text: () => written };
}

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A status with a body: JSON, or a text as it is. Null breaks the connection. */
export type CannedAnswer = [status: number, body: unknown] | null;

export interface ApiForTests extends Listening {
  requests: SeenRequest[];
}

/** An HTTP server that answers each request as it is told. */
export async function startAnswering(
  answerTo: (request: SeenRequest, count: number) => CannedAnswer,
): Promise<ApiForTests> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    requests.push(request);
    const answer = answerTo(request, requests.length);
    if (!answer) return void incoming.socket.destroy();
    const [status, body] = answer;
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { ...(await listen(server)), requests };
}

/** A job as the API answers it, with its points. */
export function shownJob(progress: Partial<JobProgress> = {}, more: Partial<Job> = {}) {
  const all = { ...jobForTests, ...more, progress: { ...jobForTests.progress, ...progress } };
  return { ...detailView(all, [pointForTests]), adjustments: ['retries is 0.'] };
}

/** How a job stands that has ended on time, late, or cancelled. */
export const ends = {
  onTime: ended('COMPLETED', jobForTests.deadlineAt - 30_000),
  late: ended('COMPLETED', jobForTests.deadlineAt + 90_000),
  cancelled: ended('CANCELLED', jobForTests.deadlineAt - 60_000),
};

function ended(status: 'COMPLETED' | 'CANCELLED', at: number): Partial<JobProgress> {
  const reason = status === 'COMPLETED' ? 'all-iterations-done' : 'cancelled';
  return { status, completed: 20, trouble: null, finish: { at, reason, sentence: 'It has ended.' } };
}

/** One API for all tests of the calling file; `ask` runs the program against it, and tells what it asked last. */
export function apiOfFile() {
  let api: ApiForTests;
  let answer: CannedAnswer = null;
  before(async () => {
    api = await startAnswering(() => answer);
  });
  after(() => api.close());
  const ask = async (given: CannedAnswer, ...args: string[]) => {
    answer = given;
    const shown = await ran([...args, '-i', api.url]);
    const { method, path, body } = api.requests.at(-1) ?? {};
    return { ...shown, asked: `${method} ${path} ${body}`.trim() };
  };
  return { ask, requests: () => api.requests };
}
