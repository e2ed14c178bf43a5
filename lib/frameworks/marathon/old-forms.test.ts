import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from './check-definition.ts';

type Fields = Record<string, unknown>;

const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
const smallest = { id: '/team/linpack', cmd: 'sleep 1', cpus: 1, container };

/** What is told of an app beside the loop, its one instance and its backoff. */
function checked(app: Fields): Fields & { told: string[] } {
  const { definition, adjustments, command } = checkDefinition({ ...smallest, ...app });
  const told = adjustments.slice(3);
  return { ...(definition as Record<string, unknown>), command, told };
}

test('an empty form of a field hides no other one', () => {
  const uris = ['http://files.example/a'];
  const fetch = [{ uri: 'http://files.example/a' }];
  const portDefinitions = [{ port: 80 }];
  assert.deepEqual(checked({ uris, fetch: [] }).uris, uris);
  assert.deepEqual(checked({ uris: [], fetch }).fetch, fetch);
  assert.deepEqual(checked({ ports: [80], portDefinitions: [] }).ports, [80]);
  assert.deepEqual(checked({ ports: [], portDefinitions }).portDefinitions, portDefinitions);
  assert.equal(checked({ args: [] }).command, 'sleep 1');
  assert.equal(checked({ cmd: '', args: ['true'] }).command, "'true'");
  const portMappings = [{ containerPort: 80 }];
  const inside = { ...container, docker: { ...container.docker, portMappings }, portMappings: [] };
  assert.deepEqual(checked({ container: inside }).container, {
    type: 'DOCKER',
    docker: { ...container.docker, portMappings },
  });
  const outside = { ...container, docker: { ...container.docker, portMappings: [] }, portMappings };
  assert.deepEqual(checked({ container: outside }).container, { ...container, portMappings });
});

test('what is said twice is sent once, and told', () => {
  const uris = ['http://files.example/a'];
  const fetch = [{ uri: 'http://files.example/a', extract: false }];
  const both = checked({ uris, fetch, ports: [80], portDefinitions: [{ port: 80, name: 'web' }] });
  assert.deepEqual([both.uris, both.fetch, both.ports], [undefined, fetch, undefined]);
  assert.deepEqual(both.told, [
    'uris is left out, since fetch names the same downloads.',
    'ports is left out, since portDefinitions names the same ports.',
  ]);
});

test('a container on a network of its own has its ports in its mappings', () => {
  const docker = { image: 'x', network: 'BRIDGE', portMappings: [{ containerPort: 80 }] };
  const { ports, portDefinitions, told } = checked({
    ports: [80],
    portDefinitions: [{ port: 80 }],
    container: { docker },
  });
  assert.deepEqual([ports, portDefinitions], [undefined, undefined]);
  const reason = 'since the ports of a container on a network of its own are those of its portMappings';
  assert.deepEqual(told, [`ports is left out, ${reason}.`, `portDefinitions is left out, ${reason}.`]);
});

test('what Marathon ignores is told, with what may be meant', () => {
  const docker = { image: 'x', requirePorts: true };
  assert.deepEqual(checked({ memory: 64, instance: 1, foo: [], container: { docker, volume: [1] } }).told, [
    'Marathon ignores what it does not know: memory (is mem meant?), instance (is instances meant?), ' +
      'container.volume (is volumes meant?) and container.docker.requirePorts.',
  ]);
});

test('an executor is that of Mesos for commands, or none', () => {
  assert.equal(checked({ executor: '//cmd' }).executor, '//cmd');
  assert.equal(checked({ executor: '' }).executor, '');
});
