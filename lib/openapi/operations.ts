import type * as z from 'zod';
import * as replies from './replies.ts';

type Schema = 'Job' | 'JobWithPoints' | 'LaunchedJob' | 'JobList' | 'Receipt' | 'Problem' | 'GatewayProblem';

/** The bodies of replies, by the name that the description gives them. */
export const replySchemas: Record<Schema, z.ZodType> = {
  Job: replies.job,
  JobWithPoints: replies.jobWithPoints,
  LaunchedJob: replies.launchedJob,
  JobList: replies.jobList,
  Receipt: replies.receipt,
  Problem: replies.problem,
  GatewayProblem: replies.gatewayProblem,
};

export interface Operation {
  id: string;
  summary: string;
  /** Who may call: whoever has AWS credentials, or a container with the token of its job. */
  caller: 'operator' | 'container';
  parameters: readonly ('jobId' | 'idempotencyKey' | 'state' | 'limit' | 'before')[];
  request?: 'LaunchRequest' | 'ChangeRequest' | 'ResendRequest' | 'Report';
  replies: Record<number, { schema: Schema; description: string }>;
}

const gateway = (description: string) => ({ schema: 'GatewayProblem', description }) as const;
const problem = (description: string) => ({ schema: 'Problem', description }) as const;

const everywhere = {
  429: gateway('Too many calls at once: try again in a moment.'),
  500: problem('`internal`: something is broken in Pacer; see the log of the function.'),
  503: problem(
    '`throttled` or `unavailable`: a service that Pacer needs takes no more, or did not answer; send the same after `Retry-After` seconds. Without a code, the function did not answer in time.',
  ),
};
const signed = { ...everywhere, 403: gateway('The call is not signed, or not by somebody who may make it.') };
const invalid = problem('`invalid-request`: names each field that is wrong.');
const unknownJob = problem('`unknown-job`: there is no such job.');
const tooLarge = problem('`body-too-large`: a body has at most 256 KiB.');

/** What the API does, by route as the template has them. */
export const operations: Record<string, Operation> = {
  'POST /jobs': {
    id: 'launchJob',
    summary: 'Launches a job',
    caller: 'operator',
    parameters: ['idempotencyKey'],
    request: 'LaunchRequest',
    replies: {
      200: { schema: 'LaunchedJob', description: 'The job that the same Idempotency-Key launched before.' },
      201: { schema: 'LaunchedJob', description: 'The job is launched.' },
      400: invalid,
      409: problem(
        '`name-in-use`: a live job has that name. `name-taken-in-framework`: so has something that is not of Pacer. `idempotency-key-used`: for another request.',
      ),
      413: tooLarge,
      422: problem('`refused-definition`: the framework does not take the job.'),
      ...signed,
    },
  },
  'GET /jobs': {
    id: 'listJobs',
    summary: 'Lists live or finished jobs, newest first',
    caller: 'operator',
    parameters: ['state', 'limit', 'before'],
    replies: { 200: { schema: 'JobList', description: 'A page of jobs.' }, 400: invalid, ...signed },
  },
  'GET /jobs/{jobId}': {
    id: 'showJob',
    summary: 'Shows a job, and what its evaluations changed',
    caller: 'operator',
    parameters: ['jobId'],
    replies: {
      200: { schema: 'JobWithPoints', description: 'The job.' },
      400: invalid,
      404: unknownJob,
      ...signed,
    },
  },
  'PATCH /jobs/{jobId}': {
    id: 'changeJob',
    summary: 'Moves the deadline of a live job',
    caller: 'operator',
    parameters: ['jobId'],
    request: 'ChangeRequest',
    replies: {
      200: { schema: 'Job', description: 'The job with its new deadline.' },
      400: invalid,
      404: unknownJob,
      409: problem('`job-finished`: its deadline stays as it is.'),
      413: tooLarge,
      ...signed,
    },
  },
  'DELETE /jobs/{jobId}': {
    id: 'cancelJob',
    summary: 'Cancels a job; right, too, for one that has ended',
    caller: 'operator',
    parameters: ['jobId'],
    replies: {
      202: {
        schema: 'Job',
        description: 'The job, whose run is killed and which is removed from its framework.',
      },
      400: invalid,
      404: unknownJob,
      ...signed,
    },
  },
  'POST /jobs/{jobId}/metrics': {
    id: 'resendMetrics',
    summary: 'Sends the metrics of a job to Monasca again, also of one that has ended',
    caller: 'operator',
    parameters: ['jobId'],
    request: 'ResendRequest',
    replies: {
      202: { schema: 'Job', description: 'The job, whose evaluations send its metrics again.' },
      400: invalid,
      404: unknownJob,
      413: tooLarge,
      ...signed,
    },
  },
  'POST /jobs/{jobId}/iterations': {
    id: 'reportRun',
    summary:
      'Reports a run; called by the container that made it. With { "ask": "next" } it asks whether to begin',
    caller: 'container',
    parameters: ['jobId'],
    request: 'Report',
    replies: {
      200: { schema: 'Receipt', description: 'The run was reported before, or a question is answered.' },
      202: { schema: 'Receipt', description: 'The report is recorded.' },
      400: invalid,
      401: problem('`wrong-token`: the token is not the one of this job.'),
      404: unknownJob,
      409: problem('`job-finished`, or `report-too-old`: the run is not counted any more.'),
      413: tooLarge,
      ...everywhere,
      429: problem('`too-many-reports` wait to be counted, or, without a code, too many calls came at once.'),
    },
  },
};

/** The schema of the reply of a route with a status; throws where the description has none. */
export function replySchema(route: string, status: number): z.ZodType {
  const described = operations[route]?.replies[status];
  if (!described) throw new Error(`The API's description has no reply ${status} to ${route}.`);
  return replySchemas[described.schema];
}
