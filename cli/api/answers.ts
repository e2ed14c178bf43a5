import type * as z from 'zod';
import { type Route, replySchemas } from '../../lib/api/route.ts';
import { type OperatorRoute, type ReplyTo, routes } from '../../lib/api/routes.ts';
import { type Loosened, loosened } from './loosened.ts';

/** What a call that succeeds answers, as the command line reads it. */
export type ApiAnswer<Key extends OperatorRoute> = Loosened<
  Exclude<ReplyTo<Key>['body'], { dryRun: true } | (Key extends 'POST /jobs' ? { recurring: true } : never)>
>;

/** A job as the API shows it. What is new there and not known here is kept for `--json`. */
export type ShownJob = ApiAnswer<'PATCH /jobs/{jobId}'>;

/** A job with what each evaluation changed, oldest first. */
export type DetailedJob = ApiAnswer<'GET /jobs/{jobId}'>;

/** The schema of what a route answers to a call that succeeds: the same for each status of success. */
export function answerSchema<Key extends OperatorRoute>(key: Key): z.ZodType<ApiAnswer<Key>>;
export function answerSchema(key: OperatorRoute): z.ZodType {
  const route: Route = routes[key];
  const success = Object.entries(route.replies).find(([status]) => Number(status) < 300);
  if (!success) throw new Error(`No call of ${key} can succeed.`);
  return loosened(replySchemas[success[1].schema]);
}

/** A recurring job, with its next starts and what became of the last ones. */
export type ShownRecurring = ApiAnswer<'GET /recurring/{name}'>;

/** What a launch with a schedule answers. */
export type ScheduledJob = Loosened<z.output<typeof replySchemas.ScheduledJob>>;

/** The schema of that answer. */
export const scheduledAnswer: z.ZodType<ScheduledJob> = loosened(replySchemas.ScheduledJob);

/** What a launch would come to. */
export type PlannedJob = Loosened<z.output<typeof replySchemas.PlannedJob>>;

/** The schema of the answer to a launch that is only planned. */
export const plannedAnswer: z.ZodType<PlannedJob> = loosened(replySchemas.PlannedJob);
