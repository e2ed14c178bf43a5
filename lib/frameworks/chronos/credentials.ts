import * as z from 'zod';

/** The ancestor's file for Chronos, and optionally the certificate authority (PEM) to trust. */
export const chronosCredentials = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  user: z.string(),
  password: z.string(),
  ca: z.string().optional(),
});

export type ChronosCredentials = z.infer<typeof chronosCredentials>;
