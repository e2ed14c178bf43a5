import * as z from 'zod';

const filled = z.string().min(1);
const arn = z.string().startsWith('arn:');

/** Where secrets lie: in Secrets Manager under a prefix, or, on a developer's machine, in files of a directory. */
const secrets = {
  SECRETS_PREFIX: filled.optional(),
  SECRETS_DIRECTORY: filled.optional(),
};

/** What it takes to give a job its schedule. */
const schedules = {
  SCHEDULE_GROUP: filled,
  SCHEDULE_ROLE_ARN: arn,
  SCHEDULE_DEAD_LETTERS_ARN: arn,
  TICK_MINUTES: z.coerce.number().int().min(1),
};

/** What it takes to invoke the function evaluate. */
const wake = { EVALUATE_FUNCTION: filled, LAMBDA_ENDPOINT: z.url(), AWS_REGION: filled };

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
      CALLBACK_BASE_URL: z.string().optional(),
      DEFAULT_CPUS_MIN: z.coerce.number().positive(),
      DEFAULT_CPUS_MAX: z.coerce.number().positive(),
      ...secrets,
    })
    .refine(({ DEFAULT_CPUS_MIN, DEFAULT_CPUS_MAX }) => DEFAULT_CPUS_MIN <= DEFAULT_CPUS_MAX, {
      path: ['DEFAULT_CPUS_MIN'],
      error: 'must not be above DEFAULT_CPUS_MAX',
    }),
};

export type FunctionName = keyof typeof variables;
export type Config<Name extends FunctionName> = z.infer<(typeof variables)[Name]>;

/** The settings of a function; throws a sentence that names each variable that is missing or wrong. Nothing else reads the environment. */
export function readConfig<Name extends FunctionName>(name: Name, environment = process.env): Config<Name> {
  const result = variables[name].safeParse(environment);
  if (result.success) return result.data as Config<Name>;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`The function ${name} is not set up: ${wrong}`);
}
