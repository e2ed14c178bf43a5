import * as z from 'zod/mini';
import { deadlineInput, pastInput } from './duration.ts';
import { changeSchemas, recurringChangeSchemas } from './fields/change-fields.ts';
import type { DefaultCpus } from './fields/cpus-field.ts';
import { type RequestedSchedule, scheduleOf } from './fields/with-schedule.ts';
import { launchSchemas } from './launch-fields.ts';
import { isFields } from './legacy-fields.ts';
import { todaysRequest } from './native-job.ts';
import { timed } from './timed.ts';

const usualCpus: DefaultCpus = { min: 0.1, max: 2 };

/** What `POST /jobs` takes, in today's words. */
export const launchRequest = launchRequestWith(usualCpus);
const launchRequests = new WeakMap([[usualCpus, launchRequest]]);

function launchRequestWith(defaults: DefaultCpus) {
  return timed((now) => z.strictObject(launchSchemas(now, defaults)));
}

/** What a user asks for, in today's words; `deadline` is epoch milliseconds, lengths of time are seconds. */
export interface LaunchRequest extends Omit<z.output<typeof launchRequest.schema>, 'schedule'> {
  /** Null: the job is launched once. */
  schedule: RequestedSchedule | null;
}

/** Parses the body of `POST /jobs`; an InvalidRequestError names each wrong field and what would be right. */
export function parseLaunchRequest(body: unknown, now: number, defaults = usualCpus): LaunchRequest {
  const today = isFields(body) ? todaysRequest(body) : body;
  const request = launchRequests.get(defaults) ?? launchRequestWith(defaults);
  launchRequests.set(defaults, request);
  const parsed = request.parse(today, now, 'launch request');
  const deadline = isFields(today) ? today.deadline : undefined;
  return { ...parsed, schedule: scheduleOf(parsed, deadline, now) };
}

/** What `PATCH /jobs/{jobId}` takes: at least one field. */
export const changeRequest = timed((now) =>
  z
    .strictObject(changeSchemas(now))
    .check(
      z.refine(
        (change) => Object.values(change).some((value) => value !== undefined),
        'must have at least one of deadline, iterations, cpus, target, notify and webhook',
      ),
    ),
);

/** What a user changes of a live job; `deadline` is epoch milliseconds, `notify` and `webhook` are null where nobody is to be told any more. */
export type ChangeRequest = z.output<typeof changeRequest.schema>;

/** Parses the body of `PATCH /jobs/{jobId}`; an InvalidRequestError names each wrong field and what would be right. */
export function parseChangeRequest(body: unknown, now: number): ChangeRequest {
  return changeRequest.parse(body, now, 'change');
}

/** What `PATCH /recurring/{name}` takes: at least one field. */
export const recurringChangeRequest = timed((now) =>
  z
    .strictObject(recurringChangeSchemas(now))
    .check(
      z.refine(
        (change) => Object.values(change).some((value) => value !== undefined),
        'must have at least one of schedule, deadline, iterations, cpus, target and notify',
      ),
    ),
);

/** What a user changes of a recurring job; `deadline` is seconds from each start. */
export type RecurringChangeRequest = z.output<typeof recurringChangeRequest.schema>;

/** Parses the body of `PATCH /recurring/{name}`; an InvalidRequestError names each wrong field and what would be right. */
export function parseRecurringChange(body: unknown, now: number): RecurringChangeRequest {
  const schedule = isFields(body) ? body.schedule : undefined;
  const today = typeof schedule === 'string' ? { ...Object(body), schedule: { expression: schedule } } : body;
  return recurringChangeRequest.parse(today, now, 'change');
}

/** What `POST /jobs/{jobId}/metrics` takes. */
export const resendRequest = timed((now) => z.strictObject({ since: z.optional(pastInput(now)) }));

/** Parses the body of `POST /jobs/{jobId}/metrics`: since when, as epoch milliseconds; 0 for all. */
export function parseResendRequest(body: unknown, now: number): { since: number } {
  const { since = 0 } = resendRequest.parse(body, now, 'request');
  return { since };
}

/** What `POST /jobs/{jobId}/relaunch` takes. */
export const relaunchRequest = timed((now) => z.strictObject({ deadline: z.optional(deadlineInput(now)) }));

/** Parses the body of `POST /jobs/{jobId}/relaunch`: the deadline as epoch milliseconds; undefined for the same span as before. */
export function parseRelaunchRequest(body: unknown, now: number): { deadline?: number | undefined } {
  return relaunchRequest.parse(body, now, 'relaunch');
}
