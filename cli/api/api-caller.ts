import type * as z from 'zod';
import { type HttpRequest, type HttpResponse, http } from '../../lib/http/http.ts';
import { jsonOrUndefined } from '../../lib/http/json.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { ApiError } from './api-error.ts';
import { regionOf } from './api-url.ts';

export interface ApiCall {
  method: HttpRequest['method'];
  /** Below the base URL, with the query. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls the API and parses what it answers; ApiError when that is no success, NoAnswerError when nothing comes. */
export type CallApi = <Schema extends z.ZodType>(
  call: ApiCall,
  schema: Schema,
) => Promise<{ status: number; answer: z.output<Schema> }>;

export interface ApiAccess {
  apiUrl: string;
  /** Whether to sign also where the URL is not one of API Gateway. */
  sign?: boolean;
  /** What a local stack asks for in place of a signature; null where there is none. */
  token?: string | null;
  /** Names the region of a signature, where the URL does not. */
  environment?: Record<string, string | undefined>;
  /** Ends calls that are under way. */
  signal?: AbortSignal;
}

/** API Gateway gives up after 30 seconds. */
const timeoutMs = 31_000;

export function apiCaller(access: ApiAccess): CallApi {
  const send = apiSender(access);
  return async (call, schema) => {
    const { status, body: text } = await send(call);
    const result = status < 300 ? schema.safeParse(jsonOrUndefined(text)) : null;
    if (result?.success) return { status, answer: result.data };
    throw new ApiError({ method: call.method, url: `${access.apiUrl}${call.path}` }, status, text);
  };
}

/** Calls the API, signed or with the token, and gives its answer as it is; NoAnswerError when nothing comes. */
export type SendToApi = (call: ApiCall) => Promise<HttpResponse>;

export function apiSender({
  apiUrl,
  sign = false,
  token = null,
  environment = {},
  signal,
}: ApiAccess): SendToApi {
  const send = http({ timeoutMs, ...(signal ? { signal } : {}) });
  const region = regionOf(apiUrl) ?? (sign ? regionFrom(environment) : null);
  const signed = region ? signerOf(region) : async (request: HttpRequest) => request;
  const bearer: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return async ({ method, path, body, headers = {} }) => {
    const request = {
      method,
      url: `${apiUrl}${path}`,
      headers: { accept: 'application/json', ...headers, ...contentType(body), ...bearer },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    return send(await signed(request));
  };
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

/** The signer is loaded where it is needed: a call of the local stack is quicker without. */
function signerOf(region: string): (request: HttpRequest) => Promise<HttpRequest> {
  const signer = import('./sign-request.ts').then(({ requestSigner }) => requestSigner(region));
  return async (request) => (await signer)(request);
}

function regionFrom({ AWS_REGION, AWS_DEFAULT_REGION }: Record<string, string | undefined>): string {
  const region = AWS_REGION || AWS_DEFAULT_REGION;
  if (region) return region;
  throw new InvalidRequestError('--sign needs a region: set AWS_REGION.');
}
