import * as z from 'zod/mini';

/** An address of a remote, as credential files give it. A login in it would be shown with the address. */
export const plainUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(
  z.refine((url) => !URL.parse(url)?.username && !URL.parse(url)?.password, {
    error: 'must not contain a login, which has its own fields',
  }),
);
