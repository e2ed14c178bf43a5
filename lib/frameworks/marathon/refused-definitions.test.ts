import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from './check-definition.ts';

const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
const smallest = { id: '/team/linpack', cmd: 'sleep 1', container };

const id = 'id must be lower-case letters, digits, dashes and dots, in a path such as /group/app';
const reserved = 'id must not contain restart, tasks or versions as a part: Marathon takes these for calls';
const command = 'cmd must be the shell command of one iteration';
const either = `${command}; or args instead, the program and its arguments`;
const dockerized = 'container must be an object as { "type": "DOCKER", "docker": { "image": "…" } }';
const image = 'container.docker must name the Docker image';
const resident = 'cannot be used: Marathon cannot change the cpus of such an app';
const bytes = 'must be at most 131000 bytes, which is what Linux gives to a process in one piece';
const operator = 'must use one of the operators UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE and IS';
const unreachable =
  'must be "disabled", or whole seconds of which inactiveAfterSeconds are at most expungeAfterSeconds (0 when they are absent)';
const network = 'must be "HOST", "BRIDGE" or "USER": Marathon has no other networks';
const withDocker = (more: object) => ({ type: 'DOCKER', docker: { image: 'x', ...more } });

const wrong: [Record<string, unknown>, string][] = [
  [{ id: undefined }, 'id is required and must be a string'],
  [{ id: '/x/tasks/y' }, reserved],
  ...['', '/', '/A', 'a_b', '/a//b', '/a/', '-a', 'a-', '.', '../a', 'a b', 'a\n', 'ä'].map(
    (bad): [Record<string, unknown>, string] => [{ id: bad }, id],
  ),
  [{ id: `/${'a'.repeat(200)}` }, 'id must be at most 200 characters'],
  ...['/a/restart', 'tasks', '/a/versions'].map((bad): [Record<string, unknown>, string] => [
    { id: bad },
    reserved,
  ]),
  [{ cmd: undefined }, either],
  [{ cmd: null }, either],
  [{ args: ['a'] }, either],
  [{ cmd: 5 }, command],
  [{ cmd: ' \n' }, 'cmd must not be empty'],
  [{ cmd: 'a\0b' }, 'cmd must not contain the character NUL'],
  [{ cmd: undefined, args: [] }, 'args must not be empty'],
  [{ cmd: undefined, args: ['a', 1] }, 'args.1 must be a string'],
  [{ container: 'debian' }, dockerized],
  [{ container: { type: 'RKT', docker: { image: 'x' } } }, 'container.type must be "DOCKER" or "MESOS"'],
  [{ container: { type: 'DOCKER' } }, image],
  [{ container: { docker: {} } }, `container.docker.image must name the Docker image`],
  [{ container: { docker: { image: '' } } }, `container.docker.image must name the Docker image`],
  [
    { container: { ...container, volumes: [{ containerPath: 'x', persistent: { size: 1 } }] } },
    `container.volumes.0.persistent ${resident}`,
  ],
  [
    { cmd: undefined, container: { ...container, volumes: [{ containerPath: 'x', persistent: {} }] } },
    `container.volumes.0.persistent ${resident}; job.${either}`,
  ],
  [{ residency: {} }, `residency ${resident}`],
  [{ executor: '/opt/run' }, 'executor must be empty: an executor of its own would not run cmd'],
  [{ cmd: undefined, args: ['x'.repeat(70_000), "'".repeat(20_000)] }, `args joined to the command ${bytes}`],
  [{ cmd: 'ä'.repeat(65_501) }, `cmd ${bytes}`],
  [{ env: { ['N'.repeat(200)]: 'x'.repeat(130_900) } }, `env.${'N'.repeat(200)} ${bytes}, its name included`],
  [{ labels: { 'a\0': 'x' } }, 'labels must not contain a field named "a\0"'],
  [{ env: { A: 'x\0' } }, 'env.A must not contain the character NUL'],
  [
    { uris: ['http://a'], fetch: [{ uri: 'http://b' }] },
    'uris cannot be used together with fetch: move its entries there',
  ],
  [
    { ports: [1], portDefinitions: [{ port: 2 }] },
    'ports cannot be used together with portDefinitions of other ports: move its entries there',
  ],
  [{ cpus: 0 }, 'cpus must be above 0'],
  [{ cpus: '1' }, 'cpus must be a number'],
  [{ mem: -1 }, 'mem must not be below 0'],
  [{ instances: 1.5 }, 'instances must be a whole number'],
  [{ backoffSeconds: -1 }, 'backoffSeconds must not be below 0'],
  [{ backoffFactor: 0.5 }, 'backoffFactor must be at least 1'],
  [{ maxLaunchDelaySeconds: 'long' }, 'maxLaunchDelaySeconds must be a number'],
  [{ labels: { a: 1 } }, 'labels.a must be a string'],
  [{ backoffSeconds: 0.5 }, 'backoffSeconds must be a whole number'],
  [{ maxLaunchDelaySeconds: 0.5 }, 'maxLaunchDelaySeconds must be a whole number'],
  [{ taskKillGracePeriodSeconds: 0.5 }, 'taskKillGracePeriodSeconds must be a whole number'],
  [{ taskKillGracePeriodSeconds: -1 }, 'taskKillGracePeriodSeconds must not be below 0'],
  [{ env: { A: null } }, 'env.A must be a string or { "secret": "…" }'],
  [{ labels: { a: null } }, 'labels.a must be a string'],
  [{ secrets: { a: null } }, 'secrets.a must be { "source": "…" }'],
  [{ env: { '': 'x' } }, 'env must not contain a field named ""'],
  [{ env: { A: { secret: 's' } } }, 'env.A.secret must be one of those in secrets'],
  [{ acceptedResourceRoles: [] }, 'acceptedResourceRoles must not be empty; omit it to accept any role'],
  [{ constraints: [['hostname', 'FOO']] }, `constraints.0 ${operator}`],
  [{ constraints: [['hostname']] }, 'constraints.0 must name a field and an operator'],
  [
    { constraints: [['hostname', 'LIKE']] },
    'constraints.0 must have a regular expression for LIKE or UNLIKE',
  ],
  [{ check: {} }, 'check must contain one of http, tcp and exec'],
  [{ killSelection: 'x' }, 'killSelection must be "YOUNGEST_FIRST" or "OLDEST_FIRST"'],
  [
    { unreachableStrategy: { inactiveAfterSeconds: 5, expungeAfterSeconds: 1 } },
    `unreachableStrategy ${unreachable}`,
  ],
  [{ unreachableStrategy: { inactiveAfterSeconds: 5 } }, `unreachableStrategy ${unreachable}`],
  [{ networks: [{ mode: 'x' }] }, 'networks.0.mode must be "host", "container" or "container/bridge"'],
  [{ gpus: 1 }, 'gpus require "type": "MESOS" in container: Marathon gives no GPUs to DOCKER'],
  [{ dependencies: ['/A b'] }, 'dependencies.0 must be the id of an app or a group'],
  [{ readinessChecks: [{}] }, 'readinessChecks.0.portName must be the name of a port, which http-api is not'],
  [{ container: withDocker({ network: 'NONE' }) }, `container.docker.network ${network}`],
  [
    { container: withDocker({ parameters: [{ key: 'a' }] }) },
    'container.docker.parameters.0.value must be a string',
  ],
  [
    { container: { ...container, volumes: [{ containerPath: '/a' }] } },
    'container.volumes.0 must have a hostPath and a mode',
  ],
  [
    { container: { ...container, volumes: [{ containerPath: '/a', hostPath: '/a', mode: 'x' }] } },
    'container.volumes.0.mode must be "RO" or "RW"',
  ],
  [{ env: { PACER_TOKEN: 'x' } }, 'env.PACER_TOKEN must not begin with PACER_'],
  [{ env: { A: 1 } }, 'env.A must be a string or { "secret": "…" }'],
  [{ env: { A: { source: 'x' } } }, 'env.A must be a string or { "secret": "…" }'],
];

