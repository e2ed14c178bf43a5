import * as z from 'zod';
import { deadlineInput, pastInput } from './duration.ts';
import { type DefaultCpus, launchSchemas } from './launch-fields.ts';
import { isFields, translateAncestorWords } from './legacy-fields.ts';
import { parse } from './parse.ts';

const usualCpus: DefaultCpus = { min: 0.1, max: 2 };

/** What `POST /jobs` takes, in today's words. */
export function launchRequest(now: number, defaults: DefaultCpus = usualCpus) {
  return z.strictObject(launchSchemas(now, defaults));
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
