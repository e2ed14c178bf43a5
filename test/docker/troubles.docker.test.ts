import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { dockerClient } from '../../simulators/mesos/docker/client.ts';
import { dockerEngine } from '../../simulators/mesos/docker/engine.ts';
import { until } from '../e2e/until.ts';
import { containersOf, newDirectory, ran, startAgents, task } from './agents.ts';
import { docker, image, provideImage, skip } from './real-engine.ts';
import { troubledEngine } from './troubled-engine.ts';

const patience = { concurrency: 2, timeout: 240_000, skip };

const agentProgram = (directory: string) => `
  import { mesosCluster } from ${JSON.stringify(new URL('../../simulators/mesos/cluster.ts', import.meta.url).href)};
  import { dockerEngine } from ${JSON.stringify(new URL('../../simulators/mesos/docker/engine.ts', import.meta.url).href)};
  const directory = ${JSON.stringify(directory)};
  const agents = [{ id: 'a', hostname: 'a', cpus: 4, mem: 640, disk: 640 }];
  const cluster = mesosCluster({ agents, directory, docker: await dockerEngine(directory) });
  const container = { image: ${JSON.stringify(image)}, network: 'host', ports: [], volumes: [], parameters: [] };
  const request = { name: 't', env: {}, shell: true, cpus: 0.1, mem: 32, disk: 1, container };
  cluster.subscribe(({ taskId, state }) => console.log(taskId, state));
  process.on('SIGINT', () => cluster.launch({ ...request, id: 'short', command: 'true' }));
  cluster.launch({ ...request, id: 'long', command: 'sleep 600' });`;

/** Whether a process has a child that waits for the end of a container. */
const waits = (parent = Number.NaN): boolean =>
  / docker wait /.test(
    execFileSync('ps', ['-o', 'pid,args', '--ppid', String(parent)], { encoding: 'utf8' }),
  );

function startAgent(directory: string) {
  const program = ['--input-type=module-typescript', '-e', agentProgram(directory)];
  return spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
}

describe('an agent with an engine in trouble', patience, () => {
  test('without an engine there is a sentence that says what to do', async (t) => {
    const directory = newDirectory(t);
    const dead = await troubledEngine(t, directory);
    dead.die();
    await assert.rejects(dockerEngine(directory, dockerClient({ DOCKER_HOST: dead.host })), {
      message: /^No Docker engine answers: .+ Start it, .+"docker version".+leave --docker out/,
    });
  });

  test('an engine that dies ends its tasks; the container goes and others can start once it is back', async (t) => {
    const directory = newDirectory(t);
    const engine = await troubledEngine(t, directory);
    const agents = await startAgents(t, { directory, client: dockerClient({ DOCKER_HOST: engine.host }) });
    agents.cluster.launch(task('a', 'sleep 600'));
    await agents.running('a');
    engine.die();
    const { state, message } = await agents.ended('a');
    assert.equal(state, 'TASK_FAILED');
    assert.match(message, /^The container was lost: /);
    const refused = await ran(agents, task('b', 'true'));
    assert.equal(refused.status.state, 'TASK_FAILED');
    assert.match(refused.status.message, /^Failed to launch container: .*(connect|EOF)/i);
    assert.equal(agents.containers().length, 1);
    engine.recover();
    await until(() => agents.containers().length === 0 || undefined, {
      missing: () => 'the container stayed',
    });
    assert.equal((await ran(agents, task('c', 'true'))).status.state, 'TASK_FINISHED');
  });

  test('a task that a silent engine does not stop ends all the same, and so does the cluster', async (t) => {
    const directory = newDirectory(t);
    const engine = await troubledEngine(t, directory);
    const agents = await startAgents(t, { directory, client: dockerClient({ DOCKER_HOST: engine.host }) });
    agents.cluster.launch(task('a', 'sleep 600'));
    await agents.running('a');
    engine.hang();
    agents.cluster.kill('a', 100);
    const { state, message } = await agents.ended('a');
    assert.deepEqual(
      [state, message],
      ['TASK_FAILED', 'The container could not be stopped: Docker does not answer (docker stop).'],
    );
    await agents.cluster.close();
    engine.recover();
    const [left = ''] = agents.containers();
    docker('rm', '--force', left);
  });

  test('a Ctrl-C, which the whole group of processes hears, leaves containers to their cluster', async (t) => {
    provideImage();
    const agent = startAgent(newDirectory(t));
    t.after(() => agent.kill('SIGKILL'));
    const seen: string[] = [];
    for await (const line of createInterface({ input: agent.stdout })) {
      seen.push(line);
      if (line === 'long TASK_RUNNING') {
        await until(() => waits(agent.pid) || undefined, {
          missing: () => 'nothing waits for the container',
        });
        process.kill(-(agent.pid ?? Number.NaN), 'SIGINT');
      }
      if (line === 'short TASK_FINISHED') break;
    }
    assert.deepEqual(seen, ['long TASK_RUNNING', 'short TASK_RUNNING', 'short TASK_FINISHED']);
  });

  test('containers go when the process of the cluster is killed', async (t) => {
    provideImage();
    const directory = newDirectory(t);
    const agent = startAgent(directory);
    await once(agent.stdout, 'data');
    assert.equal(containersOf(directory).length, 1);
    agent.kill('SIGKILL');
    await until(() => containersOf(directory).length === 0 || undefined, {
      missing: () => 'it outlived its agent',
    });
  });
});
