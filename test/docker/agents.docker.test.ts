import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../e2e/until.ts';
import { newDirectory, ran, startAgents, task, written } from './agents.ts';
import { docker, image, skip } from './real-engine.ts';

const patience = { concurrency: 2, timeout: 180_000, skip };

/** What `docker inspect` shows of the container of a running task. */
function inspected(ids: string[]) {
  const [{ Name, HostConfig, Config }] = JSON.parse(docker('inspect', ...ids));
  return { name: Name, host: HostConfig, config: Config };
}

describe('an agent with Docker', patience, () => {
  test('runs the image of a task, shows its output in the sandbox, and leaves no container', async (t) => {
    const agents = await startAgents(t);
    const { status, stdout, stderr } = await ran(
      agents,
      task('a', 'ls /bin/curl; echo err >&2; ls /etc/debian_version'),
    );
    assert.deepEqual([status.state, status.message], ['TASK_FAILED', 'Container exited with status 1']);
    assert.deepEqual([stdout, stderr.split('\n')[0]], ['/bin/curl\n', 'err']);
    const finished = await ran(
      agents,
      task('b', 'printf', { shell: false, arguments: ['%s|', '$HOME', 'two words'] }),
    );
    assert.deepEqual([finished.status.state, finished.stdout], ['TASK_FINISHED', '$HOME|two words|']);
    await agents.cluster.close();
    assert.deepEqual(agents.containers(), []);
    assert.equal(existsSync(`${finished.sandbox}.env`), false);
  });

  test('hands over every variable as it is, and names the container to its task', async (t) => {
    const agents = await startAgents(t);
    const env = {
      LINES: 'one\ntwo = "three"\r\n#four',
      SPACED: '  a b ',
      LONG: 'x'.repeat(100_000),
      PATH: '/bin',
    };
    const command =
      'printf "%s|%s|%s|" "$LINES" "$SPACED" "$(printf %s "$LONG" | wc -c)"; env | grep -c ^LONG=; echo ready; sleep 60';
    const sandbox = agents.cluster.launch(task('ct:1:0:job:', `${command}; exit`, { env }))?.sandbox ?? '';
    await written(sandbox, 'ready');
    assert.equal(
      readFileSync(join(sandbox, 'stdout'), 'utf8'),
      `${env.LINES}|${env.SPACED}|100000|1\nready\n`,
    );
    const { name, config } = inspected(agents.containers());
    const variables: string[] = config.Env;
    assert.match(name, /^\/mesos-[0-9a-f-]{36}$/);
    assert.ok(variables.includes(`MESOS_CONTAINER_NAME=${name.slice(1)}`));
    assert.ok(variables.includes('MESOS_TASK_ID=ct:1:0:job:') && variables.includes('HOST=one.example'));
    assert.ok(variables.includes('MESOS_SANDBOX=/mnt/mesos/sandbox'));
  });

  test('shows no value of a variable in the list of processes, at any time', async (t) => {
    const agents = await startAgents(t);
    const secret = 'not-for-everybody';
    const env = { ONE_LINE: secret, LINES: `${secret}\n${secret}` };
    let shown = '';
    let isOver = false;
    agents.cluster.launch(task('listed', 'test "$ONE_LINE" && sleep 1', { env }));
    void agents.ended('listed').then(() => {
      isOver = true;
    });
    while (!isOver) {
      shown += execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
      await delay(20);
    }
    assert.match(shown, /docker run .*--env LINES/);
    assert.ok(!shown.includes(secret));
    assert.equal((await agents.ended('listed')).state, 'TASK_FINISHED');
  });

  test('holds a task to its cpus and its memory', async (t) => {
    const agents = await startAgents(t);
    agents.cluster.launch(task('a', 'sleep 60', { cpus: 0.1 + 0.2, mem: 48 }));
    await agents.running('a');
    const { NanoCpus, Memory } = inspected(agents.containers()).host;
    assert.deepEqual([NanoCpus, Memory], [300_000_000, 48 * 1024 * 1024]);
    const greedy = 'x=0123456789; while :; do x=$x$x; done';
    const { status } = await ran(agents, task('b', greedy, { mem: 40 }));
    assert.equal(status.state, 'TASK_FAILED');
    assert.match(status.message, /40 MB of memory are too few/);
  });

  test('gives a container its volumes, the sandbox and the parameters of its definition', async (t) => {
    const agents = await startAgents(t);
    const data = newDirectory(t);
    writeFileSync(join(data, 'given'), 'by the host\n');
    const volumes = [
      { source: { path: data }, containerPath: '/data', mode: 'ro' as const },
      { source: { path: 'kept' }, containerPath: '/kept', mode: 'rw' as const },
      { source: 'new' as const, containerPath: '/scratch', mode: 'rw' as const },
    ];
    const parameters = [
      { key: 'hostname', value: 'parametrized' },
      { key: 'name', value: 'stolen' },
    ];
    const command =
      'cat /data/given; touch /data/x 2>/dev/null || echo read-only; echo a >/kept/file; echo b >/scratch/file';
    const container = { network: 'bridge', volumes, parameters };
    const more = '; echo c >"$MESOS_SANDBOX/mine"; hostname';
    const { stdout, status, sandbox } = await ran(agents, task('a', command + more, { container }));
    assert.equal(stdout, 'by the host\nread-only\nparametrized\n', status.message);
    assert.equal(readFileSync(join(sandbox, 'kept', 'file'), 'utf8'), 'a\n');
    assert.equal(readFileSync(join(sandbox, 'mine'), 'utf8'), 'c\n');
  });

  test('connects a container to the networks of the host, of the bridge and of users, and publishes ports', async (t) => {
    const agents = await startAgents(t);
    const server = createServer((_, response) => void response.end('the host\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const command = `curl -sS http://127.0.0.1:${port}/`;
    const onHost = await ran(agents, task('host', command));
    assert.equal(onHost.stdout, 'the host\n', onHost.stderr);
    const network = `pacer-test-${process.pid}`;
    docker('network', 'create', network);
    t.after(() => docker('network', 'rm', network));
    for (const each of ['bridge', network]) {
      const { stdout, status } = await ran(agents, task(each, command, { container: { network: each } }));
      assert.deepEqual([stdout, status.message], ['', 'Container exited with status 7']);
    }
    const ports = [{ hostPort: 31_874, containerPort: 80, protocol: 'tcp' as const }];
    agents.cluster.launch(
      task('served', 'cd /etc; exec httpd -f -p 80', { container: { network: 'bridge', ports } }),
    );
    const served = await until(() => fetch('http://127.0.0.1:31874/hosts').catch(() => undefined), {
      missing: () => 'nothing is published',
    });
    assert.match(await served.text(), /host\.docker\.internal/);
    const { status } = await ran(
      agents,
      task('unknown', 'true', { container: { network: 'no-such-network' } }),
    );
    assert.match(status.message, /network no-such-network not found/);
  });

  test('what cannot be pulled or started has failed, in Docker’s words, and leaves no container', async (t) => {
    const agents = await startAgents(t);
    agents.cluster.launch(task('pulled', 'true', { container: { image: '127.0.0.1:1/no/such:image' } }));
    agents.cluster.launch(task('started', '/no/such/program', { shell: false }));
    agents.cluster.launch(task('forced', 'true', { container: { forcePullImage: true } }));
    const pulled = await agents.ended('pulled');
    assert.equal(pulled.state, 'TASK_FAILED');
    assert.match(
      pulled.message,
      /^Failed to launch container: Error response from daemon: .*connection refused/,
    );
    const started = await agents.ended('started');
    assert.equal(started.state, 'TASK_FAILED');
    assert.match(started.message, /^Failed to launch container: .*\/no\/such\/program/);
    assert.doesNotMatch(started.message, /docker run --help/);
    assert.equal((await agents.ended('forced')).state, 'TASK_FAILED'); // no registry has the image of the tests
    await agents.cluster.close();
    assert.deepEqual(agents.containers(), []);
  });

  test('containers that an earlier cluster left in the directory are removed at the start, and no others', async (t) => {
    const [directory, elsewhere] = [newDirectory(t), newDirectory(t)];
    const leave = (place: string) =>
      docker('run', '--detach', '--label', `pacer.directory=${place}`, image, 'sleep', '600');
    await startAgents(t, { directory: newDirectory(t) }); // provides the image
    const [left, other] = [leave(directory), leave(elsewhere)];
    t.after(() => docker('rm', '--force', other));
    await startAgents(t, { directory });
    const present = docker('ps', '--all', '--quiet', '--no-trunc').split('\n');
    assert.deepEqual([present.includes(left), present.includes(other)], [false, true]);
  });
});
