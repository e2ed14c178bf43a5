import * as z from 'zod/mini';
import { commandField, isReserved } from '../wrapper/command-field.ts';

/**
 * Fields of an app for which Marathon is known to refuse some values, or to answer 500, which would be retried for ever. What
 * depends on its flags, such as features and default networks, is left to it.
 */

const text = () => z.string('must be a string');
const largestInteger = 2_147_483_647;
const notNegative = () => z.number('must be a number').check(z.nonnegative('must not be below 0'));
const wholeNumber = () => notNegative().check(z.int('must be a whole number'), z.maximum(largestInteger));
const imageMissing = 'must name the Docker image';

const operators = /^(UNIQUE|CLUSTER|GROUP_BY|LIKE|MAX_PER|UNLIKE|IS)$/i;
const constraint = () =>
  z.array(text(), 'must be a list: a field, an operator and, where it takes one, a value').check(
    z.minLength(2, { error: 'must name a field and an operator', abort: true }),
    z.maxLength(3, 'must be a field, an operator and a value'),
    z.refine(
      ([, operator = '']) => operators.test(operator),
      'must use one of the operators UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE and IS',
    ),
    z.refine(
      ([, operator = '', value = '']) => !/^(UN)?LIKE$/i.test(operator) || value !== '',
      'must have a regular expression for LIKE or UNLIKE',
    ),
  );

const check = () =>
  z
    .looseObject({}, 'must be an object')
    .check(
      z.refine(
        (given) => ['http', 'tcp', 'exec'].some((kind) => kind in given),
        'must contain one of http, tcp and exec',
      ),
    );

const network = () =>
  z.looseObject({
    mode: z.optional(
      text().check(
        z.regex(/^(host|container|container\/bridge)$/i, 'must be "host", "container" or "container/bridge"'),
      ),
    ),
  });

/** Both may be texts such as those of a path: `.` and `..` are parts of a dependency's id. */
const dependency = () => text().check(z.regex(/^[a-z0-9./-]+$/, 'must be the id of an app or a group'));

const unreachableMessage =
  'must be "disabled", or whole seconds of which inactiveAfterSeconds are at most expungeAfterSeconds (0 when they are absent)';
const unreachableStrategy = () =>
  z.union(
    [
      z.literal('disabled'),
      z
        .looseObject({
          inactiveAfterSeconds: z.optional(wholeNumber()),
          expungeAfterSeconds: z.optional(wholeNumber()),
        })
        .check(
          z.refine(
            ({ inactiveAfterSeconds = 0, expungeAfterSeconds = 0 }) =>
              inactiveAfterSeconds <= expungeAfterSeconds,
            unreachableMessage,
          ),
        ),
    ],
    unreachableMessage,
  );

/** A path of the host needs a mode; other volumes have words of their own. */
const volume = () =>
  z
    .looseObject({
      persistent: z.optional(
        z
          .unknown()
          .check(
            z.refine(
              (given) => given === undefined,
              'cannot be used: Marathon cannot change the cpus of such an app',
            ),
          ),
      ),
      hostPath: z.optional(text()),
      mode: z.optional(text().check(z.regex(/^R[OW]$/i, 'must be "RO" or "RW"'))),
    })
    .check(
      z.refine(
        (given) =>
          'persistent' in given ||
          'external' in given ||
          'secret' in given ||
          (given.hostPath !== undefined && given.mode !== undefined),
        'must have a hostPath and a mode',
      ),
    );

const docker = () =>
  z.looseObject(
    {
      image: z.string(imageMissing).check(z.minLength(1, imageMissing)),
      network: z.optional(
        text().check(
          z.regex(
            /^(HOST|BRIDGE|USER)$/i,
            'must be "HOST", "BRIDGE" or "USER": Marathon has no other networks',
          ),
        ),
      ),
      parameters: z.optional(z.array(z.looseObject({ key: text(), value: text() }))),
      portMappings: z.optional(z.array(z.looseObject({}))),
    },
    imageMissing,
  );

