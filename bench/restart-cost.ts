/**
 * What does a change of cpus cost a Marathon job? Runs a job on the local stack whose cpus change after every iteration, and
 * shows for each change how long the run lasted that it killed (lost work) and how long it took until the next run began
 * (the restart). Fails when more than two seconds of work were lost.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiCaller } from '../cli/api/api-caller.ts';
import { jobsApi } from '../cli/api/jobs-api.ts';
import { startStack } from '../local/stack.ts';

const iterations = 9;
const iterationSeconds = 3;
const mostLostSeconds = 2;

/** The instants (ms) of one run, as its command noted them in empty files. */
interface Run {
  begunAt: number;
  killedAt: number | null;
}

const directory = mkdtempSync(join(tmpdir(), 'pacer-restart-'));
const notes = mkdtempSync(join(tmpdir(), 'pacer-restart-notes-'));
const stack = await startStack({ directory, port: 0, timeScale: 30, onLine: () => {} });
try {
  const api = jobsApi(apiCaller({ apiUrl: stack.apiUrl, token: stack.apiToken }));
  console.log(
    `A Marathon job of ${iterations} iterations of ${iterationSeconds} s, resized after each of them`,
  );
  const { launched } = await api.launch(request(), randomUUID());
  const { jobId } = launched;
  for (let job = await api.show(jobId); !job.finishedAt; job = await api.show(jobId)) await sleep(200);
  const { resizes, status } = await api.show(jobId);
  show(runs(), { resizes, status });
} finally {
  await stack.close();
  for (const each of [directory, notes]) rmSync(each, { recursive: true });
}

/** Declared so long that the law `step` adds cpus at every report. */
function request() {
  const note = (word: string) => `: >${notes}/$$.${word}`;
  const cmd = `${note('begun')}; trap '${note('killed')}; exit 1' TERM; sleep ${iterationSeconds} & wait; ${note('ended')}`;
  const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
  return {
    framework: 'marathon',
    job: { id: 'restarts', cmd, cpus: 0.2, mem: 32, container },
    ...{ iterations, deadline: '1m', iterationDuration: '1h', law: 'step' },
    cpus: { min: 0.1, max: 2, increment: 0.2, decrement: 0.2 },
  };
}

function runs(): Run[] {
  const at = (file: string) => statSync(join(notes, file)).mtimeMs;
  const files = readdirSync(notes);
  const begun = files.filter((file) => file.endsWith('.begun'));
  return begun
    .map((file) => {
      const killed = file.replace('.begun', '.killed');
      return { begunAt: at(file), killedAt: files.includes(killed) ? at(killed) : null };
    })
    .sort((a, b) => a.begunAt - b.begunAt);
}

function show(all: Run[], { resizes, status }: { resizes: number; status: string }): void {
  const costs = all.flatMap(({ begunAt, killedAt }, i) => {
    const next = all[i + 1];
    if (killedAt === null || !next) return [];
    return [{ lost: (killedAt - begunAt) / 1000, restart: (next.begunAt - killedAt) / 1000 }];
  });
  for (const { lost, restart } of costs) {
    console.log(`  ${lost.toFixed(2)} s of work lost, ${restart.toFixed(2)} s until the next run began`);
  }
  const lost = costs.map((cost) => cost.lost);
  console.log(`${status} with ${resizes} resizes, of which ${costs.length} killed a run that had begun`);
  console.log(`lost work: ${statistics(lost)}, at most ${mostLostSeconds} s wanted`);
  console.log(`restart: ${statistics(costs.map((cost) => cost.restart))}`);
  console.log(
    'Caveats: no image is pulled here, offers come every 0.2 s, and the kill grace is 3 s at most; a real cluster restarts more slowly.',
  );
  if (status !== 'COMPLETED' || costs.length === 0 || Math.max(...lost) > mostLostSeconds)
    process.exitCode = 1;
}

function statistics(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${median.toFixed(2)} s, most ${(sorted.at(-1) ?? Number.NaN).toFixed(2)} s`;
}
