import * as z from 'zod';
import { commandField, isReserved } from '../wrapper/command-field.ts';

/**
 * Fields of an app for which Marathon is known to refuse some values, or to answer 500, which would be retried for ever. What
 * depends on its flags, such as features and default networks, is left to it.
 */

const text = z.string('must be a string');
const largestInteger = 2_147_483_647;
const notNegative = z.number('must be a number').nonnegative('must not be below 0');
const wholeNumber = notNegative.int('must be a whole number').max(largestInteger);
const imageMissing = 'must name the Docker image';

const operators = /^(UNIQUE|CLUSTER|GROUP_BY|LIKE|MAX_PER|UNLIKE|IS)$/i;
const constraint = z
  .array(text, 'must be a list: a field, an operator and, where it takes one, a value')
  .min(2, { error: 'must name a field and an operator', abort: true })
  .max(3, 'must be a field, an operator and a value')
  .refine(
    ([, operator = '']) => operators.test(operator),
    'must use one of the operators UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE and IS',
  )
  .refine(
    ([, operator = '', value = '']) => !/^(UN)?LIKE$/i.test(operator) || value !== '',
    'must have a regular expression for LIKE or UNLIKE',
  );

const check = z
  .looseObject({}, 'must be an object')
  .refine(
    (given) => ['http', 'tcp', 'exec'].some((kind) => kind in given),
    'must contain one of http, tcp and exec',
  );

const network = z.looseObject({
  mode: text
    .regex(/^(host|container|container\/bridge)$/i, 'must be "host", "container" or "container/bridge"')
    .optional(),
});

/** Both may be texts such as those of a path: `.` and `..` are parts of a dependency's id. */
const dependency = text.regex(/^[a-z0-9./-]+$/, 'must be the id of an app or a group');

const unreachableMessage =
  'must be "disabled", or whole seconds of which inactiveAfterSeconds are at most expungeAfterSeconds (0 when they are absent)';
const unreachableStrategy = z.union(
  [
    z.literal('disabled'),
    z
      .looseObject({
        inactiveAfterSeconds: wholeNumber.optional(),
        expungeAfterSeconds: wholeNumber.optional(),
      })
      .refine(
        ({ inactiveAfterSeconds = 0, expungeAfterSeconds = 0 }) =>
          inactiveAfterSeconds <= expungeAfterSeconds,
        unreachableMessage,
      ),
  ],
  unreachableMessage,
);

/** A path of the host needs a mode; other volumes have words of their own. */
const volume = z
  .looseObject({
    persistent: z
      .unknown()
      .refine(
        (given) => given === undefined,
        'cannot be used: Marathon cannot change the cpus of such an app',
      )
      .optional(),
    hostPath: text.optional(),
    mode: text.regex(/^R[OW]$/i, 'must be "RO" or "RW"').optional(),
  })
  .refine(
    (given) =>
      'persistent' in given ||
      'external' in given ||
      'secret' in given ||
      (given.hostPath !== undefined && given.mode !== undefined),
    'must have a hostPath and a mode',
  );

const docker = z.looseObject(
  {
    image: z.string(imageMissing).min(1, imageMissing),
    network: text
      .regex(/^(HOST|BRIDGE|USER)$/i, 'must be "HOST", "BRIDGE" or "USER": Marathon has no other networks')
      .optional(),
    parameters: z.array(z.looseObject({ key: text, value: text })).optional(),
    portMappings: z.array(z.looseObject({})).optional(),
  },
  imageMissing,
);

const container = z
  .looseObject(
    {
      type: text.regex(/^(DOCKER|MESOS)$/i, 'must be "DOCKER" or "MESOS"').default('DOCKER'),
      /** Mesos' own containers need none: then the command runs on the files of the agent. */
      docker: docker.optional(),
      volumes: z.array(volume).optional(),
      portMappings: z.array(z.looseObject({})).optional(),
    },
    'must be an object as { "type": "DOCKER", "docker": { "image": "…" } }',
  )
  .refine(({ type, docker }) => docker !== undefined || /^mesos$/i.test(type), {
    path: ['docker'],
    message: imageMissing,
  });

/** Fields that Pacer sends as they came. */
const sentAsGiven = {
  gpus: wholeNumber.optional(),
  labels: z.record(z.string(), text).optional(),
  secrets: z.record(z.string(), z.looseObject({ source: text }, 'must be { "source": "…" }')).optional(),
  constraints: z.array(constraint).optional(),
  acceptedResourceRoles: z.array(text).min(1, 'must not be empty; omit it to accept any role').optional(),
  taskKillGracePeriodSeconds: wholeNumber.optional(),
  killSelection: text
    .regex(/^(YOUNGEST|OLDEST)_FIRST$/i, 'must be "YOUNGEST_FIRST" or "OLDEST_FIRST"')
    .optional(),
  unreachableStrategy: unreachableStrategy.optional(),
  check: check.optional(),
  networks: z.array(network).optional(),
  portDefinitions: z.array(z.looseObject({})).optional(),
  readinessChecks: z.array(z.looseObject({ portName: text.optional() })).optional(),
  dependencies: z.array(dependency).optional(),
};

const segment = '(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])';
const appId = new RegExp(`^/?${segment}(/${segment})*$`);
/** Parts of a path that the API takes for its own: as the last, and below an app that may be there. */
const ownPaths = /((^|\/)(restart|tasks|versions)$)|([^/]\/(restart|tasks|versions)\/)/;
const longestId = 200;
export const longestLaunchDelaySeconds = 60;

const positive = z.number('must be a number').positive('must be above 0');

/** An app, each field by itself. */
export const app = z.looseObject({
  id: z
    .string('is required and must be a string')
    .max(longestId, `must be at most ${longestId} characters`)
    .regex(appId, 'must be lower-case letters, digits, dashes and dots, in a path such as /group/app')
    .refine(
      (id) => !ownPaths.test(id),
      'must not contain restart, tasks or versions as a part: Marathon takes these for calls',
    ),
  cmd: commandField.optional(),
  args: z.array(z.string('must be a string')).min(1, 'must not be empty').max(1000).optional(),
  container: container.optional(),
  cpus: positive.optional(),
  mem: notNegative.optional(),
  env: z
    .record(
      z.string().refine((name) => !isReserved(name)),
      z.union([z.string(), z.object({ secret: z.string() })], 'must be a string or { "secret": "…" }'),
      { error: ({ code }) => (code === 'invalid_key' ? 'must not begin with PACER_' : undefined) },
    )
    .optional(),
  residency: z.never('cannot be used: Marathon cannot change the cpus of such an app').optional(),
  executor: z
    .string('must be a string')
    .regex(/^(\/\/cmd)?$/, 'must be empty: an executor of its own would not run cmd')
    .optional(),
  instances: z.int('must be a whole number').optional(),
  upgradeStrategy: z.looseObject({}).optional(),
  ...sentAsGiven,
  backoffSeconds: wholeNumber.default(1),
  backoffFactor: z.number('must be a number').min(1, 'must be at least 1').default(1.5),
  maxLaunchDelaySeconds: wholeNumber.default(longestLaunchDelaySeconds),
});

/** An app whose fields are right, each by itself. */
export type App = z.infer<typeof app>;