/** What real servers took, or what depends on their flags. */
const right: Record<string, unknown>[] = [
  { container: withDocker({ network: 'bridge' }) },
  { container: withDocker({ network: 'USER' }) },
  { container: { type: 'MESOS', docker: { image: 'x' } }, gpus: 1 },
  { container: { type: 'MESOS', volumes: [], portMappings: [] } },
  { container: { ...container, volumes: [{ containerPath: '/a', hostPath: '/a', mode: 'RO' }] } },
  { container: { ...container, volumes: [{ containerPath: '/a', external: { provider: 'dvdi' } }] } },
  { unreachableStrategy: 'disabled' },
  { unreachableStrategy: {} },
  { unreachableStrategy: { inactiveAfterSeconds: 5, expungeAfterSeconds: 5 } },
  {
    constraints: [
      ['hostname', 'UNIQUE'],
      ['rack', 'LIKE', 'a.*'],
    ],
  },
  { acceptedResourceRoles: ['*'], killSelection: 'OLDEST_FIRST', dependencies: ['/x', '../y'] },
  { env: { 'A B': 'x', S: { secret: 's' } }, secrets: { s: { source: 'vault' } } },
  { check: { exec: { command: { shell: 'true' } } }, healthChecks: [{}], networks: [{ name: 'foo' }] },
  { readinessChecks: [{ portName: 'default' }] },
  { readinessChecks: [{ portName: 'web' }], portDefinitions: [{ port: 0, name: 'web' }] },
];

for (const app of right) {
  test(`${JSON.stringify(app).slice(0, 80)} is taken as it is`, () => {
    const { definition } = checkDefinition({ ...smallest, ...app });
    assert.deepEqual({ ...definition, ...app }, definition);
  });
}

for (const [change, problem] of wrong) {
  test(`${JSON.stringify(change).slice(0, 60)} is refused: ${problem}`, () => {
    assert.throws(() => checkDefinition({ ...smallest, ...change }), {
      name: 'InvalidRequestError',
      message: `Invalid launch request: job.${problem}.`,
    });
  });
}
