import * as z from 'zod/mini';
import { plainUrl } from '../../http/plain-url.ts';
import type { JobSpec } from '../../job/job.ts';
import { refuse } from '../parse.ts';

/** What Monasca's database cannot store: it fails with a 500, again and again. */
const unstorable = /[\u{10000}-\u{10ffff}\p{Cs}\p{Cc}]/u;
const storable = (text: z.ZodMiniString) =>
  text.check(
    z.refine(
      (given) => !unstorable.test(given),
      'must not contain emoji or control characters: Monasca cannot store them',
    ),
  );
const methodName = storable(
  z.string('must be the name of a notification method').check(z.minLength(1), z.maxLength(250)),
);
/** The types of notification methods. */
export const methodTypes = ['EMAIL', 'WEBHOOK', 'PAGERDUTY'] as const;

/** What Monasca takes as an address of each type, and what is said of another one. */
const addresses: Record<
  (typeof methodTypes)[number],
  { fits: (address: string) => boolean; problem: string }
> = {
  EMAIL: {
    fits: (address) => /^[^\s@]+@[^\s@]+$/.test(address),
    problem: 'must be an email address, such as ops@example.org',
  },
  WEBHOOK: {
    fits: (address) => /^https?:\/\/[^\s/]/i.test(address) && URL.canParse(address),
    problem: 'must be an http or https URL, such as https://example.org/hook',
  },
  PAGERDUTY: {
    fits: (address) => /^\S+$/.test(address),
    problem: 'must be an integration key of PagerDuty, without blanks',
  },
};

/** The field `notify`: a notification method of Monasca that is there, by its name, or one to make. */
export const notify = z.pipe(
  z.strictObject({
    name: methodName,
    type: z.optional(z.enum(methodTypes, `must be ${methodTypes.join(', ')}`)),
    address: z.optional(storable(z.string('must be a string').check(z.minLength(1), z.maxLength(512)))),
    whenDone: z.optional(z.boolean('must be true or false')),
  }),
  z.transform(({ name, type, address, whenDone }, context): NonNullable<JobSpec['notify']> => {
    const asked = whenDone === undefined ? {} : { whenDone };
    if (type === undefined && address === undefined) return { name, ...asked };
    if (type === undefined || address === undefined) {
      const missing = type === undefined ? 'type' : 'address';
      refuse(context, 'is required as well: type and address belong together', [missing]);
      return z.NEVER;
    }
    const { fits, problem } = addresses[type];
    if (fits(address)) return { name, type, address, ...asked };
    refuse(context, problem, ['address']);
    return z.NEVER;
  }),
);

/** The field `webhook`: what Pacer itself calls. */
export const webhook = z.strictObject({
  url: plainUrl.check(z.maxLength(2_048)),
  key: z
    .string('must be a string')
    .check(z.minLength(16, 'must have 16 characters or more: the receiver trusts it'), z.maxLength(256)),
});
