import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiClient } from '../e2e/api-client.ts';
import { endsOnce, launched } from '../e2e/job-end.ts';
import { jobRequest } from '../e2e/job-request.ts';
import { type Rig, startRig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';

describe('a job is done exactly once when', { concurrency: true, timeout: 480_000 }, () => {
  it('the evaluating function crashes again and again, at any moment', async () => {
    await withRig(async (rig) => {
      const names = ['crash-one', 'crash-two', 'crash-three'];
      const clusters = await Promise.all(names.map((name) => rig.userCluster(name)));
      const stop = crashAgainAndAgain(rig);
      const jobs = clusters.map(async (cluster) => {
        const jobId = await launched(rig, { name: cluster.name, cluster: cluster.name, iterations: 3 });
        await endsOnce(rig, cluster, jobId);
      });
      await Promise.all(jobs).finally(stop);
    });
  });

  it('no report ever wakes an evaluation: the ticks find the reports', async () => {
    await withRig(async (rig) => {
      const cluster = await rig.userCluster('unwoken');
      const { invoke } = rig.evaluate;
      let lost = 0;
      rig.evaluate.invoke = async (event) => {
        if (!JSON.stringify(event).includes('"iteration"')) return invoke(event);
        lost += 1;
        throw new Error('The event was lost.');
      };
      const jobId = await launched(rig, { name: 'unwoken', cluster: 'unwoken', iterations: 4 });
      await endsOnce(rig, cluster, jobId);
      assert.equal(lost, 4);
    });
  });

  it('the process of the whole stack is killed, and another goes on at its directory and port', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'pacer-killed-'));
    const log = join(directory, 'runs.txt');
    // Each run says when it begins and ends; a run that was cut off never says its end.
    const command = `echo begin >>${log}; sleep 0.4; echo end >>${log}`;
    const first = await startStackProcess(directory, 0);
    const { json, text } = await apiClient(first.url, first.token).launch(
      jobRequest({ name: 'survivor', command, iterations: 8 }),
    );
    assert.ok(json, text);
    const path = `/jobs/${json.jobId}`;
    const counted = async ({ url, token }: StackProcess) => (await apiClient(url, token).call(path)).json;
    await until(async () => (Number((await counted(first))?.completed) >= 2 ? true : undefined), {
      missing: () => 'The job did not begin.',
    });
    await kill(first.child);
    const second = await startStackProcess(directory, Number(new URL(first.url).port));
    const job = await until(
      async () => {
        const shown = await counted(second);
        return shown?.finishedAt ? shown : undefined;
      },
      { missing: () => 'The job did not end.' },
    ).finally(() => kill(second.child));
    assert.equal(job.status, 'COMPLETED');
    assert.equal(job.completed, 8);
    checkRuns(readFileSync(log, 'utf8').trim().split('\n'), 8);
    rmSync(directory, { recursive: true, force: true });
  });
});

async function withRig(test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig();
  await test(rig).finally(() => rig.close());
}

const longestPauseMs = 2_000;
/** On a slow machine nothing could ever be done between two. */
const mostCrashes = 60;

/** Returns how to stop it. Between two crashes is mostly time enough to do something, but not to do it all. */
function crashAgainAndAgain(rig: Rig): () => Promise<void> {
  let crashing = true;
  const crashes = (async () => {
    for (let count = 0; crashing && count < mostCrashes; count++) {
      await sleep(Math.random() * longestPauseMs);
      await rig.evaluate.crash();
    }
  })();
  return async () => {
    crashing = false;
    await crashes;
  };
}

/** Every iteration has been run to its end once, but for the run that the kill cut off, or whose report it lost. */
function checkRuns(lines: string[], iterations: number): void {
  const ends = lines.filter((line) => line === 'end').length;
  const begins = lines.filter((line) => line === 'begin').length;
  assert.ok(ends >= iterations && ends <= iterations + 1, `${ends} runs ended`);
  assert.ok(begins <= iterations + 1, `${begins} runs began`);
  assert.ok(!lines.join(' ').includes('end end'), 'two runs overlapped');
}

interface StackProcess {
  child: ChildProcess;
  url: string;
  token: string;
}

async function startStackProcess(directory: string, port: number): Promise<StackProcess> {
  const child = fork(new URL('./stack-process.ts', import.meta.url), [directory, String(port)]);
  const [{ url, token }] = await once(child, 'message');
  return { child, url, token };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
