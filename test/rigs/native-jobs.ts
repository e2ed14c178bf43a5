import fc from './seeded-cases.ts';

type Fields = fc.Arbitrary<Record<string, unknown>>;

const word = fc.constantFrom(
  '',
  'a',
  'x y',
  'true',
  'false',
  '0',
  '1',
  '0.5',
  ' 512 ',
  '1e3',
  '12d',
  'many',
  'ä',
);
const scalar = fc.oneof(
  word,
  fc.integer({ min: -2, max: 600 }),
  fc.integer({ min: 1, max: 800_000_000 }).map((n) => n / 8192),
  fc.boolean(),
);
/** What anybody may write anywhere, rarely. */
const anything = fc.oneof(
  { weight: 40, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, ['a'], { a: 1 }) },
);
/** As the framework wants it, and now and then otherwise. */
const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: anything });
/** What the framework takes, and now and then what it does not. */
const either = (right: readonly unknown[], wrong: readonly unknown[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const optional = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): Fields =>
  fc.record(model, { requiredKeys });
const listOf = (each: fc.Arbitrary<unknown>) => fc.array(each, { maxLength: 2 });
/** One of several ways to say a thing, and now and then one that cannot be. */
const forms = (right: readonly object[], wrong: readonly object[]) => either(right, wrong) as Fields;
const merged = (...parts: Fields[]): Fields =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as Record<string, unknown>);
const file = 'http://files.example/a';
const downloads = forms(
  [
    {},
    { uris: [file] },
    { fetch: [{ uri: file }] },
    { uris: [], fetch: [{ uri: file, cache: true }] },
    { uris: [file], fetch: [] },
  ],
  [
    { uris: [file], fetch: [{ uri: file }] },
    { uris: ['x'], fetch: [{ uri: file }] },
    { uris: null, fetch: 'x' },
  ],
);
const amount = fc.constantFrom<unknown>(1, 0.5, '0.5', '64', 0, ' 32 ', '1e2', true, '');
const flag = fc.constantFrom<unknown>(true, false, 'true', 'false', 0, 1, '');
const pair = optional({ key: mostly(word), value: anything }, ['key', 'value']);

const chronosContainer = optional(
  {
    type: mostly(fc.constantFrom('DOCKER', 'docker', 'MESOS')),
    image: mostly(fc.constantFrom('alpine:3', 'debian')),
    network: either(['HOST', 'BRIDGE'], ['USER', 'bridge']),
    volumes: mostly(
      listOf(
        optional({ containerPath: mostly(word), hostPath: anything, mode: either(['RO', 'rw'], ['x']) }, [
          'containerPath',
        ]),
      ),
    ),
    forcePullImage: fc.oneof(flag, fc.constant('TRUE')),
    parameters: mostly(listOf(pair)),
    networkName: anything,
    networkInfos: listOf(
      optional({
        name: anything,
        labels: listOf(pair),
        portMappings: listOf(optional({ hostPort: scalar })),
      }),
    ),
    colour: anything,
  },
  ['image'],
);

const chronosFields = optional(
  {
    name: mostly(either(['a', 'a.b-c_D'], ['two words', 'a#1'])),
    command: mostly(fc.constantFrom('true', 'sleep 1', 'echo "ä"')),
    container: chronosContainer,
    cpus: mostly(amount),
    mem: mostly(amount),
    disk: mostly(amount),
    shell: either([true, 'true', 1], [false, 'no']),
    schedule: mostly(
      either(['R20//PT1M', 'R/2030-01-01T00:00:00Z/PT24H', 'R5/2030-01-01/P1D'], ['R0//PT1M']),
    ),
    scheduleTimeZone: anything,
    epsilon: mostly(fc.constantFrom('PT60S', 'P1DT2H', 'pt1,5s', 'P')),
    executor: either([''], ['x', null]),
    executorFlags: anything,
    taskInfoData: anything,
    runAsUser: anything,
    owner: anything,
    ownerName: anything,
    description: anything,
    retries: anything,
    disabled: flag,
    concurrent: flag,
    async: flag,
    softError: anything,
    highPriority: flag,
    dataProcessingJobType: flag,
    successCount: anything,
    lastSuccess: anything,
    arguments: mostly(listOf(scalar)),
    environmentVariables: mostly(
      listOf(optional({ name: mostly(fc.constantFrom('A', 'B')), value: anything }, ['name', 'value'])),
    ),
    constraints: mostly(
      listOf(
        fc.tuple(anything, either(['EQUALS', 'LIKE', 'UNLIKE'], ['CLUSTER']), either(['1', 'a.*', 5], ['('])),
      ),
    ),
    memory: anything,
  },
  ['name', 'command', 'container', 'schedule'],
);

/** A job as Chronos' own reader may get it: each field in every form that it has a conversion for, and sometimes in another. */
export const chronosJobs = merged(chronosFields, downloads);

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
