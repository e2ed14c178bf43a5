import { anything, downloads, either, forms, listOf, merged, mostly, optional, word } from './job-words.ts';
import fc from './seeded-cases.ts';

const port = fc.constantFrom(0, 80, 10_003);
const portMapping = optional({
  containerPort: port,
  hostPort: port,
  protocol: either(['tcp', 'UDP'], ['x']),
});

const image = mostly(fc.constantFrom('alpine:3', 'debian'));
const dockerParts = {
  forcePullImage: mostly(fc.boolean()),
  privileged: fc.boolean(),
  parameters: listOf(optional({ key: either(['a'], ['']), value: word }, ['key', 'value'])),
  requirePorts: fc.boolean(),
};
const volumes = listOf(
  merged(
    fc.constant({ containerPath: '/data' }),
    forms(
      [
        { hostPath: '/data', mode: 'RO' },
        { hostPath: '/data', mode: 'rw' },
      ],
      [{ persistent: { size: 1 } }, {}],
    ),
  ),
);
const type = mostly(either(['DOCKER', 'MESOS'], ['docker']));
const ports = forms(
  [
    {},
    { ports: [80] },
    { portDefinitions: [{ port: 80, name: 'web' }] },
    { ports: [80, 0], portDefinitions: [{ port: 80 }, { port: 0 }] },
    { ports: [], portDefinitions: [] },
  ],
  [
    { ports: [80], portDefinitions: [] },
    { ports: [], portDefinitions: [{ port: 80 }] },
    { ports: [1], portDefinitions: [{ port: 2 }] },
  ],
);
/** The container of an app with its network and its ports, in the forms up to 1.4 and from 1.5 on; or none. */
const boxes = fc.oneof(
  merged(ports, fc.constantFrom({}, { container: null })),
  merged(
    ports,
    optional({
      container: optional({ type, docker: optional({ image, ...dockerParts }, ['image']), volumes }),
    }),
  ),
  merged(
    ports,
    optional(
      {
        container: optional(
          {
            type,
            docker: optional(
              {
                image,
                network: either(['HOST', 'bridge'], ['USER', 'NONE']),
                portMappings: listOf(portMapping),
              },
              ['image', 'network'],
            ),
            volumes,
          },
          ['docker'],
        ),
        networks: fc.constant([]),
      },
      ['container'],
    ),
  ),
  optional(
    {
      container: optional(
        { type, docker: optional({ image }, ['image']), portMappings: listOf(portMapping) },
        ['docker'],
      ),
      networks: either(
        [[{ mode: 'container/bridge' }], [{ mode: 'container', name: 'n' }]],
        [[{ mode: 'x' }], [{}]],
      ),
    },
    ['container', 'networks'],
  ),
);

const marathonFields = optional(
  {
    id: mostly(either(['/a', 'a.b/c-d'], ['//a/b', '/a/', '/a/tasks'])),
    cmd: mostly(either(['sleep 1'], ['', null])),
    args: either([null, []], [['true']]),
    cpus: mostly(either([1, 0.5], [0])),
    mem: mostly(fc.constantFrom(32, 0)),
    disk: fc.constantFrom(0, 10),
    gpus: either([0], [1]),
    instances: mostly(fc.constantFrom(0, 1, 2)),
    env: either([{}, { A: 'x' }, null], [{ A: 1 }, { A: null }, { A: { secret: 's' } }]),
    labels: either([{}, { a: 'x' }, null], [{ a: 1 }]),
    constraints: listOf(
      either(
        [
          ['hostname', 'UNIQUE'],
          ['rack', 'like', 'a.*'],
          ['a', 'GROUP_BY', '2'],
        ],
        [['rack', 'FOO'], ['rack']],
      ),
    ),
    storeUrls: fc.constant([]),
    requirePorts: fc.boolean(),
    backoffSeconds: either([1, 0], [0.5, '1']),
    backoffFactor: either([1.15, 1], [0.5]),
    maxLaunchDelaySeconds: fc.constantFrom(3600, 10),
    upgradeStrategy: either([{ minimumHealthCapacity: 1, maximumOverCapacity: 1 }, null], [{}]),
    killSelection: mostly(fc.constantFrom('YOUNGEST_FIRST', 'OLDEST_FIRST', 'oldest_first')),
    unreachableStrategy: either(['disabled', {}, null], [{ inactiveAfterSeconds: 5 }]),
    acceptedResourceRoles: either([null, ['*']], [[]]),
    executor: either(['', '//cmd'], ['x', '/opt/x']),
    user: mostly(fc.constantFrom('root', null)),
    tty: fc.boolean(),
    version: fc.constant('2026-01-01T00:00:00.000Z'),
    versionInfo: fc.constant({
      lastScalingAt: '2026-01-01T00:00:00.000Z',
      lastConfigChangeAt: '2026-01-01T00:00:00.000Z',
    }),
    tasksRunning: fc.constantFrom(0, 1),
    dependencies: fc.constantFrom<unknown>([], ['/x', '../y']),
    taskKillGracePeriodSeconds: either([5, null], [0.5]),
    memory: anything,
  },
  ['id', 'cmd'],
);

/** An app as Marathon's own reader may get it, which converts nothing. */
export const marathonApps = merged(marathonFields, downloads, boxes);
