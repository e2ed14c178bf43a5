import * as z from 'zod';
import { plainUrl } from '../../http/plain-url.ts';

/** The ancestor's file for Chronos, and optionally the certificate authority (PEM) to trust. */
export const chronosCredentials = z.strictObject({
  url: plainUrl,
  user: z.string(),
  password: z.string(),
  ca: z.string().optional(),
});

export type ChronosCredentials = z.infer<typeof chronosCredentials>;
