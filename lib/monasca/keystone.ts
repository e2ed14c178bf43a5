import * as z from 'zod/mini';
import type { Http, HttpRequest, HttpResponse } from '../http/http.ts';
import { jsonOrUndefined } from '../http/json.ts';
import { type MonascaCredentials, tokenUrl } from './credentials.ts';
import { KeystoneAnswerError, LoginRefusedError } from './errors.ts';

export interface Token {
  id: string;
  /** From when on another token is got instead, epoch milliseconds of our own clock. */
  renewAt: number;
}

export interface Keystone {
  /** A token of the project, the one at hand while it is good; callers at the same time share one login. */
  token(): Promise<Token>;
  /** A token other than the refused one; logs in unless somebody else has done so since. */
  renew(refused: Token): Promise<Token>;
}

export interface MonitoringDeps {
  http: Http;
  /** Epoch milliseconds. */
  now: () => number;
  /** Where the token at hand is found and put, for those who come after. */
  kept?: KeptToken;
}

export interface KeptToken {
  token?: Token | undefined;
  /** The login that is under way. */
  login?: Promise<Token> | undefined;
  /** The last refusal, and until when nobody asks again: Keystone may lock a user who fails too often. */
  refusal?: { error: LoginRefusedError; until: number } | undefined;
}

const earlyMs = 120_000;
const refusalHoldsMs = 60_000;
const time = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => Date.parse(text)),
);
const reply = z.object({ token: z.object({ expires_at: time, issued_at: z.optional(time) }) });

/** Tokens of OpenStack Keystone v3 by user name and password, scoped to the project of the credentials. */
export function keystone(credentials: MonascaCredentials, deps: MonitoringDeps): Keystone {
  const { http, now, kept = {} } = deps;
  const request = tokenRequest(credentials);

  async function logIn(): Promise<Token> {
    const askedAt = now();
    if (kept.refusal && askedAt < kept.refusal.until) throw kept.refusal.error;
    const answer = await http(request);
    try {
      kept.token = tokenOf(request, answer, askedAt);
      return kept.token;
    } catch (error) {
      if (error instanceof LoginRefusedError) kept.refusal = { error, until: askedAt + refusalHoldsMs };
      throw error;
    }
  }

  function sharedLogin(): Promise<Token> {
    kept.login ??= logIn().finally(() => {
      kept.login = undefined;
    });
    return kept.login;
  }

  return {
    token: async () => (kept.token && now() < kept.token.renewAt ? kept.token : sharedLogin()),
    renew: async (refused) => {
      if (kept.token?.id === refused.id) kept.token = undefined;
      return kept.token ?? sharedLogin();
    },
  };
}

function tokenRequest(credentials: MonascaCredentials): HttpRequest {
  const { username, password, project_name, user_domain_name, project_domain_name } = credentials;
  const user = { name: username, domain: { name: user_domain_name }, password };
  const project = { name: project_name, domain: { name: project_domain_name } };
  const identity = { methods: ['password'], password: { user } };
  return {
    method: 'POST',
    url: tokenUrl(credentials.keystone_url),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ auth: { identity, scope: { project } } }),
  };
}

function tokenOf(request: HttpRequest, answer: HttpResponse, askedAt: number): Token {
  if (answer.status === 401) {
    const advice = 'Check user name, password, project and domain names, and that the user has a role there.';
    throw new LoginRefusedError(request, answer, advice);
  }
  const id = answer.headers['x-subject-token'];
  const body = reply.safeParse(jsonOrUndefined(answer.body));
  if (answer.status < 200 || answer.status > 299 || !id || !body.success) {
    const advice =
      answer.status >= 500 ? 'Try again later.' : 'Check that keystone_url is that of a Keystone v3.';
    throw new KeystoneAnswerError(request, answer, advice);
  }
  const { expires_at, issued_at = sentAt(answer, askedAt) } = body.data.token;
  return { id, renewAt: askedAt + usefulLifeMs(expires_at - issued_at) };
}

/** When the answer was sent, by its own clock where it tells: what looks like Keystone may say nothing of the issue. */
function sentAt({ headers }: HttpResponse, askedAt: number): number {
  const at = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? askedAt : at;
}

/**
 * How long a token is used: until two minutes before its end, or half its life when it lives less than four minutes. It is
 * counted from the request by our own clock, so that Keystone's may be off.
 */
function usefulLifeMs(lifeMs: number): number {
  return lifeMs - Math.min(earlyMs, lifeMs / 2);
}
