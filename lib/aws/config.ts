import * as z from 'zod/mini';
import { problemsOf, wording } from '../request/parse.ts';

// Without words of its own, `zod/mini` says nothing but "Invalid input" of whatever a function parses.
z.config({ localeError: wording });

/** What each function reads from its environment; a function makes its own schema only. */
const variables = {
  iteration: () => z.object({ ...table(), ...wake() }),
  jobs: () => z.object({ ...table(), ...wake() }),
  evaluate: () => z.object({ ...table(), ...schedules(), ...secrets() }),
  tell: () => z.object({ ...table(), ...bus(), ...wake(), WEBHOOK_NETWORKS: networks() }),
  sweep: () => z.object({ ...table(), ...schedules(), EVALUATE_ARN: arn(), LAUNCH_ARN: arn(), ...secrets() }),
  launch: () =>
    z
      .object({
        ...table(),
        ...schedules(),
        EVALUATE_ARN: arn(),
        CALLBACK_BASE_URL: z.optional(z.string()),
        DEFAULT_CPUS_MIN: z.coerce.number().check(z.positive()),
        DEFAULT_CPUS_MAX: z.coerce.number().check(z.positive()),
        WEBHOOK_NETWORKS: networks(),
        ...secrets(),
      })
      .check(
        z.refine(({ DEFAULT_CPUS_MIN, DEFAULT_CPUS_MAX }) => DEFAULT_CPUS_MIN <= DEFAULT_CPUS_MAX, {
          path: ['DEFAULT_CPUS_MIN'],
          error: 'must not be above DEFAULT_CPUS_MAX',
        }),
      ),
};

function table() {
  return { TABLE_NAME: filled() };
}

/** Where secrets lie: in Secrets Manager under a prefix, or, on a developer's machine, in files of a directory. */
function secrets() {
  return { SECRETS_PREFIX: z.optional(filled()), SECRETS_DIRECTORY: z.optional(filled()) };
}

/** What it takes to give a job its schedule. */
function schedules() {
  return {
    SCHEDULE_GROUP: filled(),
    SCHEDULE_ROLE_ARN: arn(),
    SCHEDULE_DEAD_LETTERS_ARN: arn(),
    TICK_MINUTES: z.coerce.number().check(z.int(), z.minimum(1)),
  };
}

/** Networks as in `10.1.0.0/16,fd00::/8`, or none. */
function networks() {
  return z.pipe(
    z.optional(z.string()),
    z.transform((text = '') => text.split(',').filter((each) => each !== '')),
  );
}

/** What it takes to invoke the function evaluate; where Lambda is may also be told by the variables of AWS' SDKs. */
function wake() {
  return {
    EVALUATE_FUNCTION: filled(),
    LAMBDA_ENDPOINT: url(),
    AWS_ENDPOINT_URL_LAMBDA: otherUrl(),
    AWS_ENDPOINT_URL: otherUrl(),
    AWS_REGION: filled(),
  };
}

function url() {
  return z.url('must be a URL');
}

/** The SDKs take an empty one for none. */
function otherUrl() {
  return z.optional(z.union([z.literal(''), url()]));
}

/** What it takes to put events onto the bus; where that is may also be told by the variables of AWS' SDKs. */
function bus() {
  return {
    STACK_NAME: filled(),
    EVENTS_ENDPOINT: url(),
    AWS_ENDPOINT_URL_EVENTBRIDGE: otherUrl(),
    AWS_ENDPOINT_URL: otherUrl(),
    AWS_REGION: filled(),
  };
}

function filled() {
  return z.string().check(z.minLength(1));
}

function arn() {
  return z.string().check(z.startsWith('arn:', 'must be an ARN'));
}

export type FunctionName = keyof typeof variables;
export type Config<Name extends FunctionName> = z.infer<ReturnType<(typeof variables)[Name]>>;

/** The settings of a function; throws a sentence that names each variable that is missing or wrong. Nothing else reads the environment. */
export function readConfig<Name extends FunctionName>(name: Name, environment = process.env): Config<Name> {
  const result = variables[name]().safeParse(environment);
  if (result.success) return result.data as Config<Name>;
  const wrong = problemsOf(result.error)
    .map(({ field, problem }) => `${field}: ${problem}`)
    .join('; ');
  throw new Error(`The function ${name} is not set up: ${wrong}`);
}
