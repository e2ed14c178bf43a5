/**
 * How many iterations a second does the embedded stack keep up, and how much memory does its process take? Twenty Chronos jobs whose
 * runs sleep for 0.3 s go on until so many iterations are counted. Fails below the rate or above the memory that are asked of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiCaller } from '../cli/api/api-caller.ts';
import { jobsApi } from '../cli/api/jobs-api.ts';
import { type Stack, startStack } from '../local/stack.ts';

const jobs = 20;
const runSeconds = 0.3;
const slowestPerSecond = 15;
const mostMegabytes = 400;
const lookEveryMs = 10_000;
/** Node gives the main thread more on a large machine, and collects its garbage later. `npm start` runs with the same. */
const youngGeneration = '--max-semi-space-size=8';

const { values } = parseArgs({ options: { iterations: { type: 'string', default: '5000' } } });
const wanted = Number(values.iterations);
if (!process.execArgv.includes(youngGeneration)) {
  throw new Error(`Start it by npm run bench:stack, or with ${youngGeneration}.`);
}

const directory = mkdtempSync(join(tmpdir(), 'pacer-stack-'));
const stack = await startStack({ directory, port: 0, timeScale: 1, onLine: () => {} });
try {
  const { perSecond, megabytes } = await measured(stack);
  console.log(
    `${perSecond.toFixed(1)} iterations a second (at least ${slowestPerSecond}), ${megabytes.toFixed(0)} MB (at most ${mostMegabytes}).`,
  );
  if (perSecond < slowestPerSecond || megabytes > mostMegabytes) process.exitCode = 1;
} finally {
  await stack.close();
  rmSync(directory, { recursive: true });
}

async function measured(stack: Stack): Promise<{ perSecond: number; megabytes: number }> {
  const api = jobsApi(apiCaller({ apiUrl: stack.apiUrl, token: stack.apiToken }));
  for (let job = 0; job < jobs; job++) await api.launchJob(launchOf(job), `bench-${job}`);
  const counted = async () => {
    const listed = await api.listJobs({ state: 'active', limit: 100 });
    return listed.jobs.reduce((sum, { completed }) => sum + completed, 0);
  };
  const [startedAt, before] = [performance.now(), await counted()];
  const since = (then: number) => (performance.now() - then) / 1000;
  console.log('seconds  iterations  a second       MB  load');
  for (let [last, lastAt, count] = [before, startedAt, before]; count < before + wanted; ) {
    await sleep(lookEveryMs);
    [last, count] = [count, await counted()];
    if (count <= last) throw new Error(`Nothing was counted for ${lookEveryMs / 1000} s.`);
    const rate = (count - last) / since(lastAt);
    lastAt = performance.now();
    const cells = [
      since(startedAt).toFixed(0).padStart(7),
      String(count).padStart(11),
      rate.toFixed(1).padStart(9),
    ];
    console.log(...cells, megabytesNow().toFixed(0).padStart(8), loadavg()[0]?.toFixed(1).padStart(5));
  }
  return { perSecond: ((await counted()) - before) / since(startedAt), megabytes: megabytesNow() };
}

function megabytesNow(): number {
  return process.memoryUsage().rss / 1e6;
}

function launchOf(job: number) {
  return {
    job: {
      name: `job-${job}`,
      command: `sleep ${runSeconds}`,
      cpus: 0.1,
      mem: 32,
      container: { type: 'DOCKER', image: 'debian:stable-slim' },
    },
    deadline: '6h',
    iterations: wanted,
    iterationDuration: '1s',
    cpus: { min: 0.1, max: 0.2 },
  };
}
