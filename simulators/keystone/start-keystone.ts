import type { FaultRule } from '../http/faults.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../http/message.ts';
import { type HttpRoute, routeAt } from '../http/route.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import { expecting, KeystoneError, unauthorized } from './keystone-error.ts';
import { tokenRequest } from './token-request.ts';
import { type IssuedToken, idOf, type KeystoneUser, keystoneTokens, type Tokens } from './tokens.ts';

export interface KeystoneOptions {
  /** A user in two projects is given twice. */
  users: KeystoneUser[];
  tokenSeconds?: number;
  port?: number;
  faults?: FaultRule;
}

export interface LocalKeystone extends RunningServer {
  /** The token unless it is unknown, expired or revoked: what the services ask Keystone. */
  validate(id: string): IssuedToken | undefined;
  /** All tokens given so far stop to work, as when a key was lost or the passwords were changed. */
  revokeTokens(): void;
  /** Tokens asked for so far, refusals included. */
  logins(): number;
}

/** An OpenStack Keystone (Identity v3) on 127.0.0.1 that issues, validates and revokes tokens, strict as the real one. */
export async function startKeystone(options: KeystoneOptions): Promise<LocalKeystone> {
  const { users, tokenSeconds = 3600, port, faults } = options;
  const tokens = keystoneTokens(users, tokenSeconds);
  let logins = 0;
  const server = await startServer({
    port,
    faults,
    answer: async (request) => {
      if (request.method === 'POST' && request.path.replace(/\/+$/, '').endsWith('/v3/auth/tokens')) logins++;
      return answer(tokens, request);
    },
  });
  return { ...server, validate: tokens.find, revokeTokens: tokens.revokeAll, logins: () => logins };
}

function answer(tokens: Tokens, request: ReceivedRequest): HttpReply {
  const path = request.path.replace(/^\/+/, '/').replace(/\/+$/, '');
  if (path.includes('//')) {
    return { status: 308, headers: { location: request.origin + path.replaceAll(/\/+/g, '/') } };
  }
  const found = routeAt(routes, request.method, path);
  if (!found) return html(404, 'Not Found');
  try {
    return found.route.handle(tokens, request);
  } catch (error) {
    if (!(error instanceof KeystoneError)) throw error;
    const challenge =
      error.status === 401 ? { 'www-authenticate': `Keystone uri="${request.origin}/v3"` } : {};
    return jsonReply(error.body, error.status, challenge);
  }
}

interface KeystoneRoute extends HttpRoute {
  handle: (tokens: Tokens, request: ReceivedRequest) => HttpReply;
}

const routes: readonly KeystoneRoute[] = [
  {
    method: 'GET',
    path: '',
    handle: (_, { origin }) => jsonReply({ versions: { values: [version(origin)] } }, 300),
  },
  { method: 'GET', path: '/v3', handle: (_, { origin }) => jsonReply({ version: version(origin) }) },
  { method: 'POST', path: '/v3/auth/tokens', handle: issueToken },
  { method: 'GET', path: '/v3/auth/tokens', handle: validateToken },
  { method: 'DELETE', path: '/v3/auth/tokens', handle: revokeToken },
];

function issueToken(tokens: Tokens, request: ReceivedRequest): HttpReply {
  return tokenReply(201, tokens.issue(tokenRequest(request)));
}

function validateToken(tokens: Tokens, request: ReceivedRequest): HttpReply {
  return tokenReply(200, subject(tokens, request, 'validate_token'));
}

function revokeToken(tokens: Tokens, request: ReceivedRequest): HttpReply {
  tokens.revoke(subject(tokens, request, 'revoke_token').id);
  return { status: 204 };
}

/** The token that the request is about; asking about another's takes the role `admin` or `service`. */
function subject(tokens: Tokens, { headers }: ReceivedRequest, action: string): IssuedToken {
  const asker = tokens.find(headers['x-auth-token']);
  if (!asker) throw unauthorized();
  const id = headers['x-subject-token'];
  if (id === undefined) throw expecting('X-Subject-Token', 'request header');
  const token = tokens.find(id);
  if (id !== asker.id && !asker.roles.some((role) => role === 'admin' || role === 'service')) {
    throw new KeystoneError(
      403,
      `You are not authorized to perform the requested action: identity:${action}.`,
    );
  }
  if (!token) throw new KeystoneError(404, 'Failed to validate token');
  return token;
}

function tokenReply(status: number, issued: IssuedToken): HttpReply {
  const domain = { id: 'default', name: 'Default' };
  const scoped = issued.project && {
    project: { ...issued.project, domain },
    is_domain: false,
    roles: issued.roles.map((name) => ({ id: idOf(name), name })),
    catalog: [],
  };
  const token = {
    methods: issued.methods,
    user: { ...issued.user, domain, password_expires_at: null },
    audit_ids: [idOf(issued.id).slice(0, 22)],
    expires_at: isoTime(issued.expiresAt),
    issued_at: isoTime(issued.issuedAt),
    ...scoped,
  };
  return jsonReply({ token }, status, { 'x-subject-token': issued.id, vary: 'X-Auth-Token' });
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '000Z');
}

function version(origin: string) {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}

function html(status: number, title: string): HttpReply {
  const body = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`;
  return { status, contentType: 'text/html; charset=utf-8', body };
}
