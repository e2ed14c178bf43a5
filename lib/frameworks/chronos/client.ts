import * as z from 'zod';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json-of.ts';
import { type RestAccess, type RestAnswer, type RestCall, restCaller } from '../../http/rest-caller.ts';
import { UpstreamError } from '../../http/upstream-error.ts';
import type { ChronosCredentials } from './credentials.ts';
import { type Dialect, dialects, type RunState, speaks } from './dialect.ts';

const chronosJob = z.looseObject({
  name: z.string(),
  cpus: z.number(),
  successCount: z.number().default(0),
  errorCount: z.number().default(0),
  environmentVariables: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
});

/** A job as Chronos gives it; fields that Pacer does not use are kept. */
export type ChronosJob = z.infer<typeof chronosJob>;

export interface ChronosClient {
  /** The job of exactly that name, or null. */
  getInfo(name: string): Promise<ChronosJob | null>;
  /** Creates the job, or replaces the one of that name: what is not in `job` gets its default. */
  sendJob(job: Record<string, unknown> & { name: string }): Promise<void>;
  /** Queues one run. Chronos drops it without a word when a run of the job is active. */
  startJob(name: string): Promise<void>;
  /** Deletes the job and kills its tasks; right, too, when it is not there. */
  deleteJob(name: string): Promise<void>;
  killTasks(name: string): Promise<void>;
  /** What the job is doing, as far as the leader remembers. */
  getRunState(name: string): Promise<RunState>;
}

/** Other jobs may contain a job's name in theirs. */
const searchLimit = 1000;

/** The REST API of Chronos 2.4 to 3.0. Throws UpstreamError for an answer that is not right, NoAnswerError for none. */
export function chronosClient(access: RestAccess<ChronosCredentials>): ChronosClient {
  const call = caller(access);
  const expect = async (request: RestCall, accepted?: (answer: HttpResponse) => boolean) => {
    const { answer, url } = await call(request);
    if (answer.status < 300 || accepted?.(answer)) return answer;
    throw new UpstreamError({ method: request.method, url }, answer.status, answer.body);
  };
  const search = async (name: string) => {
    const path = `/jobs/search?name=${encodeURIComponent(name)}&limit=${searchLimit}`;
    const found = z.array(chronosJob).parse(jsonOf((await expect({ method: 'GET', path })).body));
    return found.find((job) => job.name === name) ?? null;
  };

  return {
    async getInfo(name) {
      const dialect = await call.dialect();
      if (!dialect.singleJob) return search(name);
      const answer = await expect({ method: 'GET', path: jobPath(name) }, (given) => given.status === 400);
      if (answer.status < 300) return chronosJob.parse(jsonOf(answer.body));
      // A follower loses the leader's error text, so an unexplained 400 is no proof that the job is gone.
      return isUnknownJob(answer) ? null : search(name);
    },
    async sendJob(job) {
      await expect({ method: 'POST', path: '/iso8601', json: job });
    },
    async startJob(name) {
      await expect({ method: 'PUT', path: jobPath(name) });
    },
    async deleteJob(name) {
      await expect({ method: 'DELETE', path: jobPath(name) }, isUnknownJob);
    },
    async killTasks(name) {
      await expect({ method: 'DELETE', path: `/task/kill/${encodeURIComponent(name)}` }, isUnknownJob);
    },
    async getRunState(name) {
      const dialect = await call.dialect();
      return dialect.runStateOf((await expect({ method: 'GET', path: dialect.runStatesPath })).body, name);
    },
  };
}

/** Chronos knows no 404 for a job: it answers 400 and says so in words. */
function isUnknownJob({ status, body }: HttpResponse): boolean {
  return status === 400 && /not found/i.test(body);
}

function jobPath(name: string): string {
  return `/job/${encodeURIComponent(name)}`;
}

/** Sends calls in the dialect that the server was found to speak. */
function caller(access: RestAccess<ChronosCredentials>) {
  const send = restCaller(access);
  let known: Promise<Dialect> | null = null;

  const probe = async (): Promise<Dialect> => {
    const method = 'GET';
    let last: RestAnswer | null = null;
    for (const dialect of dialects) {
      last = await send({ method, path: `${dialect.prefix}/jobs/search?name=pacer&limit=1` });
      if (last.answer.status === 200) return dialect;
      if (speaks(last.answer)) break;
    }
    throw new UpstreamError(
      { method, url: last?.url ?? '' },
      last?.answer.status ?? 0,
      last?.answer.body ?? '',
    );
  };

  const dialect = (): Promise<Dialect> => {
    known ??= probe().catch((error) => {
      known = null;
      throw error;
    });
    return known;
  };

  const call = async (request: RestCall): Promise<RestAnswer> => {
    const sent = await send({ ...request, path: `${(await dialect()).prefix}${request.path}` });
    // The server may have been replaced by one of the other line: ask again at the next call.
    if (sent.answer.status === 404) known = null;
    return sent;
  };
  return Object.assign(call, { dialect });
}
