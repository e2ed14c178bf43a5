import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRig } from '../test/contract/store/rig.ts';
import { type Cost, exponent, meterOf } from './scale/measure.ts';
import { fillTable, operations } from './scale/operations.ts';

/**
 * Whether what Pacer does for one job grows with the number of live jobs in its table, and whether a sweep grows faster than that
 * number: calls and bytes of the table, and CPU time of this process, in one run. The embedded engine runs beside it; its own time is
 * not measured, as it is not DynamoDB's. `npm run bench:scale -- 1000` ends at 1,000 jobs, by default at 10,000.
 */
const mostJobs = Number(process.argv[2] ?? 10_000);
const sizes = [100, 1_000, 10_000, 100_000].filter((size) => size <= mostJobs);
const steepest = { job: 0.1, sweep: 1.02 };
/** A sweep takes seconds there. */
const sweepTimes = 2;

const directory = mkdtempSync(join(tmpdir(), 'pacer-scale-'));
const engine = fork(join(import.meta.dirname, 'scale', 'engine.ts'), [directory]);
const [url] = (await once(engine, 'message')) as [string];
const start = async () => ({ url, close: async () => void engine.disconnect() });
const rig = await startRig({ name: 'embedded', missing: false, returnsRefusedItem: false, start });
try {
  const table = await rig.emptyTable();
  const measured = meterOf(table);
  const rows = new Map<string, Cost[]>();
  let filled = 0;
  for (const size of sizes) {
    const jobs = await fillTable(table, size - filled);
    filled = size;
    for (const { name, times, act } of operations(table, jobs, sweepTimes))
      rows.set(name, [...(rows.get(name) ?? []), await measured(times, act)]);
    console.error(`measured with ${size} live jobs`);
  }
  print(rows);
} finally {
  await rig.close();
  rmSync(directory, { recursive: true });
}

function print(rows: ReadonlyMap<string, Cost[]>): void {
  console.log(`${'live jobs'.padEnd(26)}${sizes.map((size) => String(size).padStart(10)).join('')}`);
  for (const [name, costs] of rows) {
    row(`${name}: calls`, costs, ({ calls }) => calls.toFixed(1));
    row('  KB', costs, ({ kilobytes }) => kilobytes.toFixed(1));
    row('  CPU ms', costs, ({ cpuMilliseconds }) => cpuMilliseconds.toFixed(1));
    judge(name, costs);
  }
}

function row(title: string, costs: Cost[], cell: (cost: Cost) => string): void {
  console.log(`${title.padEnd(26)}${costs.map((cost) => cell(cost).padStart(10)).join('')}`);
}

/** By the bytes from the last but one size to the last: they do not depend on the machine. */
function judge(name: string, costs: Cost[]): void {
  const [few, many] = costs.slice(-2);
  const jobs = { few: sizes.at(-2) ?? 1, many: sizes.at(-1) ?? 1 };
  if (!few || !many) return;
  const power = exponent({ few: few.kilobytes, many: many.kilobytes }, jobs);
  const most = name === 'sweep' ? steepest.sweep : steepest.job;
  const isMet = power <= most;
  console.log(
    `  grows with jobs to the power of ${power.toFixed(2)} (at most ${most}: ${isMet ? 'met' : 'MISSED'})`,
  );
  if (!isMet) process.exitCode = 1;
}