const container = () =>
  z
    .looseObject(
      {
        type: z._default(text().check(z.regex(/^(DOCKER|MESOS)$/i, 'must be "DOCKER" or "MESOS"')), 'DOCKER'),
        /** Mesos' own containers need none: then the command runs on the files of the agent. */
        docker: z.optional(docker()),
        volumes: z.optional(z.array(volume())),
        portMappings: z.optional(z.array(z.looseObject({}))),
      },
      'must be an object as { "type": "DOCKER", "docker": { "image": "…" } }',
    )
    .check(
      z.refine(({ type, docker }) => docker !== undefined || /^mesos$/i.test(type), {
        path: ['docker'],
        message: imageMissing,
      }),
    );

/** Fields that Pacer sends as they came. */
const sentAsGiven = () => ({
  gpus: z.optional(wholeNumber()),
  labels: z.optional(z.record(z.string(), text())),
  secrets: z.optional(z.record(z.string(), z.looseObject({ source: text() }, 'must be { "source": "…" }'))),
  constraints: z.optional(z.array(constraint())),
  acceptedResourceRoles: z.optional(
    z.array(text()).check(z.minLength(1, 'must not be empty; omit it to accept any role')),
  ),
  taskKillGracePeriodSeconds: z.optional(wholeNumber()),
  killSelection: z.optional(
    text().check(z.regex(/^(YOUNGEST|OLDEST)_FIRST$/i, 'must be "YOUNGEST_FIRST" or "OLDEST_FIRST"')),
  ),
  unreachableStrategy: z.optional(unreachableStrategy()),
  check: z.optional(check()),
  networks: z.optional(z.array(network())),
  portDefinitions: z.optional(z.array(z.looseObject({}))),
  readinessChecks: z.optional(z.array(z.looseObject({ portName: z.optional(text()) }))),
  dependencies: z.optional(z.array(dependency())),
});

const segment = '(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])';
const appId = new RegExp(`^/?${segment}(/${segment})*$`);
/** Parts of a path that the API takes for its own: as the last, and below an app that may be there. */
const ownPaths = /((^|\/)(restart|tasks|versions)$)|([^/]\/(restart|tasks|versions)\/)/;
const longestId = 200;
export const longestLaunchDelaySeconds = 60;

const positive = () => z.number('must be a number').check(z.positive('must be above 0'));

/** Fields that Pacer does not send, or not as they came. */
const refusedOrFixed = () => ({
  residency: z.optional(z.never('cannot be used: Marathon cannot change the cpus of such an app')),
  executor: z.optional(
    z
      .string('must be a string')
      .check(z.regex(/^(\/\/cmd)?$/, 'must be empty: an executor of its own would not run cmd')),
  ),
  instances: z.optional(z.int('must be a whole number')),
  upgradeStrategy: z.optional(z.looseObject({})),
});

/** An app, each field by itself. */
export const app = () =>
  z.looseObject({
    id: z.string('is required and must be a string').check(
      z.maxLength(longestId, `must be at most ${longestId} characters`),
      z.regex(appId, 'must be lower-case letters, digits, dashes and dots, in a path such as /group/app'),
      z.refine(
        (id) => !ownPaths.test(id),
        'must not contain restart, tasks or versions as a part: Marathon takes these for calls',
      ),
    ),
    cmd: z.optional(commandField),
    args: z.optional(
      z.array(z.string('must be a string')).check(z.minLength(1, 'must not be empty'), z.maxLength(1000)),
    ),
    container: z.optional(container()),
    cpus: z.optional(positive()),
    mem: z.optional(notNegative()),
    env: z.optional(
      z.record(
        z.string().check(z.refine((name) => !isReserved(name))),
        z.union([z.string(), z.object({ secret: z.string() })], 'must be a string or { "secret": "…" }'),
        { error: ({ code }) => (code === 'invalid_key' ? 'must not begin with PACER_' : undefined) },
      ),
    ),
    ...refusedOrFixed(),
    ...sentAsGiven(),
    backoffSeconds: z._default(wholeNumber(), 1),
    backoffFactor: z._default(z.number('must be a number').check(z.minimum(1, 'must be at least 1')), 1.5),
    maxLaunchDelaySeconds: z._default(wholeNumber(), longestLaunchDelaySeconds),
  });

/** An app whose fields are right, each by itself. */
export type App = z.infer<ReturnType<typeof app>>;
