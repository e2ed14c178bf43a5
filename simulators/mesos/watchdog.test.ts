import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { sandboxPath } from './sandbox.ts';

const hostProgram = (directory: string, command: string) => `
  import { mesosCluster } from ${JSON.stringify(new URL('./cluster.ts', import.meta.url).href)};
  const agents = [{ id: 'a', hostname: 'a', cpus: 4, mem: 64, disk: 64 }];
  const cluster = mesosCluster({ agents, directory: ${JSON.stringify(directory)} });
  const request = { name: 't', env: {}, shell: true, cpus: 0.1, mem: 1, disk: 1 };
  cluster.launch({ ...request, id: 't', command: ${JSON.stringify(command)} });`;

function startHost(directory: string, command: string): ChildProcess {
  const program = ['--input-type=module-typescript', '-e', hostProgram(directory, command)];
  return spawn(process.execPath, program, { stdio: ['ignore', 'inherit', 'inherit'] });
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return existsSync('/proc/self/stat') && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

async function pidsOf(directory: string, count: number): Promise<number[]> {
  const file = join(sandboxPath(directory, 't'), 'stdout');
  const read = () =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number) : [];
  await until(() => read().length === count);
  return read();
}

for (const [what, command, count] of [
  ['a sleeping task and its background children', 'echo $$; sleep 60 & echo $!; sleep 60', 2],
  ['a background child that left the process group', 'timeout 60 sleep 60 & echo $!; sleep 60', 1],
  ['a task that is stopped', 'echo $$; kill -STOP $$', 1],
] as const) {
  test(`${what} dies when the process of the cluster is killed`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mesos-'));
    const host = startHost(directory, command);
    const pids = await pidsOf(directory, count);
    assert.ok(pids.every((pid) => !isGone(pid)));
    host.kill('SIGKILL');
    await until(() => pids.every(isGone));
    rmSync(directory, { recursive: true });
  });
}
