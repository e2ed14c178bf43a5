/**
 * Does half a CPU take twice as long? Runs the same fixed work at 1.0 and at 0.5 cpus, in interleaved pairs so that a busy
 * moment of the machine touches both, and fails if the median ratio is not what a real limit gives.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MesosCluster, mesosCluster } from '../simulators/mesos/cluster.ts';

const pairs = 3;
const workSeconds = 2;
const expected = { least: 1.7, most: 2.4 };
const cores = availableParallelism();

const spin = (rounds: number): string =>
  `let x = 0; for (let i = 0; i < ${rounds}; i++) x = (x * 31 + i) | 0;`;

/** Rounds that take about a second here: a sample is timed within the task, so that the start of node does not count. */
async function roundsPerSecond(cluster: MesosCluster): Promise<number> {
  const rounds = 1e8;
  const program = `const t = performance.now(); ${spin(rounds)} process.exitCode = Math.ceil((performance.now() - t) / 10)`;
  const { message } = await runTask(cluster, { name: 'calibration', cpus: cores, programs: [program] });
  return (rounds * 100) / Math.max(1, Number(/\d+$/.exec(message)?.[0]));
}

type Work = { name: string; cpus: number; programs: string[] };

let launches = 0;

function runTask(cluster: MesosCluster, work: Work): Promise<{ seconds: number; message: string }> {
  const id = `${work.name}-${++launches}`;
  const { promise, resolve } = Promise.withResolvers<{ seconds: number; message: string }>();
  let startedAt = performance.now();
  const unsubscribe = cluster.subscribe(({ taskId, state, message }) => {
    if (taskId !== id) return;
    if (state === 'TASK_RUNNING') {
      startedAt = performance.now();
      return;
    }
    unsubscribe();
    resolve({ seconds: (performance.now() - startedAt) / 1000, message });
  });
  const lines = work.programs.map((program) => `'${process.execPath}' -e '${program}'`);
  const command = lines.length === 1 ? `exec ${lines[0]}` : `${lines.join(' & ')} & wait`;
  const size = { cpus: work.cpus, mem: 1, disk: 1 };
  cluster.launch({ id, name: work.name, command, env: {}, shell: true, ...size });
  return promise;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function halfAgainstWhole(cluster: MesosCluster, program: string): Promise<number> {
  const ratios: number[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    const whole = await runTask(cluster, { name: 'whole', cpus: 1, programs: [program] });
    const half = await runTask(cluster, { name: 'half', cpus: 0.5, programs: [program] });
    const ratio = half.seconds / whole.seconds;
    ratios.push(ratio);
    const times = `1.0 cpus ${whole.seconds.toFixed(2)} s, 0.5 cpus ${half.seconds.toFixed(2)} s`;
    console.log(`pair ${pair}: ${times}, ratio ${ratio.toFixed(2)}`);
  }
  return median(ratios);
}

async function twoThreadsAgainstOne(cluster: MesosCluster, program: string): Promise<void> {
  if (cores < 2) return console.log('two busy threads at 1.0 cpus: not measured, the machine has one core');
  const one = await runTask(cluster, { name: 'one-thread', cpus: 1, programs: [program] });
  const two = await runTask(cluster, { name: 'two-threads', cpus: 1, programs: [program, program] });
  const ratio = (two.seconds / one.seconds).toFixed(2);
  console.log(
    `two busy threads at 1.0 cpus, each with the same work: ${ratio} times one thread (ideal 2.00)`,
  );
}

const directory = mkdtempSync(join(tmpdir(), 'bench-cpu-limit-'));
const agent = { id: 'bench', hostname: 'localhost', cpus: Math.max(1, cores), mem: 64, disk: 64 };
const cluster = mesosCluster({ agents: [agent], directory });
try {
  const rounds = Math.round(workSeconds * (await roundsPerSecond(cluster)));
  console.log(
    `limiter: ${cluster.cpuLimit}; cores: ${cores}; load: ${loadavg()[0]?.toFixed(2)}; work: ${rounds} rounds`,
  );
  const ratio = await halfAgainstWhole(cluster, spin(rounds));
  const passes = ratio >= expected.least && ratio <= expected.most;
  const verdict = `expected ${expected.least} to ${expected.most}: ${passes ? 'ok' : 'NOT MET'}`;
  console.log(`median ratio ${ratio.toFixed(2)}, ${verdict}`);
  await twoThreadsAgainstOne(cluster, spin(rounds));
  console.log(
    'caveats: the times hold the start of node; other load on the machine slows the whole CPU more than the half',
  );
  process.exitCode = passes ? 0 : 1;
} finally {
  await cluster.close();
  rmSync(directory, { recursive: true });
}
