import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskContainer, TaskRequest } from '../task.ts';
import { runArguments } from './run-arguments.ts';

interface Changes {
  request?: Partial<TaskRequest>;
  container?: Partial<TaskContainer>;
  variablesByName?: string[];
  cores?: number;
}

function argumentsOf({ request, container, variablesByName = [], cores = 4 }: Changes = {}): string[] {
  return runArguments({
    request: { command: 'echo a; echo b', shell: true, cpus: 0.5, mem: 64, ...request },
    container: {
      image: 'debian:stable-slim',
      network: 'host',
      ports: [],
      volumes: [],
      parameters: [],
      privileged: false,
      forcePullImage: false,
      ...container,
    },
    name: 'mesos-1',
    labels: ['pacer.directory=/d', 'pacer.process=p'],
    sandbox: '/d/task-1',
    environmentFile: '/d/task-1.env',
    variablesByName,
    cores,
  });
}

const valuesOf = (args: string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [args[index + 1]] : []));

test('a task is a detached container with its name, labels, network, limits, variables and sandbox', () => {
  assert.deepEqual(argumentsOf(), [
    'run',
    '--detach=true',
    '--rm=false',
    '--name',
    'mesos-1',
    '--label',
    'pacer.directory=/d',
    '--label',
    'pacer.process=p',
    '--network',
    'host',
    '--add-host',
    'host.docker.internal:host-gateway',
    '--cpus',
    '0.5',
    '--memory',
    '64m',
    '--env-file',
    '/d/task-1.env',
    '--volume',
    '/d/task-1:/mnt/mesos/sandbox',
    '--entrypoint',
    '/bin/sh',
    'debian:stable-slim',
    '-c',
    'echo a; echo b',
  ]);
});

test('without a shell the arguments follow the image, whose entry point stays', () => {
  const args = argumentsOf({ request: { shell: false, command: 'printf', arguments: ['%s', '$HOME; x'] } });
  assert.deepEqual(args.slice(-4), ['debian:stable-slim', 'printf', '%s', '$HOME; x']);
  assert.ok(!args.includes('--entrypoint'));
});

test('cpus are a hard limit in a form that Docker takes, and none where the engine has no more', () => {
  const cpusOf = (cpus: number, cores = 4) => valuesOf(argumentsOf({ request: { cpus }, cores }), '--cpus');
  assert.deepEqual(cpusOf(0.1 + 0.2), ['0.3']);
  assert.deepEqual(cpusOf(0.001), ['0.01']);
  assert.deepEqual(cpusOf(2, 2), []);
  assert.deepEqual(cpusOf(2, 1), []);
});

test('memory is what the task asked for, in whole MB and not below the least of Mesos', () => {
  const memoryOf = (mem: number) => valuesOf(argumentsOf({ request: { mem } }), '--memory');
  assert.deepEqual([memoryOf(128), memoryOf(100.5), memoryOf(4)], [['128m'], ['101m'], ['32m']]);
});

test('variables are named and never shown', () => {
  const args = argumentsOf({ variablesByName: ['PACER_COMMAND', 'B'] });
  assert.deepEqual(valuesOf(args, '--env'), ['PACER_COMMAND', 'B']);
});

test('volumes are paths of the agent, of the sandbox, of the engine, or new', () => {
  const volumes: TaskContainer['volumes'] = [
    { source: { path: '/srv' }, containerPath: '/data', mode: 'ro' },
    { source: { path: 'kept' }, containerPath: '/kept', mode: 'rw' },
    { source: { volume: 'named' }, containerPath: '/named', mode: 'rw' },
    { source: 'new', containerPath: '/new', mode: 'rw' },
  ];
  assert.deepEqual(valuesOf(argumentsOf({ container: { volumes } }), '--volume').slice(1), [
    '/srv:/data:ro',
    '/d/task-1/kept:/kept:rw',
    'named:/named:rw',
    '/new',
  ]);
});

test('ports are published, and a privileged container is one', () => {
  const ports = [{ hostPort: 31_000, containerPort: 80, protocol: 'udp' as const }];
  const args = argumentsOf({ container: { network: 'bridge', ports, privileged: true } });
  assert.deepEqual(valuesOf(args, '--publish'), ['31000:80/udp']);
  assert.deepEqual(valuesOf(args, '--network'), ['bridge']);
  assert.ok(args.includes('--privileged'));
});

test('parameters of the definition come before what keeps the container in the hands of its agent', () => {
  const parameters = [
    { key: 'name', value: 'mine' },
    { key: 'rm', value: 'true' },
    { key: 'ulimit', value: 'nofile=9' },
  ];
  const args = argumentsOf({ container: { parameters } });
  assert.deepEqual(args.slice(0, 8), [
    'run',
    '--name=mine',
    '--rm=true',
    '--ulimit=nofile=9',
    '--detach=true',
    '--rm=false',
    '--name',
    'mesos-1',
  ]);
});
