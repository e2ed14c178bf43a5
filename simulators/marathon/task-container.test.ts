import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskContainer } from './task-container.ts';

type App = Parameters<typeof taskContainer>[0]['app'];

const docker = { image: 'busybox:1', parameters: [], privileged: false, forcePullImage: false };
const bridge: App['networks'] = [{ mode: 'container/bridge' }];

function asked(container: Partial<NonNullable<App['container']>>, networks = bridge, ports: number[] = []) {
  const app: App = { networks, container: { type: 'DOCKER', docker, volumes: [], ...container } };
  return taskContainer({ app, ports });
}

test('an app without an image has no container', () => {
  assert.equal(taskContainer({ app: { networks: [{ mode: 'host' }] }, ports: [] }), undefined);
});

test('the network is that of the host, the bridge, or the one that is named', () => {
  const networkOf = (networks: App['networks']) => asked({}, networks)?.network;
  assert.equal(networkOf([{ mode: 'host' }]), 'host');
  assert.equal(networkOf([]), 'host');
  assert.equal(networkOf(bridge), 'bridge');
  assert.equal(networkOf([{ mode: 'container', name: 'blue' }]), 'blue');
});

test('each mapping is given its port of the task, and listens on it where it does not say', () => {
  const mapping = { servicePort: 10_000, labels: {} };
  const portMappings: NonNullable<App['container']>['portMappings'] = [
    { ...mapping, containerPort: 80, hostPort: 0, protocol: 'tcp' },
    { ...mapping, containerPort: 9, protocol: 'tcp' },
    { ...mapping, containerPort: 0, hostPort: 0, protocol: 'udp,tcp' },
  ];
  assert.deepEqual(asked({ portMappings }, bridge, [31_000, 31_001])?.ports, [
    { hostPort: 31_000, containerPort: 80, protocol: 'tcp' },
    { hostPort: 31_001, containerPort: 31_001, protocol: 'udp' },
    { hostPort: 31_001, containerPort: 31_001, protocol: 'tcp' },
  ]);
});

test('volumes are paths of the agent, volumes of the engine, or new', () => {
  const container = asked({
    volumes: [
      { containerPath: '/data', hostPath: '/srv', mode: 'RO' },
      { containerPath: '/named', mode: 'RW', external: { name: 'volume', provider: 'dvdi', options: {} } },
      { containerPath: '/kept', mode: 'RW', persistent: { size: 8 } },
    ],
  });
  assert.deepEqual(container?.volumes, [
    { source: { path: '/srv' }, containerPath: '/data', mode: 'ro' },
    { source: { volume: 'volume' }, containerPath: '/named', mode: 'rw' },
    { source: 'new', containerPath: '/kept', mode: 'rw' },
  ]);
});
