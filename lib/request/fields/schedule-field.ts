import * as z from 'zod/mini';
import { ExpressionError } from '../../recurring/cron-fields.ts';
import { nextStarts } from '../../recurring/next-starts.ts';
import { overlaps } from '../../recurring/recurring-job.ts';
import { isTimeZone } from '../../recurring/zoned-time.ts';
import { oneOf } from '../alternatives.ts';
import { readInstant } from '../instant.ts';
import { refuse } from '../parse.ts';

const yearMs = 366 * 86_400_000;

const expressionForm = 'must be as in "cron(0 2 * * ? *)", "rate(12 hours)" or "rate(1 day)"';
const expression = z.string(expressionForm).check(z.maxLength(256, expressionForm));

const timeZone = z
  .string('must be a time zone, such as "Europe/Madrid"')
  .check(
    z.maxLength(50),
    z.refine(isTimeZone, 'must be a time zone of the IANA database, such as "Europe/Madrid"'),
  );

const startForm = 'must be an instant with a time zone, such as "2030-01-31T18:00:00Z"';

/** An instant within a year, as epoch milliseconds. It may lie in the past. */
function startAt(now: () => number) {
  return z.pipe(
    z.string(startForm).check(z.maxLength(64, startForm)),
    z.transform((given, context) => {
      const instant = readInstant(given) ?? { problem: startForm };
      if ('at' in instant && instant.at <= now() + yearMs) return instant.at;
      refuse(context, 'at' in instant ? 'must lie within a year' : instant.problem);
      return z.NEVER;
    }),
  );
}

/** The parts of the field `schedule`. */
function parts(now: () => number) {
  return {
    expression,
    timeZone: z._default(timeZone, 'UTC'),
    startAt: z.optional(startAt(now)),
    overlap: z._default(z.enum(overlaps, oneOf(overlaps)), 'skip'),
  };
}

/** The field `schedule`: when a recurring job starts, in the grammar of EventBridge Scheduler. */
export function scheduleField(now: () => number) {
  return z
    .strictObject(parts(now), 'must be an object as { "expression": "cron(0 2 * * ? *)" }, or its expression')
    .check(
      z.superRefine((given, context) => {
        const problem = expressionProblem({ ...given, startAt: given.startAt ?? now() }, now());
        if (problem) context.addIssue({ code: 'custom', path: ['expression'], message: problem });
      }),
    );
}

/** What can be changed of it; what is not given stays. */
export function changedSchedule(now: () => number) {
  const { timeZone, overlap, startAt } = parts(now);
  return z.strictObject(
    {
      expression: z.optional(expression),
      timeZone: z.optional(timeZone.def.innerType),
      startAt,
      overlap: z.optional(overlap.def.innerType),
    },
    'must be an object as { "expression": "cron(0 2 * * ? *)" }, or its expression',
  );
}

/** What is wrong with an expression; undefined where nothing is, and it has a start to come. */
export function expressionProblem(
  timetable: { expression: string; timeZone: string; startAt: number },
  now: number,
): string | undefined {
  try {
    if (nextStarts(timetable, now, 1).length > 0) return undefined;
    return 'must have a start to come, and its last one is over';
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}
