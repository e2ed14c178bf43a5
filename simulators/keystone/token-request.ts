import * as z from 'zod';
import { jsonObjectIn, type ReceivedRequest } from '../http/message.ts';
import { expecting, KeystoneError } from './keystone-error.ts';

const idOrName = (what: string) =>
  [
    (value: { id?: string | undefined; name?: string | undefined }) =>
      value.id !== undefined || value.name !== undefined,
    { message: `Invalid input for field ${what}: id or name must be present.` },
  ] as const;

const reference = z.looseObject({ id: z.string().optional(), name: z.string().optional() });
const domain = reference.refine(...idOrName('domain'));
const inDomain = reference.extend({ domain: domain.optional() });

const auth = z.looseObject({
  identity: z.looseObject({
    methods: z.array(z.string()),
    password: z
      .looseObject({
        user: inDomain.extend({ password: z.string().optional() }).refine(...idOrName('user')),
      })
      .optional(),
    token: z.looseObject({ id: z.string() }).optional(),
  }),
  scope: z
    .union([z.string(), z.looseObject({ project: inDomain.refine(...idOrName('project')).optional() })])
    .optional(),
});

/** Somebody or something by its id, or by its name within a domain. */
export type Reference = z.output<typeof inDomain>;

export interface TokenRequest {
  password: (Reference & { password?: string | undefined }) | undefined;
  token: string | undefined;
  /** None: an unscoped token is asked for. */
  project: Reference | undefined;
}

/** Reads the body of `POST /v3/auth/tokens` in Keystone's own order of checks. */
export function tokenRequest(request: ReceivedRequest): TokenRequest {
  const { auth: given } = jsonBody(request);
  if (given === undefined) throw expecting('auth', 'request body');
  const result = auth.safeParse(given);
  if (!result.success) throw new KeystoneError(400, z.prettifyError(result.error));
  const { identity, scope } = result.data;
  const project = typeof scope === 'object' ? scope.project : undefined;
  if (project) mustNameDomain(project, 'project');
  for (const method of identity.methods) {
    if (method !== 'password' && method !== 'token') {
      throw new KeystoneError(401, 'Attempted to authenticate with an unsupported method.');
    }
    if (!identity[method]) throw expecting(method, 'identity');
  }
  const password = identity.methods.includes('password') ? identity.password?.user : undefined;
  if (password) mustNameDomain(password, 'user');
  return { password, token: identity.methods.includes('token') ? identity.token?.id : undefined, project };
}

function mustNameDomain({ id, domain: given }: Reference, place: string): void {
  if (id === undefined && given === undefined) throw expecting('domain', place);
}

function jsonBody({ headers, body }: ReceivedRequest): Record<string, unknown> {
  if (body.length === 0) return {};
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== '' && type !== 'application/json') {
    throw expecting('application/json', 'Content-Type header');
  }
  const value = jsonObjectIn(body);
  if (!value) throw expecting('valid JSON', 'request body');
  return value;
}
