import * as z from 'zod/mini';
import { problemsOf, wording } from '../request/parse.ts';

// Without words of its own, `zod/mini` says nothing but "Invalid input" of whatever a function parses.
z.config({ localeError: wording });

const filled = z.string().check(z.minLength(1));
const arn = z.string().check(z.startsWith('arn:', 'must be an ARN'));

/** Where secrets lie: in Secrets Manager under a prefix, or, on a developer's machine, in files of a directory. */
const secrets = {
  SECRETS_PREFIX: z.optional(filled),
  SECRETS_DIRECTORY: z.optional(filled),
};

/** What it takes to give a job its schedule. */
const schedules = {
  SCHEDULE_GROUP: filled,
  SCHEDULE_ROLE_ARN: arn,
  SCHEDULE_DEAD_LETTERS_ARN: arn,
  TICK_MINUTES: z.coerce.number().check(z.int(), z.minimum(1)),
};

/** What it takes to invoke the function evaluate. */
const wake = { EVALUATE_FUNCTION: filled, LAMBDA_ENDPOINT: z.url('must be a URL'), AWS_REGION: filled };

const variables = {
  iteration: z.object({ TABLE_NAME: filled, ...wake }),
  jobs: z.object({ TABLE_NAME: filled, ...wake }),
  evaluate: z.object({ TABLE_NAME: filled, ...schedules, ...secrets }),
  sweep: z.object({ TABLE_NAME: filled, ...schedules, EVALUATE_ARN: arn, ...secrets }),
  launch: z
    .object({
      TABLE_NAME: filled,
      ...schedules,
      EVALUATE_ARN: arn,
      CALLBACK_BASE_URL: z.optional(z.string()),
      DEFAULT_CPUS_MIN: z.coerce.number().check(z.positive()),
      DEFAULT_CPUS_MAX: z.coerce.number().check(z.positive()),
      ...secrets,
    })
    .check(
      z.refine(({ DEFAULT_CPUS_MIN, DEFAULT_CPUS_MAX }) => DEFAULT_CPUS_MIN <= DEFAULT_CPUS_MAX, {
        path: ['DEFAULT_CPUS_MIN'],
        error: 'must not be above DEFAULT_CPUS_MAX',
      }),
    ),
};

export type FunctionName = keyof typeof variables;
export type Config<Name extends FunctionName> = z.infer<(typeof variables)[Name]>;

/** The settings of a function; throws a sentence that names each variable that is missing or wrong. Nothing else reads the environment. */
export function readConfig<Name extends FunctionName>(name: Name, environment = process.env): Config<Name> {
  const result = variables[name].safeParse(environment);
  if (result.success) return result.data as Config<Name>;
  const wrong = problemsOf(result.error)
    .map(({ field, problem }) => `${field}: ${problem}`)
    .join('; ');
  throw new Error(`The function ${name} is not set up: ${wrong}`);
}
