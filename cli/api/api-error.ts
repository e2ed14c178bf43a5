import * as z from 'zod';
import { withoutCredentials } from '../../lib/http/http.ts';
import { jsonOrUndefined } from '../../lib/http/json.ts';
import { remoteText } from '../../lib/http/remote-text.ts';
import type { FieldProblem } from '../../lib/job/errors.ts';
import { shownText } from './shown-text.ts';

/** An error of Pacer's API. */
const problem = z.object({
  error: z.object({
    code: shownText,
    message: shownText,
    fields: z.array(z.object({ field: shownText, problem: shownText })).default([]),
  }),
});

/** An error of the gateway before it, such as `{ "message": "Forbidden" }`. */
const gatewayError = z.object({ message: shownText });

const longestExcerpt = 200;

/** The API answered, but did not do what it was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly method: string;
  readonly status: number;
  /** Method, URL and status. */
  readonly place: string;
  /** Of Pacer's API; `gateway` where something before it answered, `not-pacer` where the answer is none of its. */
  readonly code: string;
  readonly fields: FieldProblem[];

  constructor(call: { method: string; url: string }, status: number, body: string) {
    const { code, message, fields } = problemOf(status, body);
    const place = `[${call.method}] ${withoutCredentials(call.url)}: ${status}`;
    super(`${place} ${message}`.trim());
    this.method = call.method;
    this.status = status;
    this.place = place;
    this.code = code;
    this.fields = fields;
  }
}

function problemOf(status: number, body: string): z.infer<typeof problem>['error'] {
  if (status < 400)
    return { code: 'not-pacer', message: 'with an answer that is not from Pacer', fields: [] };
  const json = jsonOrUndefined(body);
  const own = problem.safeParse(json);
  if (own.success) return own.data.error;
  const gateway = gatewayError.safeParse(json);
  const message = gateway.success ? gateway.data.message : shownText.parse(remoteText(body, longestExcerpt));
  return { code: 'gateway', message, fields: [] };
}
