import * as z from 'zod';
import { isFields, translateAncestorWords } from './ancestor-words.ts';
import { frameworkName } from './job.ts';
import { parse } from './parse.ts';
import { deadlineInput, durationInput, pastInput } from './time.ts';

const dayInSeconds = 86_400;
/** The most iterations that a job can have. */
export const maximumIterations = 1_000_000;
const cpuNumber = z.number().min(0.01).max(1024);

/** The bounds of a job that gives none. */
export interface DefaultCpus {
  min: number;
  max: number;
}

const usualCpus: DefaultCpus = { min: 0.1, max: 2 };

function cpuBounds(defaults: DefaultCpus) {
  return z
    .strictObject(
      {
        min: cpuNumber.default(defaults.min),
        max: cpuNumber.default(defaults.max),
        increment: cpuNumber.default(0.3),
        decrement: cpuNumber.default(0.2),
      },
      'must be an object, such as { "min": 0.1, "max": 2 }',
    )
    .refine(({ min, max }) => min <= max, {
      path: ['min'],
      error: ({ input }) => `must not be above cpus.max${boundsOf(input)}`,
    });
}

/** Tells the bounds where one of them may be a default that the user does not see. */
function boundsOf(cpus: unknown): string {
  return isFields(cpus) ? ` (${cpus.min} is above ${cpus.max})` : '';
}

/** Exact enough for a fraction; a number such as 1e-200 is one that the table cannot keep. */
function toMillionths(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}

/** What Monasca's database cannot store: it fails with a 500, again and again. */
const unstorable = /[\u{10000}-\u{10ffff}\p{Cs}\p{Cc}]/u;
const storable = (text: z.ZodString) =>
  text.refine(
    (given) => !unstorable.test(given),
    'must have no emoji and no control characters: Monasca cannot store them',
  );
const methodName = storable(z.string('must be the name of a notification method').min(1).max(250));
const methodTypes = ['EMAIL', 'WEBHOOK', 'PAGERDUTY'] as const;

/** A notification method of Monasca: one that is there, by its name, or one to make. */
const notify = z
  .strictObject({
    name: methodName,
    type: z.enum(methodTypes, `must be ${methodTypes.join(', ')}`).optional(),
    address: storable(z.string('must be a text').min(1).max(512)).optional(),
  })
  .transform(({ name, type, address }, context) => {
    if (type !== undefined && address !== undefined) return { name, type, address };
    if (type === undefined && address === undefined) return { name };
    const path = [type === undefined ? 'type' : 'address'];
    context.addIssue({ code: 'custom', path, message: 'must be there too: type and address go together' });
    return z.NEVER;
  });

/** What `POST /jobs` takes, in today's words. */
export function launchRequest(now: number, defaults: DefaultCpus = usualCpus) {
  return z.strictObject({
    framework: z.enum(frameworkName.options, 'must be "chronos" or "marathon"').default('chronos'),
    cluster: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes')
      .default('default'),
    job: z.record(z.string(), z.unknown(), 'must be the job as its framework takes it, an object'),
    deadline: deadlineInput(now),
    iterations: z.int().min(1).max(maximumIterations).optional(),
    iterationDuration: durationInput(0.1, 30 * dayInSeconds).optional(),
    deviation: z.number().min(0).max(1).transform(toMillionths).default(0.05),
    cpus: cpuBounds(defaults).prefault({}),
    pause: durationInput(0, dayInSeconds).default(0),
    law: z.enum(['adaptive', 'step'], 'must be "adaptive" or "step"').default('adaptive'),
    target: z.number().min(0.5).max(0.9999).default(0.985),
    maxFailures: z.int().min(1).max(100).default(3),
    notify: notify.nullable().default(null),
  });
}

/** What a user asks for, in today's words; `deadline` is epoch milliseconds, lengths of time are seconds. */
export type LaunchRequest = z.output<ReturnType<typeof launchRequest>>;

/** Parses the body of `POST /jobs`; an InvalidRequestError names each wrong field and what would be right. */
export function parseLaunchRequest(body: unknown, now: number, defaults?: DefaultCpus): LaunchRequest {
  const today = isFields(body) ? translateAncestorWords(body) : body;
  return parse(launchRequest(now, defaults), today, 'launch request');
}

/** What `PATCH /jobs/{jobId}` takes. */
export function changeRequest(now: number) {
  return z.strictObject({ deadline: deadlineInput(now) });
}

/** Parses the body of `PATCH /jobs/{jobId}`: the new deadline as epoch milliseconds. */
export function parseChangeRequest(body: unknown, now: number): { deadline: number } {
  return parse(changeRequest(now), body, 'change');
}

/** What `POST /jobs/{jobId}/metrics` takes. */
export function resendRequest(now: number) {
  return z.strictObject({ since: pastInput(now).optional() });
}

/** Parses the body of `POST /jobs/{jobId}/metrics`: since when, as epoch milliseconds; 0 for all. */
export function parseResendRequest(body: unknown, now: number): { since: number } {
  const { since = 0 } = parse(resendRequest(now), body, 'request');
  return { since };
}
