import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { mesosCluster } from './cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'cpu-use-'));
const agent = { id: 'one', hostname: 'one.example', cpus: 2, mem: 64, disk: 64 };
const cluster = mesosCluster({ agents: [agent], directory });
after(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true });
});

async function run(name: string, command: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const isEnd = (state: string) => state !== 'TASK_RUNNING';
  cluster.subscribe(({ taskId, state }) => taskId === name && isEnd(state) && resolve());
  cluster.launch({ id: name, name, command, env: {}, shell: true, cpus: 0.5, mem: 1, disk: 1 });
  await promise;
}

test('what ended tasks used of their cpus is measured, by their name', async () => {
  assert.equal(cluster.cpuUse('busy'), null);
  await run('busy', 'timeout 0.4 sh -c "while :; do :; done"');
  await run('idle', 'sleep 0.3');
  const busy = cluster.cpuUse('busy');
  assert.equal(busy?.heldCpus, 0.5);
  assert.ok((busy?.usedCpus ?? 0) > (cluster.cpuUse('idle')?.usedCpus ?? 1));
});
