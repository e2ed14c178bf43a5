import { type Http, type HttpRequest, type HttpResponse, withoutCredentials } from './http.ts';

/** What a framework's credential file says of where and who. */
export interface RestCredentials {
  url: string;
  user: string;
  password: string;
  /** Instead of user and password, as DC/OS takes it. */
  token?: string | undefined;
  ca?: string | undefined;
}

export interface RestAccess<Credentials extends RestCredentials = RestCredentials> {
  /** `fresh` reads them anew instead of from a cache. */
  credentials: (fresh: boolean) => Promise<Credentials>;
  httpFor: (ca: string | undefined) => Http;
}

export interface RestCall {
  method: HttpRequest['method'];
  /** After the URL of the credentials, which may have a path itself. */
  path: string;
  json?: unknown;
  /** The media type that the route produces; JSON unless said otherwise. A server may answer 406 to any other. */
  accept?: string;
}

export interface RestAnswer {
  answer: HttpResponse;
  /** What was called, without credentials. */
  url: string;
}

/** Sends JSON calls with basic authentication or a token, and once more with fresh credentials after a 401. Any status is an answer. */
export function restCaller({ credentials, httpFor }: RestAccess): (call: RestCall) => Promise<RestAnswer> {
  const send = async (call: RestCall, fresh: boolean): Promise<RestAnswer> => {
    const given = await credentials(fresh);
    const url = `${given.url.replace(/\/+$/, '')}${call.path}`;
    const body = call.json === undefined ? {} : { body: JSON.stringify(call.json) };
    const contentType = call.json === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { accept: call.accept ?? 'application/json', ...contentType, ...authorization(given) };
    const answer = await httpFor(given.ca)({ method: call.method, url, headers, ...body });
    if (answer.status === 401 && !fresh) return send(call, true);
    return { answer, url: withoutCredentials(url) };
  };
  return (call) => send(call, false);
}

function authorization({ user, password, token }: RestCredentials): Record<string, string> {
  if (token) return { authorization: `token=${token}` };
  if (user === '' && password === '') return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
