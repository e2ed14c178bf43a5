import type { HttpReply } from '../http/message.ts';
import { noBody, unknownJob, unreadable } from './api-error.ts';
import { putJob } from './change-jobs.ts';
import { type Chronos, inHashOrder, listedJobs } from './chronos.ts';
import { deleteJob } from './delete-job.ts';
import { json, noContent } from './http-reply.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { jsonFields } from './json-fields.ts';
import { parseJob } from './parse-job.ts';
import { readJson } from './read-json.ts';
import type { ChronosRequest, ChronosRoute } from './route.ts';
import { enqueueRun } from './run-jobs.ts';
import { searchJobs } from './search-jobs.ts';
import { mirrorFetched, serializeJob } from './serialize-job.ts';
import { succeed } from './task-updates.ts';

const postJob = (kind: 'scheduled' | 'dependent') => (chronos: Chronos, request: ChronosRequest) => {
  const node = readJson(request.body);
  if (node === undefined || node === null) throw noBody();
  const job = parseJob(jsonFields(node), chronos.dialect, chronos.clock.now());
  if (isScheduled(job) !== (kind === 'scheduled')) {
    throw unreadable('java.lang.IllegalArgumentException', 'argument type mismatch');
  }
  putJob(chronos, job);
  return noContent;
};

/** Creating, reading, starting and deleting jobs. */
export const jobRoutes: readonly ChronosRoute[] = [
  { method: 'POST', path: 'iso8601', consumes: 'json', handle: postJob('scheduled') },
  { method: 'PUT', path: 'iso8601', only: '2.5.1', consumes: 'json', handle: postJob('scheduled') },
  { method: 'POST', path: 'dependency', consumes: 'like json', handle: postJob('dependent') },
  { method: 'PUT', path: 'dependency', only: '2.5.1', consumes: 'like json', handle: postJob('dependent') },
  { method: 'GET', path: 'jobs', consumes: 'json if given', handle: listJobs },
  { method: 'GET', path: 'jobs/search', consumes: 'json if given', handle: searchJobs },
  { method: 'GET', path: 'job/{name}', only: '3.0.2', consumes: 'json if given', handle: getJob },
  { method: 'PUT', path: 'job/{name}', consumes: 'json if given', handle: startJob },
  { method: 'DELETE', path: 'job/{name}', consumes: 'json if given', handle: removeNamed },
  { method: 'PUT', path: 'job/success/{name}', consumes: 'json if given', handle: markSuccess },
];

/** The job that the path names; throws if it is not known (yet). */
export function namedJob({ jobs }: Chronos, { params }: ChronosRequest): ChronosJob {
  const job = jobs.get(params.name ?? '');
  if (!job) throw unknownJob(params.name ?? '');
  return job;
}

function listJobs(chronos: Chronos): HttpReply {
  const { dialect } = chronos;
  const shown = inHashOrder(listedJobs(chronos)).map((job) => mirrorFetched(job, dialect));
  return json(`[${shown.map((job) => serializeJob(job, dialect)).join(',')}]`);
}

function getJob(chronos: Chronos, request: ChronosRequest) {
  return json(serializeJob(namedJob(chronos, request), chronos.dialect));
}

function startJob(chronos: Chronos, request: ChronosRequest) {
  const job = namedJob(chronos, request);
  const given = request.query.get('arguments');
  enqueueRun(chronos, job, given === null || given === '' ? {} : { arguments: given });
  return noContent;
}

function removeNamed(chronos: Chronos, { params }: ChronosRequest): HttpReply {
  deleteJob(chronos, params.name ?? '');
  return noContent;
}

/** A sentence that is labelled as JSON. */
function markSuccess(chronos: Chronos, { params }: ChronosRequest): HttpReply {
  const name = params.name ?? '';
  const job = chronos.jobs.get(name);
  if (job) {
    succeed(chronos, job);
    chronos.persist();
  }
  return json(`marked job ${name} as successful: ${job !== undefined}`);
}
