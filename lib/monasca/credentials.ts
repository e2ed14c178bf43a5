import * as z from 'zod/mini';
import { plainUrl } from '../http/plain-url.ts';

const text = z.string().check(z.minLength(1));

/**
 * The credentials file of Monasca and its Keystone. The first five keys are the ancestor's, the spelling of
 * `monocasca_client_url` included; the domains are `Default` unless given; `ca` is the PEM of a certificate authority.
 */
export const monascaCredentials = z.strictObject({
  keystone_url: plainUrl,
  monocasca_client_url: plainUrl,
  username: text,
  password: text,
  project_name: text,
  user_domain_name: z._default(text, 'Default'),
  project_domain_name: z._default(text, 'Default'),
  ca: z.optional(text),
});

export type MonascaCredentials = z.output<typeof monascaCredentials>;

/** The address that tokens are asked from, for a Keystone URL with or without `/v3`, a path prefix or the full path. */
export function tokenUrl(keystoneUrl: string): string {
  const base = withoutTrailingSlash(keystoneUrl);
  if (base.endsWith('/auth/tokens')) return base;
  return base.endsWith('/v3') ? `${base}/auth/tokens` : `${base}/v3/auth/tokens`;
}

/** The base of Monasca's API, which ends in `/v2.0`, for a URL with or without it. */
export function monascaApiUrl(monascaUrl: string): string {
  const base = withoutTrailingSlash(monascaUrl);
  return base.endsWith('/v2.0') ? base : `${base}/v2.0`;
}

function withoutTrailingSlash(given: string): string {
  return given.replace(/\/+$/, '');
}
