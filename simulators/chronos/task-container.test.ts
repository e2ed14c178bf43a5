import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mesosContainer } from './container.ts';
import { taskContainer } from './task-container.ts';

/** As it comes out of Chronos, which fills the definition up. */
const asked = (definition: Record<string, unknown>) => {
  const container = mesosContainer({ type: 'DOCKER', image: 'busybox:1', ...definition });
  return taskContainer(container === undefined ? {} : { container });
};

test('a job without a container has none, and one with an image alone is on the network of the host', () => {
  assert.equal(taskContainer({}), undefined);
  assert.deepEqual(asked({}), {
    image: 'busybox:1',
    network: 'host',
    ports: [],
    volumes: [],
    parameters: [],
    privileged: false,
    forcePullImage: false,
  });
});

test('a network of users has the name of the container or of its first network', () => {
  assert.equal(asked({ network: 'BRIDGE' })?.network, 'bridge');
  assert.equal(asked({ network: 'USER', networkName: 'blue' })?.network, 'blue');
  assert.equal(asked({ network: 'USER', networkInfos: [{ name: 'green' }] })?.network, 'green');
  assert.equal(asked({ network: 'USER' })?.network, 'USER');
});

test('ports are published but on the network of the host', () => {
  const networkInfos = [{ portMappings: [{ hostPort: 31_000, containerPort: 80, protocol: 'udp' }] }];
  const published = [{ hostPort: 31_000, containerPort: 80, protocol: 'udp' }];
  assert.deepEqual(asked({ network: 'BRIDGE', networkInfos })?.ports, published);
  assert.deepEqual(asked({ network: 'HOST', networkInfos })?.ports, []);
});

test('volumes and parameters are as the definition has them', () => {
  const volumes = [
    { hostPath: '/srv', containerPath: '/data', mode: 'RO' },
    { containerPath: '/new' },
    { containerPath: '/named', external: { name: 'volume', provider: 'dvdi', options: [] } },
  ];
  const parameters = [{ key: 'user', value: '1000' }];
  const container = asked({ volumes, parameters, forcePullImage: true });
  assert.deepEqual(container?.volumes, [
    { source: { path: '/srv' }, containerPath: '/data', mode: 'ro' },
    { source: 'new', containerPath: '/new', mode: 'rw' },
    { source: { volume: 'volume' }, containerPath: '/named', mode: 'rw' },
  ]);
  assert.deepEqual([container?.parameters, container?.forcePullImage], [parameters, true]);
});
