import * as z from 'zod';

/** What Monasca's database cannot store: it fails with a 500, again and again. */
const unstorable = /[\u{10000}-\u{10ffff}\p{Cs}\p{Cc}]/u;
const storable = (text: z.ZodString) =>
  text.refine(
    (given) => !unstorable.test(given),
    'must not contain emoji or control characters: Monasca cannot store them',
  );
const methodName = storable(z.string('must be the name of a notification method').min(1).max(250));
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
export const notify = z
  .strictObject({
    name: methodName,
    type: z.enum(methodTypes, `must be ${methodTypes.join(', ')}`).optional(),
    address: storable(z.string('must be a string').min(1).max(512)).optional(),
  })
  .transform(({ name, type, address }, context) => {
    if (type === undefined && address === undefined) return { name };
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    if (type === undefined || address === undefined) {
      const missing = type === undefined ? 'type' : 'address';
      return refuse(missing, 'is required as well: type and address belong together');
    }
    const { fits, problem } = addresses[type];
    return fits(address) ? { name, type, address } : refuse('address', problem);
  });
