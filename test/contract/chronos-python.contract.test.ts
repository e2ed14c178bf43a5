import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ChronosOptions, startChronos } from '../../simulators/chronos/start-chronos.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';

const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const program = fileURLToPath(new URL('./chronos_python_client.py', import.meta.url));
const isInstalled = spawnSync(python, ['-c', 'import chronos']).status === 0;
const skip = isInstalled
  ? false
  : 'no chronos-python: python3 -m venv .venv && .venv/bin/pip install chronos-python';
const credentials = { user: 'operator', password: 'secret' };

/** The client catches every refusal and has but one sentence for it. */
const refused = 'No remaining Chronos servers to try';

const zeros = {
  '75thPercentile': 0,
  '95thPercentile': 0,
  '98thPercentile': 0,
  '99thPercentile': 0,
  median: 0,
  mean: 0,
  count: 0,
};

for (const [version, api] of [
  ['2.5.1', 'none'],
  ['3.0.2', 'v1'],
] as const) {
  test(`chronos-python lists, adds, updates, runs, reads and deletes jobs of ${version}`, {
    skip,
  }, async () => {
    const seen = await drive(version, api);
    assert.deepEqual(seen, {
      before: [],
      metrics: true,
      found: ['contract'],
      fresh: { histogram: zeros, taskStatHistory: [] },
      updated: 0.5,
      count: 1,
      slowest: 'contract',
      graph: 'node,contract,success,idle\n',
      unknown: refused,
      after: [],
      unauthorized: refused,
    });
  });
}

async function drive(version: ChronosOptions['version'], api: string): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'chronos-python-'));
  const agents = [{ id: 'a', hostname: 'localhost', cpus: 1, mem: 512, disk: 512 }];
  const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
  const chronos = await startChronos({ cluster, version, directory, credentials, offerIntervalMs: 20 });
  try {
    const { user, password } = credentials;
    const { host } = new URL(chronos.url);
    const { stdout } = await promisify(execFile)(python, [program, host, api, user, password]);
    return JSON.parse(stdout);
  } finally {
    await chronos.close();
    await cluster.close();
    rmSync(directory, { recursive: true });
  }
}
