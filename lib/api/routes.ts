import type * as z from 'zod';
import { recurringRoutes } from './recurring-routes.ts';
import { type Method, type ReplyName, type Route, replySchemas } from './route.ts';
import {
  anyBody,
  everywhere,
  invalid,
  notLaunched,
  notTaken,
  ofAnyJob,
  ofLiveJob,
  problem,
  signed,
  unknownJob,
} from './route-problems.ts';

/** Every route of the API. From it derive the handlers' actions, the description, the client of the command line and the test of the template. */
export const routes = {
  'POST /jobs': {
    action: 'launchJob',
    summary:
      'Launches a job, or with a schedule makes a recurring one; with dryRun=true says what it would come to',
    caller: 'operator',
    function: 'launch',
    parameters: ['idempotencyKey', 'dryRun'],
    request: 'LaunchRequest',
    replies: {
      200: {
        schema: 'LaunchedJob',
        orSchemas: ['PlannedJob', 'ScheduledJob'],
        description:
          'The job that the same Idempotency-Key launched before, or the recurring job that the same request scheduled; or with dryRun=true what would be launched.',
      },
      201: {
        schema: 'LaunchedJob',
        orSchemas: ['ScheduledJob'],
        description: 'The job is launched, or with a schedule the recurring job is made.',
      },
      400: invalid,
      409: notLaunched,
      ...anyBody,
      422: notTaken,
      ...signed,
    },
  },
  'POST /jobs/{jobId}/relaunch': {
    action: 'relaunchJob',
    summary: 'Launches a job as an earlier one was, with what was learned and a new deadline',
    caller: 'operator',
    function: 'launch',
    parameters: ['job', 'idempotencyKey'],
    request: 'RelaunchRequest',
    replies: {
      200: { schema: 'LaunchedJob', description: 'The job that the same Idempotency-Key launched before.' },
      201: { schema: 'LaunchedJob', description: 'The job is launched.' },
      400: invalid,
      404: unknownJob,
      409: notLaunched,
      ...anyBody,
      422: notTaken,
      ...signed,
    },
  },
  'GET /jobs': {
    action: 'listJobs',
    summary: 'Lists live or finished jobs, newest first',
    caller: 'operator',
    function: 'jobs',
    parameters: ['state', 'name', 'status', 'cluster', 'outlook', 'limit', 'before'],
    replies: { 200: { schema: 'JobList', description: 'A page of jobs.' }, 400: invalid, ...signed },
  },
  'GET /jobs/{jobId}': {
    action: 'showJob',
    summary: 'Shows a job, and what its evaluations changed',
    caller: 'operator',
    function: 'jobs',
    parameters: ['job'],
    replies: {
      200: { schema: 'JobWithPoints', description: 'The job.' },
      ...ofAnyJob,
    },
  },
  'PATCH /jobs/{jobId}': {
    action: 'changeJob',
    summary: 'Changes a live job: its deadline, iterations, bounds, target, or whom it tells',
    caller: 'operator',
    function: 'launch',
    parameters: ['job'],
    request: 'ChangeRequest',
    replies: {
      200: { schema: 'Job', description: 'The job as it was changed.' },
      ...anyBody,
      ...ofLiveJob,
    },
  },
  'DELETE /jobs/{jobId}': {
    action: 'cancelJob',
    summary: 'Cancels a job. Idempotent',
    caller: 'operator',
    function: 'jobs',
    parameters: ['job'],
    replies: {
      202: {
        schema: 'Job',
        description: 'The job. Its run is being killed, and it is being removed from its framework.',
      },
      ...ofAnyJob,
    },
  },
  'POST /jobs/{jobId}/pause': {
    action: 'pauseJob',
    summary: 'Pauses a live job: no run of it starts until it is resumed. Idempotent',
    caller: 'operator',
    function: 'jobs',
    parameters: ['job'],
    replies: {
      200: { schema: 'Job', description: 'The job. A run that is under way ends and is counted.' },
      ...ofLiveJob,
    },
  },
  'POST /jobs/{jobId}/resume': {
    action: 'resumeJob',
    summary: 'Resumes a paused job. Idempotent',
    caller: 'operator',
    function: 'jobs',
    parameters: ['job'],
    replies: {
      200: { schema: 'Job', description: 'The job. Its deadline is what it was.' },
      ...ofLiveJob,
    },
  },
  'POST /jobs/{jobId}/metrics': {
    action: 'resendMetrics',
    summary: 'Sends the metrics of a live or ended job to Monasca again',
    caller: 'operator',
    function: 'jobs',
    parameters: ['job'],
    request: 'ResendRequest',
    replies: {
      202: { schema: 'Job', description: 'The job. Its evaluations will send its metrics again.' },
      ...anyBody,
      ...ofAnyJob,
    },
  },
  ...recurringRoutes,
  'POST /jobs/{jobId}/iterations': {
    action: 'reportRun',
    summary:
      'Reports a run; called by its container. With { "ask": "next" } the container asks whether to start',
    caller: 'container',
    function: 'iteration',
    parameters: ['jobId'],
    request: 'Report',
    replies: {
      200: { schema: 'Receipt', description: 'The run was reported before, or a question was answered.' },
      202: { schema: 'Receipt', description: 'The report is recorded.' },
      400: invalid,
      401: problem('`wrong-token`: the token is not the one of this job.'),
      404: unknownJob,
      409: problem('`job-finished`, or `report-too-old`: the run can no longer be counted.'),
      ...anyBody,
      ...everywhere,
      429: problem(
        '`too-many-reports`: 100 reports wait to be counted. Without a code: too many calls at once.',
      ),
    },
  },
} as const satisfies Record<`${Method} /${string}`, Route>;

type Routes = typeof routes;

/** A route as the template and the events of API Gateway write it, such as `GET /jobs/{jobId}`. */
export type RouteKey = keyof Routes;

/** The routes that a function answers. */
export type RouteOf<Name extends Route['function']> = {
  [Key in RouteKey]: Routes[Key]['function'] extends Name ? Key : never;
}[RouteKey];

/** The routes for callers with AWS credentials. */
export type OperatorRoute = {
  [Key in RouteKey]: Routes[Key]['caller'] extends 'operator' ? Key : never;
}[RouteKey];

type Success<Key extends RouteKey> = keyof Routes[Key]['replies'] & (200 | 201 | 202);
type BodyOf<Reply> = Reply extends { schema: infer Name extends ReplyName }
  ? z.output<(typeof replySchemas)[Name]> | OtherBodyOf<Reply>
  : never;
type OtherBodyOf<Reply> = Reply extends { orSchemas: readonly (infer Name extends ReplyName)[] }
  ? z.output<(typeof replySchemas)[Name]>
  : never;

/** What a route answers to a call that succeeds. */
export type ReplyTo<Key extends RouteKey> = {
  [Status in Success<Key>]: { status: Status; body: BodyOf<Routes[Key]['replies'][Status]> };
}[Success<Key>];

/** `GET` and `/jobs` of the route `GET /jobs`. */
export function methodAndPath(key: string): [method: Method, path: string] {
  // As `routes` satisfies.
  return key.split(' ') as [Method, string];
}

/** The routes by their keys, for those who read a key at run time. */
export const routeByKey: ReadonlyMap<string, Route> = new Map(Object.entries<Route>(routes));

/** The schema of the reply of a route with a status; throws where the description has none. */
export function replySchema(route: string, status: number): z.ZodType {
  const described = routeByKey.get(route)?.replies[status];
  if (!described) throw new Error(`The API's description has no reply ${status} to ${route}.`);
  return replySchemas[described.schema];
}
