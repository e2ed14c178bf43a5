import { createHash, randomBytes } from 'node:crypto';
import { unauthorized } from './keystone-error.ts';
import type { Reference, TokenRequest } from './token-request.ts';

export interface KeystoneUser {
  name: string;
  password: string;
  project: string;
  /** The user's roles in that project. */
  roles: string[];
}

export interface IssuedToken {
  id: string;
  user: { id: string; name: string };
  /** None in an unscoped token, which has no roles either. */
  project: { id: string; name: string } | undefined;
  roles: string[];
  methods: string[];
  /** Epoch milliseconds, whole seconds. */
  issuedAt: number;
  expiresAt: number;
}

export interface Tokens {
  issue(request: TokenRequest): IssuedToken;
  /** The token unless it is unknown, expired or revoked. */
  find(id: string | undefined): IssuedToken | undefined;
  revoke(id: string): void;
  revokeAll(): void;
}

/** Issues tokens to the users, all of them in the domain with the id `default` and the name `Default`. */
export function keystoneTokens(users: KeystoneUser[], tokenSeconds: number): Tokens {
  const issued = new Map<string, IssuedToken>();

  function find(id: string | undefined): IssuedToken | undefined {
    const token = id === undefined ? undefined : issued.get(id);
    return token && token.expiresAt > Date.now() ? token : undefined;
  }

  function issue(request: TokenRequest): IssuedToken {
    const earlier = request.token === undefined ? undefined : find(request.token);
    const mine = users.filter((user) =>
      earlier ? user.name === earlier.user.name : isUser(user, request.password),
    );
    const [who] = mine;
    if (!who || (request.token !== undefined && !earlier)) throw unauthorized();
    const { project } = request;
    const membership = project && mine.find((user) => refersTo(project, user.project));
    if (project && !membership) throw unauthorized();
    const issuedAt = Math.floor(Date.now() / 1000) * 1000;
    const token: IssuedToken = {
      id: `gAAAAA${randomBytes(132).toString('base64url')}A`,
      user: { id: idOf(who.name), name: who.name },
      project: membership && { id: idOf(membership.project), name: membership.project },
      roles: membership?.roles ?? [],
      methods: earlier ? ['token', ...earlier.methods] : ['password'],
      issuedAt,
      // A token got by a token lives no longer than that one.
      expiresAt: earlier?.expiresAt ?? issuedAt + tokenSeconds * 1000,
    };
    issued.set(token.id, token);
    return token;
  }

  return { issue, find, revoke: (id) => issued.delete(id), revokeAll: () => issued.clear() };
}

function isUser(user: KeystoneUser, given: TokenRequest['password']): boolean {
  return given !== undefined && refersTo(given, user.name) && given.password === user.password;
}

/** Names are compared exactly, the domain's too: `default` is its id and not its name. */
function refersTo({ id, name, domain }: Reference, wanted: string): boolean {
  if (id !== undefined) return id === idOf(wanted);
  const isOurs = domain?.id !== undefined ? domain.id === 'default' : domain?.name === 'Default';
  return isOurs && name === wanted;
}

/** The id of a user, project or role, made from its name so that it stays the same over restarts. */
export function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
