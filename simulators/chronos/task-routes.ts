import { ChronosError, noBody } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import { missingJob } from './delete-job.ts';
import { noContent } from './http-reply.ts';
import { asInteger } from './jackson.ts';
import { namedJob } from './job-routes.ts';
import { jsonFields } from './json-fields.ts';
import { killTasks } from './kill-tasks.ts';
import { readJson } from './read-json.ts';
import type { ChronosRequest, ChronosRoute } from './route.ts';
import { parseTaskId } from './task-id.ts';
import { reportTask } from './task-updates.ts';

/** What can be done to tasks. */
export const taskRoutes: readonly ChronosRoute[] = [
  { method: 'DELETE', path: 'task/kill/{name}', handle: killJob },
  { method: 'DELETE', path: 'task/all', only: '2.5.1', handle: purge },
  { method: 'PUT', path: 'task/{taskId}', only: '2.5.1', consumes: 'like json', handle: report },
  { method: 'POST', path: 'job/{name}/task/{taskId}/progress', consumes: 'json if given', handle: progress },
];

function killJob(chronos: Chronos, { params }: ChronosRequest) {
  const name = params.name ?? '';
  const { dialect, timetable } = chronos;
  if (!chronos.jobs.has(name)) {
    const { message } = missingJob(chronos, name);
    throw new ChronosError(dialect.missingAtKill, message);
  }
  timetable.cancel(name);
  killTasks(chronos, name, dialect.killsStaging);
  return noContent;
}

function purge({ queue, queued }: Chronos) {
  queue.clear();
  queued.clear();
  return noContent;
}

function report(chronos: Chronos, { params, body }: ChronosRequest) {
  const { statusCode } = jsonFields(readJson(body));
  reportTask(chronos, params.taskId ?? '', asInteger(statusCode));
  return noContent;
}

/** Progress goes to a Cassandra that is not there, so that it is accepted and not kept. */
function progress(chronos: Chronos, request: ChronosRequest) {
  const body = readJson(request.body);
  const job = namedJob(chronos, request);
  const { taskId = '' } = request.params;
  if (!parseTaskId(taskId)) refuse(`Invalid task id format ${taskId}`);
  if (!job.dataProcessingJobType) refuse(`Job '${job.name}' is not enabled to track data`);
  if (body === undefined || body === null) throw noBody();
  return noContent;
}

function refuse(message: string): never {
  throw new ChronosError('requirement', `requirement failed: ${message}`);
}
