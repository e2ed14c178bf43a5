import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { BodyTooLargeError, CallerError, EncodedBodyError, InvalidRequestError } from '../job/errors.ts';
import { jobIdPattern } from '../job/job-id.ts';
import type { Log } from '../ports/environment.ts';
import { type JsonSource, readJson, utf8Text } from '../request/read-json.ts';
import { busyOf, retryAfterSeconds } from './busy.ts';
import type { Route } from './route.ts';
import type { ReplyTo, RouteOf } from './routes.ts';

type Event = APIGatewayProxyEventV2;
type Reply = APIGatewayProxyStructuredResultV2;
type Action = (event: Event) => Promise<Reply>;

const largestBody = 256 * 1024;

/** A handler of API calls: what the action throws becomes a reply with a JSON body that says what to do. */
export function api(log: Log, action: Action) {
  return middy<Event, Reply>().use(errorReplies(log)).use(lowerCaseHeaders).handler(action);
}

/** API Gateway writes the names of headers in lower case; `sam local start-api` and other gateways pass on what came. */
const lowerCaseHeaders: MiddlewareObj<Event, Reply> = {
  before: ({ event }) => {
    const headers = Object.entries(event.headers ?? {});
    event.headers = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  },
};

/** What a function does for each of its routes; the reply is one that the route's description has. */
type Actions<Name extends Route['function']> = {
  [Key in RouteOf<Name>]: (event: Event) => Promise<ReplyTo<Key>>;
};

/** The actions for all routes of a function, by route key as in `GET /jobs`. */
export function routed<Name extends Route['function']>(actions: Actions<Name>): Action {
  const byKey: Record<string, (event: Event) => Promise<{ status: number; body: unknown }>> = actions;
  return async (event) => {
    const action = byKey[event.routeKey];
    if (!action) throw new Error(`No action for the route ${event.routeKey}.`);
    const { status, body } = await action(event);
    return reply(status, body);
  };
}

export function reply(statusCode: number, body: unknown): Reply {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A reply to a call that may be sent again after a while. */
function later(statusCode: number, body: unknown): Reply {
  const { headers, ...rest } = reply(statusCode, body);
  return { ...rest, headers: { ...headers, 'retry-after': String(retryAfterSeconds) } };
}

function errorReplies(log: Log): MiddlewareObj<Event, Reply> {
  return {
    onError: (request) => {
      request.response = errorReply(request.error, log);
    },
  };
}

function errorReply(error: unknown, log: Log): Reply {
  if (error instanceof CallerError) {
    const { code, message, fields } = error;
    const body = { error: { code, message, ...(fields.length > 0 ? { fields } : {}) } };
    return error.status === 429 ? later(429, body) : reply(error.status, body);
  }
  const { name, message, stack } = error as Error;
  const busy = busyOf(error);
  if (busy) {
    log.warn('call refused for now', { error: name, problem: message });
    return later(503, { error: busy });
  }
  log.error('call failed', { error: name, problem: message, stack });
  const sentence =
    'Internal error: your request is not the cause. Try again in a moment; the log of the function has the details.';
  return reply(500, { error: { code: 'internal', message: sentence } });
}

const wholeBody: JsonSource = { name: 'The body', field: 'body' };

/** The body as text; a body that is too large is a 413, and one that is compressed a 415. */
export function bodyText({ headers, body = '', isBase64Encoded }: Event): string {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (!/^identity$/i.test(encoding.trim())) throw new EncodedBodyError();
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length <= largestBody) return isBase64Encoded ? utf8Text(bytes, wholeBody) : body;
  const problem = `must be at most ${largestBody} bytes`;
  throw new BodyTooLargeError(`The body ${problem}.`, [{ field: 'body', problem }]);
}

/** The JSON of a body; what is no JSON, or gives a field twice, is a 400. */
export function jsonBody(text: string): unknown {
  return readJson(text, wholeBody);
}

/** The id or the name of the job of the path, as it is given; what can be neither is a 400. */
export function idOrNameOf({ pathParameters }: Event): string {
  return named('jobId', pathParameters?.jobId, 'must be the id of a job, or its name');
}

/** The name of the recurring job of the path, as it is given; what can be none is a 400. */
export function recurringNameOf({ pathParameters }: Event): string {
  return named('name', pathParameters?.name, 'must be the name of a recurring job');
}

function named(field: string, given = '', problem: string): string {
  if (/^[^\p{Cc}]{1,255}$/u.test(given)) return given;
  throw new InvalidRequestError(`${field} ${problem}.`, [{ field, problem }]);
}

/** The id of the job of the path; what cannot be one is a 400. */
export function jobIdOf({ pathParameters }: Event): string {
  const jobId = pathParameters?.jobId?.toUpperCase() ?? '';
  if (jobIdPattern.test(jobId)) return jobId;
  const problem = 'must be a job id: 26 digits and upper-case letters, as launching a job returns it';
  throw new InvalidRequestError(`jobId ${problem}.`, [{ field: 'jobId', problem }]);
}

const printable = /^[\x21-\x7e]{1,128}$/;

/** The header Idempotency-Key, or null. */
export function idempotencyKeyOf({ headers }: Event): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined || printable.test(key)) return key ?? null;
  const problem = 'must be 1 to 128 printable ASCII characters without spaces';
  throw new InvalidRequestError(`Idempotency-Key ${problem}.`, [{ field: 'Idempotency-Key', problem }]);
}

/** As API Gateway tells who signed a call. */
interface Signed {
  authorizer?: { iam?: { userArn?: string } };
}

/** The ARN of the caller who signed; null where calls are not signed. */
export function signerOf({ requestContext }: Event): string | null {
  return (requestContext as Signed).authorizer?.iam?.userArn ?? null;
}

/** Where this API was called with `POST /jobs`: callers who can launch reach it there, and so do the containers. */
export function baseUrlOf({ requestContext, headers, rawPath }: Event): string {
  // Before it stands what a custom domain maps to this API.
  const mapping = rawPath.slice(0, Math.max(0, rawPath.lastIndexOf('/jobs')));
  const protocol = headers['x-forwarded-proto'] ?? 'https';
  return `${protocol}://${withPort(requestContext.domainName, protocol, headers['x-forwarded-port'])}${mapping}`;
}

/** `sam local start-api` names its port in a header only. */
function withPort(domainName: string, protocol: string, port = ''): string {
  const isUsual = port === (protocol === 'http' ? '80' : '443');
  return isUsual || domainName.includes(':') || !/^\d{1,5}$/.test(port)
    ? domainName
    : `${domainName}:${port}`;
}
