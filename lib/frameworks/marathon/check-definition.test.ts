import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { sleeps, testRig } from '../../../test/rigs/marathon-simulator.ts';
import { checkDefinition } from './check-definition.ts';

const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
const smallest = { id: '/team/linpack', cmd: 'sleep 1', container };
const single = { MARATHON_SINGLE_INSTANCE_APP: 'true' };
const backoff = { backoffSeconds: 1, backoffFactor: 1.5, maxLaunchDelaySeconds: 60 };

test('an app is taken apart into what Pacer needs and what Marathon gets as it is', () => {
  const kept = {
    mem: 64,
    env: { A: '1', B: { secret: 'b' } },
    secrets: { b: { source: 'vault' } },
    constraints: [['rack', 'IS', '1']],
    fetch: [],
  };
  const theirs = {
    instances: 3,
    upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
    version: '2026-01-01T00:00:00.000Z',
    tasksRunning: 3,
    lastTaskFailure: {},
  };
  const app = { ...smallest, ...kept, ...theirs, cpus: 0.3, labels: { team: 'red' }, backoffSeconds: 5 };
  assert.deepEqual(checkDefinition(app), {
    name: '/team/linpack',
    image: 'debian:stable-slim',
    command: 'sleep 1',
    definition: { container, ...kept, labels: { team: 'red', ...single }, ...backoff, backoffSeconds: 5 },
    cpus: 0.3,
    iterations: null,
    adjustments: [
      'There is one instance, labelled MARATHON_SINGLE_INSTANCE_APP, and upgradeStrategy is 0/0: a task has ended before the next starts, unless Mesos has lost touch with its agent: then both may run for a while, and the runs of both count.',
      'cmd runs iteration after iteration in one task and reports each; a restarted task continues with the next.',
      'A task that fails is started again after 5 s, each time 1.5 times later, up to 60 s.',
      'The app begins anew, without version and tasksRunning.',
    ],
  });
});

test('what is null counts as absent', () => {
  const app = { ...smallest, cpus: null, args: null, residency: null, labels: null, user: null, uris: null };
  const { definition, cpus } = checkDefinition(app);
  assert.deepEqual([definition, cpus], [{ container, labels: single, ...backoff }, null]);
});

test('the type of the container may be absent, and the id may be relative', () => {
  const checked = checkDefinition({ ...smallest, id: 'a.b/c-d', container: { docker: { image: 'x' } } });
  assert.deepEqual([checked.name, checked.image], ['/a.b/c-d', 'x']);
  assert.deepEqual(checked.definition.container, { type: 'DOCKER', docker: { image: 'x' } });
});

test('an app without a container runs on the agent itself', () => {
  for (const none of [null, undefined]) {
    const { definition, image, adjustments } = checkDefinition({ ...smallest, cpus: 1, container: none });
    assert.deepEqual([definition.container, image], [undefined, '']);
    assert.match(adjustments[3] ?? '', /^The app has no image: cmd runs on the agent itself/);
  }
});

test('the command stays as it was written', () => {
  const cmd = '  # a comment\nset -e; echo "ä $HOME" \\\n  && exit 3 &\n';
  assert.equal(checkDefinition({ ...smallest, cmd }).command, cmd);
});

test('args become a command that gives the program exactly them', () => {
  const words = [
    '',
    'a b',
    "it's",
    "''",
    '"$HOME" `id` \\',
    '*',
    '-n',
    '\n',
    'é 🙂',
    '$(exit 3)',
    '#',
    ';',
    '~',
  ];
  const args = ['/usr/bin/env', 'printf', '<%s>', ...words];
  const { command, adjustments } = checkDefinition({ ...smallest, cmd: undefined, args });
  const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8' });
  assert.equal(printed, words.map((word) => `<${word}>`).join(''));
  assert.ok(adjustments.includes('args are run as a command; the entry point of the image is not used.'));
});

test('an app that fails is never started later than a minute after, nor without cpus', () => {
  const { definition, adjustments } = checkDefinition({
    ...smallest,
    backoffSeconds: 2,
    backoffFactor: 3,
    maxLaunchDelaySeconds: 3600,
  });
  assert.equal(definition.maxLaunchDelaySeconds, 60);
  assert.deepEqual(adjustments.slice(2), [
    'A task that fails is started again after 2 s, each time 3 times later, up to 60 s.',
    'The app specifies no cpus; it starts with 1, or with the nearest value within its bounds.',
  ]);
  assert.equal(
    checkDefinition({ ...smallest, maxLaunchDelaySeconds: 7 }).definition.maxLaunchDelaySeconds,
    7,
  );
});

/** What Marathon 1.4 shows of an app on a network of its own: every key, and old forms beside new ones. */
const shownBy14 = {
  id: '/old',
  cmd: 'sleep 60',
  args: null,
  user: null,
  env: {},
  instances: 1,
  cpus: 0.5,
  mem: 32,
  disk: 0,
  gpus: 0,
  executor: '',
  constraints: [],
  uris: ['http://127.0.0.1/x'],
  storeUrls: [],
  fetch: [{ uri: 'http://127.0.0.1/x', extract: true, executable: false, cache: false }],
  backoffSeconds: 1,
  backoffFactor: 1.15,
  maxLaunchDelaySeconds: 3600,
  container: {
    type: 'DOCKER',
    volumes: [],
    docker: {
      image: 'debian',
      network: 'BRIDGE',
      privileged: false,
      parameters: [],
      forcePullImage: false,
      portMappings: [{ containerPort: 80, hostPort: 0, servicePort: 10_000, protocol: 'tcp', labels: {} }],
    },
  },
  healthChecks: [],
  readinessChecks: [],
  dependencies: [],
  labels: {},
  ipAddress: null,
  residency: null,
  upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
  acceptedResourceRoles: null,
  secrets: {},
  taskKillGracePeriodSeconds: null,
  unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
  killSelection: 'YOUNGEST_FIRST',
  requirePorts: false,
  version: '2026-01-01T00:00:00.000Z',
  ports: [10_000],
  portDefinitions: [{ port: 10_000, protocol: 'tcp', name: null, labels: {} }],
  versionInfo: { lastScalingAt: '2026-01-01T00:00:00.000Z', lastConfigChangeAt: '2026-01-01T00:00:00.000Z' },
  tasksStaged: 0,
  tasksRunning: 1,
  tasksHealthy: 0,
  tasksUnhealthy: 0,
  deployments: [],
  tasks: [],
};

test('what Marathon shows of an app can be launched as it is', async (t) => {
  const rig = await testRig();
  t.after(rig.close);
  await rig.create({ id: '/new', container: { docker: { image: 'debian' } }, fetch: shownBy14.fetch });
  const { version: _, ...shown } = await rig.app('/new');
  const onHost = { ...shownBy14, id: '/host', container: { docker: { image: 'debian', network: 'HOST' } } };
  for (const app of [{ ...shown, id: '/copy' }, shownBy14, onHost]) {
    const { name, definition, command, cpus } = checkDefinition(app);
    const upgradeStrategy = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };
    const posted = { ...definition, id: name, cmd: command, cpus, upgradeStrategy };
    const { status, text } = await rig.call('POST', '/v2/apps', posted);
    assert.equal(status, 201, text);
    await rig.settled();
    const { fetch, portDefinitions, cmd } = await rig.app(name);
    assert.deepEqual([fetch, cmd], [shownBy14.fetch, sleeps.cmd]);
    assert.equal(portDefinitions === undefined, app === shownBy14);
  }
});
