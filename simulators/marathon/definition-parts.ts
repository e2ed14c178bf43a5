import * as z from 'zod';

/** More is no whole number to a JVM. */
export const largestInt = 2_147_483_647;

/** A whole number as the JVM holds one; from zero on. */
export const count = z.int().max(largestInt).min(0);
export const amount = z.number().min(0);
export const port = z.int().min(0).max(65_535);
export const texts = z.record(z.string(), z.string());
const share = z.number().min(0).max(1);

/** What is shown as it was given, and has no effect here. */
export const opaque = z.looseObject({});

/** Names are understood in any case and shown as they are written here. */
const oneOf = <const T extends readonly string[]>(...names: T) =>
  z.preprocess(
    (given) =>
      typeof given === 'string'
        ? (names.find((name) => name.toLowerCase() === given.toLowerCase()) ?? given)
        : given,
    z.enum(names),
  );

/** An object is read field by field, so that anything else is one without fields. */
export const fieldsOf = <T extends z.ZodRawShape>(shape: T) => z.preprocess(asObject, z.object(shape));

function asObject(given: unknown): unknown {
  if (given === undefined) return given;
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
}

const label = '([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])';
const portName = z
  .string()
  .min(1)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const protocol = oneOf('tcp', 'udp', 'udp,tcp').default('tcp');

/** Ids are paths: lower case letters, digits, inner dashes and dots, between slashes; `..` leads up. */
export const pathId = z
  .string()
  .min(1)
  .regex(new RegExp(`^(/?(\\.\\.|((${label}\\.)*${label})?)($|/))+$`));

/** A moment as ISO text. */
export const moment = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)), {
    message: 'error.expected.date.isoformat',
  });

export const versionInfo = fieldsOf({ lastScalingAt: moment, lastConfigChangeAt: moment });

export const envValue = z.union([z.string(), z.object({ secret: z.string() })]);
export const secret = z.object({ source: z.string() });

export const portDefinition = fieldsOf({
  port: port.default(0),
  labels: texts.optional(),
  name: portName.optional(),
  protocol,
});

export const portMapping = fieldsOf({
  containerPort: port.default(0),
  hostPort: port.optional(),
  labels: texts.default({}),
  name: portName.optional(),
  protocol,
  servicePort: port.default(0),
  networkNames: z.array(portName).optional(),
});

const containerPath = z.string().min(1);
const mode = oneOf('RO', 'RW');

/** The last of these is what a volume is that none of the others is. */
const volume = z.union([
  z.looseObject({ containerPath, persistent: opaque, mode: mode.default('RW') }),
  z.looseObject({ containerPath, external: opaque, mode: mode.default('RW') }),
  z.looseObject({ containerPath, secret: z.string() }),
  fieldsOf({ containerPath, hostPath: z.string().min(1), mode }),
]);

export const dockerParts = {
  forcePullImage: z.boolean().default(false),
  image: z.string().min(1),
  parameters: z.array(fieldsOf({ key: z.string().min(1), value: z.string() })).default([]),
  pullConfig: fieldsOf({ secret: z.string() }).optional(),
  privileged: z.boolean().default(false),
};

/** How networks were named before they had a field of their own. */
export const oldNetwork = oneOf('BRIDGE', 'HOST', 'NONE', 'USER');

export const containerParts = {
  type: oneOf('MESOS', 'DOCKER').default('DOCKER'),
  docker: fieldsOf(dockerParts).optional(),
  linuxInfo: opaque.optional(),
  volumes: z.array(volume).default([]),
  portMappings: z.array(portMapping).optional(),
};

export const container = fieldsOf(containerParts);

export const network = fieldsOf({
  name: portName.max(63).optional(),
  mode: oneOf('container', 'container/bridge', 'host').default('container'),
  labels: texts.optional(),
});

export const artifact = fieldsOf({
  uri: z.string().min(1).max(1024),
  extract: z.boolean().default(true),
  executable: z.boolean().default(false),
  cache: z.boolean().default(false),
  destPath: z.string().optional(),
});

export const executorResources = fieldsOf({
  cpus: amount.default(0.1),
  mem: amount.default(32),
  disk: amount.default(10),
});

const checkTimes = { intervalSeconds: count.default(60), timeoutSeconds: count.default(20) };

export const taskCheck = fieldsOf({
  http: opaque.optional(),
  tcp: opaque.optional(),
  exec: opaque.optional(),
  ...checkTimes,
  delaySeconds: count.default(15),
});

export const healthCheck = fieldsOf({
  command: z.object({ value: z.string() }).optional(),
  gracePeriodSeconds: count.default(300),
  ignoreHttp1xx: z.boolean().optional(),
  intervalSeconds: count.default(60),
  maxConsecutiveFailures: count.default(3),
  path: z.string().optional(),
  port: port.optional(),
  portIndex: port.optional(),
  protocol: oneOf('HTTP', 'HTTPS', 'TCP', 'COMMAND', 'MESOS_TCP', 'MESOS_HTTP', 'MESOS_HTTPS').default(
    'HTTP',
  ),
  ipProtocol: oneOf('IPv4', 'IPv6').default('IPv4'),
  timeoutSeconds: z.int().max(largestInt).default(20),
  delaySeconds: count.default(15),
});

export const readinessCheck = fieldsOf({
  name: z.string().default('readinessCheck'),
  protocol: oneOf('HTTP', 'HTTPS').default('HTTP'),
  path: z.string().min(1).max(1024).default('/'),
  portName: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .default('http-api'),
  intervalSeconds: count.default(30),
  timeoutSeconds: z.int().max(largestInt).default(10),
  httpStatusCodesForReady: z.array(z.int().min(100).max(999)).default([200]),
  preserveLastResponse: z.boolean().default(false),
});

export const upgradeStrategy = fieldsOf({ maximumOverCapacity: share, minimumHealthCapacity: share });

export const killSelection = oneOf('YOUNGEST_FIRST', 'OLDEST_FIRST');

export const unreachableStrategy = z.union([
  z.literal('disabled'),
  fieldsOf({ inactiveAfterSeconds: count.default(0), expungeAfterSeconds: count.default(0) }),
]);
