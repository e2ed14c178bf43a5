import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type MesosCluster, mesosCluster } from './cluster.ts';
import type { TaskRequest, TaskStatus } from './task.ts';

const agent = (id: string, cpus: number) => ({ id, hostname: `${id}.example`, cpus, mem: 1024, disk: 1024 });
let directory: string;
let cluster: MesosCluster;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mesos-'));
  cluster = mesosCluster({ agents: [agent('one', 2), agent('two', 2)], directory });
});
afterEach(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true });
});

function task(id: string, command: string, rest: Partial<TaskRequest> = {}): TaskRequest {
  return { id, name: id, command, env: {}, shell: true, cpus: 1, mem: 32, disk: 32, ...rest };
}

function nextStatus(taskId: string, isWanted: (status: TaskStatus) => boolean): Promise<TaskStatus> {
  return new Promise((resolve) => {
    const unsubscribe = cluster.subscribe((status) => {
      if (status.taskId !== taskId || !isWanted(status)) return;
      unsubscribe();
      resolve(status);
    });
  });
}

const running = (taskId: string) => nextStatus(taskId, ({ state }) => state === 'TASK_RUNNING');
const ended = (taskId: string) => nextStatus(taskId, ({ state }) => state !== 'TASK_RUNNING');

async function run(request: TaskRequest): Promise<{ status: TaskStatus; stdout: string; stderr: string }> {
  const end = ended(request.id);
  const sandbox = cluster.launch(request)?.sandbox ?? '';
  const status = await end;
  const read = (name: string) => readFileSync(join(sandbox, name), 'utf8');
  return { status, stdout: read('stdout'), stderr: read('stderr') };
}

/** What a task has written so far. */
const stdoutOf = (sandbox: string) => readFileSync(join(sandbox, 'stdout'), 'utf8');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

test('a command that succeeds is running and then finished, with its output in the sandbox', async () => {
  const seen: string[] = [];
  cluster.subscribe(({ state }) => seen.push(state));
  const { status, stdout, stderr } = await run(task('ct:1:0:job:', 'echo out; echo err >&2'));
  assert.deepEqual(seen, ['TASK_RUNNING', 'TASK_FINISHED']);
  assert.equal(status.message, 'Command exited with status 0');
  assert.deepEqual([stdout, stderr], ['out\n', 'err\n']);
});

test('a command that fails, crashes or does not exist is failed', async () => {
  const failed = await run(task('a', 'exit 3'));
  assert.deepEqual(
    [failed.status.state, failed.status.message],
    ['TASK_FAILED', 'Command exited with status 3'],
  );
  const crashed = await run(task('b', 'kill -9 $$'));
  assert.deepEqual(
    [crashed.status.state, crashed.status.message],
    ['TASK_FAILED', 'Command terminated with signal Killed'],
  );
  const missing = await run(task('c', 'no-such-program', { shell: false }));
  assert.equal(missing.status.state, 'TASK_FAILED');
});

test('a task whose command or variables no process can be given is failed, and no value is shown', async () => {
  for (const [id, value] of [
    ['nul', 'secret\0'],
    ['long', 'secret'.repeat(30_000)],
  ] as const) {
    const byVariable = await run(task(id, ':', { env: { A: value } }));
    const byWord = await run(task(`${id}-word`, value));
    for (const { status } of [byVariable, byWord]) {
      assert.equal(status.state, 'TASK_FAILED');
      assert.match(status.message, /^Failed to launch the command: .*(NUL|too long)/);
      assert.doesNotMatch(status.message, /secret/);
    }
  }
  assert.equal((await run(task('next', ':'))).status.state, 'TASK_FINISHED');
});

test('without a shell the arguments reach the program as they are', async () => {
  const { stdout } = await run(
    task('a', 'printf', { shell: false, arguments: ['%s|', '$HOME', 'two words', '; echo'] }),
  );
  assert.equal(stdout, '$HOME|two words|; echo|');
});

