/**
 * What does a change of cpus cost a Marathon job? Runs a job on the local stack whose cpus change after every iteration, and
 * shows for each change how long the run lasted that it killed (lost work) and how long it took until the next run began
 * (the restart). It does so on a Marathon that is offered resources every second, and on one like stock 1.8.222 to 1.8.244,
 * which asks for offers once in a slot of 30 s: here the slot is 3 s, so that what a restart waits for its slot has to be
 * taken by 10. Fails when more than two seconds of work were lost, or when a restart took longer than a slot explains.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiCaller } from '../cli/api/api-caller.ts';
import { jobsApi } from '../cli/api/jobs-api.ts';
import { startStack } from '../local/stack.ts';
import type { Timing } from '../simulators/marathon/marathon.ts';

const mostLostSeconds = 2;
const slotSeconds = 3;
const realSlotSeconds = 30;
/** Kill grace, an offer, and a slow machine: what a restart may take beside the wait for a slot. */
const mostRestartSeconds = 6;

type Mode = {
  name: string;
  timing: Partial<Timing>;
  /** How long the iterations take in turn. Some end while offers flow, some in the slot of the suppression, the fourth. */
  iterationSeconds: readonly number[];
  iterations: number;
  longestWaitSeconds: number;
};

const modes: readonly Mode[] = [
  {
    name: 'offers every second',
    timing: { offerIntervalMs: 1000 },
    iterationSeconds: [3],
    iterations: 7,
    longestWaitSeconds: 0,
  },
  {
    name: `one revive or suppress in ${slotSeconds} s, which stands for ${realSlotSeconds} s`,
    timing: { minReviveOffersIntervalMs: slotSeconds * 1000 },
    iterationSeconds: [3, 8.5],
    iterations: 8,
    longestWaitSeconds: slotSeconds,
  },
];

/** The instants (ms) of one run, as its command noted them in empty files. */
interface Run {
  begunAt: number;
  killedAt: number | null;
}

for (const mode of modes) await measure(mode);

async function measure(mode: Mode): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-restart-'));
  const notes = mkdtempSync(join(tmpdir(), 'pacer-restart-notes-'));
  const { timing } = mode;
  const stack = await startStack({ directory, port: 0, timeScale: 30, marathon: timing, onLine: () => {} });
  try {
    const api = jobsApi(apiCaller({ apiUrl: stack.apiUrl, token: stack.apiToken }));
    console.log(`${mode.name}: a Marathon job of ${mode.iterations} iterations, resized after each of them`);
    const { launched } = await api.launchJob(request(mode, notes), randomUUID());
    const { jobId } = launched;
    for (let job = await api.showJob(jobId); !job.finishedAt; job = await api.showJob(jobId))
      await sleep(200);
    const { resizes, status } = await api.showJob(jobId);
    show(mode, runs(notes), { resizes, status });
  } finally {
    await stack.close();
    for (const each of [directory, notes]) rmSync(each, { recursive: true });
  }
}

/** Declared so long that the law `step` adds cpus at every report. */
function request({ iterationSeconds, iterations }: Mode, notes: string) {
  const note = (word: string) => `: >${notes}/$$.${word}`;
  const turn = `set -- ${iterationSeconds.join(' ')}; shift $(($(ls ${notes} | grep -c ended) % $#))`;
  const cmd = `${turn}; ${note('begun')}; trap '${note('killed')}; exit 1' TERM; sleep $1 & wait; ${note('ended')}`;
  const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
  return {
    framework: 'marathon',
    job: { id: 'restarts', cmd, cpus: 0.2, mem: 32, container },
    iterations,
    deadline: '1m',
    iterationDuration: '1h',
    law: 'step',
    cpus: { min: 0.1, max: 2, increment: 0.2, decrement: 0.2 },
  };
}

function runs(notes: string): Run[] {
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

function show(mode: Mode, all: Run[], { resizes, status }: { resizes: number; status: string }): void {
  const costs = all.flatMap(({ begunAt, killedAt }, i) => {
    const next = all[i + 1];
    if (killedAt === null || !next) return [];
    return [{ lost: (killedAt - begunAt) / 1000, restart: (next.begunAt - killedAt) / 1000 }];
  });
  for (const { lost, restart } of costs) {
    console.log(`  ${lost.toFixed(2)} s of work lost, ${restart.toFixed(2)} s until the next run began`);
  }
  const lost = costs.map((cost) => cost.lost);
  const restarts = costs.map((cost) => cost.restart);
  console.log(`${status} with ${resizes} resizes, of which ${costs.length} killed a run that had begun`);
  console.log(`lost work: ${statistics(lost)}, at most ${mostLostSeconds} s wanted`);
  console.log(`restart: ${statistics(restarts)}`);
  if (mode.longestWaitSeconds > 0) {
    const spread = Math.max(...restarts) - Math.min(...restarts);
    const real = (spread * realSlotSeconds) / slotSeconds;
    console.log(
      `the slowest waited ${spread.toFixed(2)} s longer than the quickest: ${real.toFixed(0)} s of a real one`,
    );
  }
  console.log(
    'Caveats: no image is pulled here, and the kill grace is 3 s at most; a real cluster restarts more slowly.\n',
  );
  const isTooSlow = Math.max(...restarts) > mostRestartSeconds + mode.longestWaitSeconds;
  if (status !== 'COMPLETED' || costs.length === 0 || Math.max(...lost) > mostLostSeconds || isTooSlow)
    process.exitCode = 1;
}

function statistics(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${median.toFixed(2)} s, most ${(sorted.at(-1) ?? Number.NaN).toFixed(2)} s`;
}
