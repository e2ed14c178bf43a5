import * as z from 'zod';
import { methodAndPath, type OperatorRoute, type routes } from '../../lib/api/routes.ts';
import { answerSchema, type PlannedJob, plannedAnswer, scheduledAnswer } from './answers.ts';
import type { ApiCall, CallApi } from './api-caller.ts';

export interface PageWanted extends JobFilter {
  state?: 'active' | 'ending' | 'finished' | 'all' | undefined;
  limit: number;
  before?: string | undefined;
}

/** Which jobs are listed, as the API takes it. */
export interface JobFilter {
  name?: string | undefined;
  status?: string | undefined;
  cluster?: string | undefined;
  outlook?: string | undefined;
}

export type JobsApi = ReturnType<typeof jobsApi>;

/** What a route is called with besides its method and path. */
interface Given extends Pick<ApiCall, 'body' | 'headers'> {
  jobId?: string;
  /** Of a recurring job. */
  name?: string;
  query?: URLSearchParams;
}

/** A client has a function for each action of an operator. */
type Clients = Record<(typeof routes)[OperatorRoute]['action'], (...given: never[]) => Promise<unknown>>;

/** An id or a name as a part of a path, in which a colon stands for a slash. */
function inPath(idOrName: string): string {
  return encodeURIComponent(idOrName.replaceAll('/', ':'));
}

function queryOf(wanted: PageWanted): URLSearchParams {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([field, value]): [string, string] => [field, String(value)]));
}

/** Calls of routes, by their keys. */
function calling(call: CallApi) {
  const sent = <Key extends OperatorRoute>(key: Key, { jobId = '', name = '', query, ...rest }: Given) => {
    const [method, path] = methodAndPath(key);
    const at =
      path.replace('{jobId}', inPath(jobId)).replace('{name}', inPath(name)) + (query ? `?${query}` : '');
    return call({ method, path: at, ...rest }, answerSchema(key));
  };
  const answered = async <Key extends OperatorRoute>(key: Key, given: Given) =>
    (await sent(key, given)).answer;
  /** `isNew` is false when the same key has launched the job before. */
  const launched = async (
    key: 'POST /jobs' | 'POST /jobs/{jobId}/relaunch',
    idempotencyKey: string,
    given: Given,
  ) => {
    const headers = { 'idempotency-key': idempotencyKey };
    const { status, answer } = await sent(key, { ...given, headers });
    return { isNew: status === 201, launched: answer };
  };
  return { answered, launched };
}

const launchedOrScheduled = z.union([scheduledAnswer, answerSchema('POST /jobs')]);

/** The routes of recurring jobs, by their names. */
function recurringApi(answered: ReturnType<typeof calling>['answered']) {
  return {
    listRecurring: () => answered('GET /recurring', {}),
    showRecurring: (name: string) => answered('GET /recurring/{name}', { name }),
    changeRecurring: (name: string, change: Record<string, unknown>) =>
      answered('PATCH /recurring/{name}', { name, body: change }),
    pauseRecurring: (name: string) => answered('POST /recurring/{name}/pause', { name }),
    resumeRecurring: (name: string) => answered('POST /recurring/{name}/resume', { name }),
    removeRecurring: (name: string) => answered('DELETE /recurring/{name}', { name }),
  };
}

/** Pacer's API, a function for each route; `jobId` is the id of a job, or its name. */
export function jobsApi(call: CallApi) {
  const { answered, launched } = calling(call);
  return {
    launchJob: (request: unknown, key: string) => launched('POST /jobs', key, { body: request }),
    /** As `launchJob`, of a request that may ask for a schedule: then a recurring job is made. */
    async launchOrSchedule(request: unknown, key: string) {
      const [method, path] = methodAndPath('POST /jobs');
      const headers = { 'idempotency-key': key };
      const { status, answer } = await call({ method, path, body: request, headers }, launchedOrScheduled);
      const isNew = status === 201;
      return 'recurring' in answer ? { isNew, scheduled: answer } : { isNew, launched: answer };
    },
    /** As `launchJob`, of a job as it was before. */
    relaunchJob: (jobId: string, request: unknown, key: string) =>
      launched('POST /jobs/{jobId}/relaunch', key, { jobId, body: request }),
    /** What a launch of the request would come to; nothing is launched. */
    async planLaunch(request: unknown) {
      const path = `${methodAndPath('POST /jobs')[1]}?dryRun=true`;
      return (await call({ method: 'POST', path, body: request }, plannedAnswer)).answer;
    },
    listJobs: (wanted: PageWanted) => answered('GET /jobs', { query: queryOf(wanted) }),
    showJob: (jobId: string) => answered('GET /jobs/{jobId}', { jobId }),
    cancelJob: (jobId: string) => answered('DELETE /jobs/{jobId}', { jobId }),
    /** Fields in any form that launching takes. */
    changeJob: (jobId: string, change: Record<string, unknown>) =>
      answered('PATCH /jobs/{jobId}', { jobId, body: change }),
    pauseJob: (jobId: string) => answered('POST /jobs/{jobId}/pause', { jobId }),
    resumeJob: (jobId: string) => answered('POST /jobs/{jobId}/resume', { jobId }),
    /** Of all that is kept where no instant is given. */
    resendMetrics: (jobId: string, since: string | undefined) =>
      answered('POST /jobs/{jobId}/metrics', { jobId, body: since ? { since } : {} }),
    ...recurringApi(answered),
  } satisfies Clients & {
    planLaunch: (request: unknown) => Promise<PlannedJob>;
    launchOrSchedule: (request: unknown, key: string) => Promise<{ isNew: boolean }>;
  };
}