test('a task sees what it asked for and what Mesos gives, and no other variable of this process', async () => {
  process.env.PACER_SECRET = 'do not leak';
  try {
    const { stdout } = await run(task('t:1', 'env', { env: { MINE: 'yes', HOST: 'forged' } }));
    assert.ok(!stdout.includes('do not leak'));
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    const given = 'PATH HOME TMPDIR HOST MESOS_TASK_ID MESOS_SANDBOX MESOS_CONTAINER_NAME'.split(' ');
    const allowed = ['MINE', 'PWD', 'OLDPWD', ...given];
    assert.deepEqual(
      names.filter((name) => !['SHLVL', '_', ...allowed].includes(name ?? '')),
      [],
    );
    assert.match(stdout, /^MINE=yes$/m);
    assert.match(stdout, /^HOST=one\.example$/m);
    assert.match(stdout, /^MESOS_TASK_ID=t:1$/m);
    assert.match(stdout, /^MESOS_CONTAINER_NAME=mesos-[0-9a-f-]{36}$/m);
  } finally {
    delete process.env.PACER_SECRET;
  }
});

test('a task must fit one agent, goes to the first with room, and gives its share back', async () => {
  assert.equal(cluster.launch(task('big', 'sleep 60', { cpus: 3 })), undefined);
  assert.equal(cluster.launch(task('a', 'sleep 60', { cpus: 1.9 }))?.agentId, 'one');
  assert.equal(cluster.launch(task('b', 'sleep 60', { cpus: 0.1 }))?.agentId, 'one');
  assert.equal(cluster.launch(task('c', 'sleep 60', { cpus: 0.1 }))?.agentId, 'two');
  assert.deepEqual(
    cluster.offers().map(({ cpus }) => cpus),
    [0, 1.9],
  );
  const end = ended('a');
  cluster.kill('a', 0);
  await end;
  assert.deepEqual(
    cluster.offers().map(({ cpus }) => cpus),
    [1.9, 1.9],
  );
});

test('a task that asks for an agent gets that one or none', () => {
  assert.equal(cluster.launch(task('a', 'sleep 60', { agentId: 'two', cpus: 2 }))?.hostname, 'two.example');
  assert.equal(cluster.launch(task('b', 'sleep 60', { agentId: 'two' })), undefined);
  assert.throws(() => cluster.launch(task('a', 'true')), /cannot launch a/);
});

test('a kill lets the command end by itself within the grace period', async () => {
  const begun = running('a');
  const request = task('a', 'trap "echo bye; exit 7" TERM; echo ready; while :; do sleep 0.05; done');
  const sandbox = cluster.launch(request)?.sandbox ?? '';
  await begun;
  await until(() => stdoutOf(sandbox) === 'ready\n');
  const end = ended('a');
  cluster.kill('a', 60_000);
  assert.equal((await end).state, 'TASK_KILLED');
  assert.equal(stdoutOf(sandbox), 'ready\nbye\n');
});

test('a command that ignores the request is killed when the grace period is over', async () => {
  const sandbox =
    cluster.launch(task('a', 'trap "" TERM; echo ready; while :; do sleep 1; done'))?.sandbox ?? '';
  await until(() => stdoutOf(sandbox) === 'ready\n');
  const end = ended('a');
  cluster.kill('a', 50);
  const status = await end;
  assert.deepEqual([status.state, status.message], ['TASK_KILLED', 'Command terminated with signal Killed']);
});

test('accidents end a task as failed or lost', async () => {
  for (const state of ['TASK_FAILED', 'TASK_LOST'] as const) {
    const begun = running(state);
    cluster.launch(task(state, 'sleep 60'));
    await begun;
    const end = ended(state);
    cluster.strike(state, state);
    assert.equal((await end).state, state);
  }
});

test('what a command leaves behind in the background dies with it', async () => {
  const { stdout } = await run(task('a', 'timeout 60 sleep 60 & echo $!'));
  await until(() => !isRunning(Number(stdout)));
});

test('a busy task over its limit is stopped and continued', {
  skip: !existsSync('/proc/self/stat'),
}, async (t) => {
  if (cluster.cpuLimit !== 'duty cycle') return t.skip('the kernel limits here');
  const sandbox = cluster.launch(task('a', 'echo $$; while :; do :; done', { cpus: 0.2 }))?.sandbox ?? '';
  await until(() => stdoutOf(sandbox).endsWith('\n'));
  const pid = Number(stdoutOf(sandbox));
  for (const state of ['T', 'R', 'T', 'R']) await until(() => processState(pid) === state);
});

const processState = (pid: number): string | undefined =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];

/** A killed process may stay a zombie until it is reaped. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || processState(pid) !== 'Z';
  } catch {
    return false;
  }
}
