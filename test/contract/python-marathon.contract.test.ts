import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMarathon } from '../../simulators/marathon/start-marathon.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';

/** The one that the Debian package belongs to. */
const python = '/usr/bin/python3';
const program = fileURLToPath(new URL('./python_marathon_client.py', import.meta.url));
const isInstalled = spawnSync(python, ['-c', 'import marathon']).status === 0;
const skip = isInstalled
  ? false
  : 'no python3-marathon: apt-get install --no-install-recommends python3-marathon';
const credentials = { user: 'operator', password: 'secret' };

test('python3-marathon creates, reads, changes, scales, restarts and deletes apps, and kills tasks', {
  skip,
}, async () => {
  assert.deepEqual(await drive(), {
    ping: '"pong"',
    before: [],
    version: '1.8.244',
    metrics: true,
    leader: ['leader'],
    created: '/contract',
    listed: ['/contract'],
    tasks: ['TASK_RUNNING'],
    networks: [{ mode: 'container/bridge' }],
    echo: ['deploymentId', 'version'],
    untouched: true,
    cpus: 1,
    restarted: true,
    scaled: 2,
    killed: '/contract',
    instances: 0,
    stuck: [['/contract'], 'RestartApplication'],
    queued: ['/contract', 1, true],
    locked: ['ConflictError', 409],
    rollback: true,
    first: [0.5, 0.5],
    given: true,
    failure: 'TASK_FAILED',
    delayed: [false],
    groups: ['/group'],
    group: ['/group/one'],
    after: [],
    unknown: ['NotFoundError', 404],
    invalid: ['MarathonHttpError', 422],
    unauthorized: ['MarathonHttpError', 401],
  });
});

async function drive(): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'python-marathon-'));
  const agents = [{ id: 'a', hostname: 'localhost', cpus: 2, mem: 512, disk: 512 }];
  const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
  const quick = { offerIntervalMs: 20, killGraceMs: 0 };
  const marathon = await startMarathon({ cluster, directory, credentials, ...quick });
  try {
    const { user, password } = credentials;
    const { stdout } = await promisify(execFile)(python, [program, marathon.url, user, password]);
    return JSON.parse(stdout);
  } finally {
    await marathon.close();
    await cluster.close();
    rmSync(directory, { recursive: true });
  }
}
