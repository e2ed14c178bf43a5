import * as z from 'zod/mini';
import { plainUrl } from '../http/plain-url.ts';

/**
 * The ancestor's file for a framework, and optionally the certificate authority (PEM) to trust. `url` alone is enough where
 * nobody logs in. A DC/OS cluster takes a `token` instead of user and password; its `url` ends in the path of the service.
 */
export const restCredentials = z.strictObject({
  url: plainUrl,
  user: z._default(z.string(), ''),
  password: z._default(z.string(), ''),
  token: z.optional(z.string().check(z.minLength(1))),
  ca: z.optional(z.string()),
});
