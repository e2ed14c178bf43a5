import { ApiError, unknownJob } from './api-error.ts';
import { putJob, removeJob } from './change-jobs.ts';
import type { Chronos } from './chronos.ts';
import { json, noContent, plainText } from './http-reply.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { parseJob } from './parse-job.ts';
import type { ApiRequest, Route } from './route.ts';
import { enqueueRun } from './run-jobs.ts';
import { mirrorFetched, serializeJob } from './serialize-job.ts';
import { succeed } from './task-updates.ts';

const postJob = (kind: 'scheduled' | 'dependent') => (chronos: Chronos, request: ApiRequest) => {
  const job = parseJob(request.body, chronos.dialect, Date.now());
  if (isScheduled(job) !== (kind === 'scheduled')) {
    throw new ApiError('server', `job ${job.name} is not ${kind}`);
  }
  putJob(chronos, job);
  return noContent;
};

/** Creating, reading, starting and deleting jobs. */
export const jobRoutes: readonly Route[] = [
  { method: 'POST', path: 'iso8601', consumes: 'json', handle: postJob('scheduled') },
  { method: 'PUT', path: 'iso8601', only: '2.5.1', consumes: 'json', handle: postJob('scheduled') },
  { method: 'POST', path: 'dependency', consumes: 'json', handle: postJob('dependent') },
  { method: 'PUT', path: 'dependency', only: '2.5.1', consumes: 'json', handle: postJob('dependent') },
  { method: 'GET', path: 'jobs', handle: listJobs },
  { method: 'GET', path: 'jobs/search', handle: searchJobs },
  { method: 'GET', path: 'job/{name}', only: '3.0.2', handle: getJob },
  { method: 'PUT', path: 'job/{name}', consumes: 'json if given', handle: startJob },
  { method: 'DELETE', path: 'job/{name}', consumes: 'json if given', handle: deleteJob },
  { method: 'PUT', path: 'job/success/{name}', consumes: 'json if given', handle: markSuccess },
];

/** The job that the path names; throws if it is not known (yet). */
export function namedJob({ jobs }: Chronos, { params }: ApiRequest): ChronosJob {
  const job = jobs.get(params.name ?? '');
  if (!job) throw unknownJob(params.name ?? '');
  return job;
}

function listJobs({ jobs, dialect }: Chronos) {
  const shown = [...jobs.values()].toSorted(byDigest).map((job) => mirrorFetched(job, dialect));
  return json(`[${shown.map((job) => serializeJob(job, dialect)).join(',')}]`);
}

/** The server lists jobs in the order of a hash set; this one is as arbitrary and as stable. */
function byDigest(a: ChronosJob, b: ChronosJob): number {
  const digest = ({ name }: ChronosJob) =>
    [...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 997, 7);
  return digest(a) - digest(b);
}

/** `any` admits jobs that fail the other two conditions; it does not narrow them. */
function searchJobs({ jobs, dialect }: Chronos, { query }: ApiRequest) {
  const limit = query.get('limit') ?? '10';
  const offset = query.get('offset') ?? '0';
  if (![limit, offset].every((text) => /^-?\d+$/.test(text))) return { status: 404, body: '' };
  const wanted = (key: string) => (query.get(key) ?? '').toLowerCase();
  const holds = (text: string, part: string) => text.toLowerCase().includes(part);
  const any = wanted('any');
  const found = [...jobs.values()].filter(
    ({ name, command }) =>
      (holds(name, wanted('name')) && holds(command, wanted('command'))) ||
      (any !== '' && (holds(name, any) || holds(command, any))),
  );
  const page = found.slice(Number(offset), Number(offset) + Number(limit));
  return json(`[${page.map((job) => serializeJob(job, dialect)).join(',')}]`);
}

function getJob(chronos: Chronos, request: ApiRequest) {
  return json(serializeJob(namedJob(chronos, request), chronos.dialect));
}

function startJob(chronos: Chronos, request: ApiRequest) {
  const job = namedJob(chronos, request);
  const given = request.query.get('arguments');
  enqueueRun(chronos, job, given === null || given === '' ? {} : { arguments: given });
  return noContent;
}

function deleteJob(chronos: Chronos, { params }: ApiRequest) {
  const name = params.name ?? '';
  const job = chronos.jobs.get(name);
  if (!job) throw missingJob(chronos, name);
  removeJob(chronos, job);
  return noContent;
}

/** Deleting and killing miss a job in their own words. */
export const missingJob = ({ dialect }: Chronos, name: string): ApiError =>
  new ApiError('requirement', `requirement failed: ${dialect.missingName} '${name}' not found`);

function markSuccess(chronos: Chronos, { params }: ApiRequest) {
  const name = params.name ?? '';
  const job = chronos.jobs.get(name);
  if (job) {
    succeed(chronos, job);
    chronos.persist();
  }
  return plainText(`marked job ${name} as successful: ${job !== undefined}`);
}
