import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailView } from '../../lib/api/job-view.ts';
import type { TaskFault } from '../../simulators/mesos/task-faults.ts';
import { type Expected, endsOnce, launched } from '../e2e/job-end.ts';
import type { Rig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';

/** Time for Pacer to see what runs. */
const twoTicksMs = 2_000;
const failing: TaskFault = { env: { PACER_COMMAND: 'exit 7' } };

/** Runs fail, hang, are killed, or lose their reports: each iteration is counted once. */
export function runWeather(rig: () => Rig): void {
  interface Trouble {
    name: string;
    fault: TaskFault;
    runs?: number;
    request?: Record<string, unknown>;
  }

  async function endsAfter({ name, fault, runs, request }: Trouble, expected: Expected): Promise<DetailView> {
    const cluster = await rig().userCluster(name);
    cluster.chronos.faults.forNextTasks(name, fault, runs);
    const jobId = await launched(rig(), { name, cluster: name, ...request });
    return endsOnce(rig(), cluster, jobId, expected);
  }

  it('a run fails once', async () => {
    await endsAfter({ name: 'fails-once', fault: failing }, { failures: 1 });
  });

  it('a run ends with an error before it could report', async () => {
    await endsAfter({ name: 'dies-early', fault: { exitBefore: 1 } }, { failures: 1 });
  });

  it('a run reports success and then ends with an error', async () => {
    await endsAfter({ name: 'dies-late', fault: { exitAfter: 1 }, runs: 2 }, { failures: 0 });
  });

  it('runs fail as often as the user allows, and no more are started', async () => {
    const request = { maxFailures: 2 };
    const expected: Expected = { status: 'FAILED', failures: 2 };
    const job = await endsAfter({ name: 'fails-always', fault: failing, runs: 99, request }, expected);
    assert.equal(job.finishReason, 'too-many-failures');
    assert.equal(job.completed, 0);
    assert.match(job.finishSentence ?? '', /exit code 7/);
  });

  it('a report is lost', async () => {
    const fault = { env: { PACER_REPORT_URL: `${rig().stack.apiUrl}/nowhere` } };
    await endsAfter({ name: 'lost-report', fault }, { failures: 0 });
  });

  it('every report is lost', async () => {
    const fault = { env: { PACER_REPORT_URL: `${rig().stack.apiUrl}/nowhere` } };
    await endsAfter({ name: 'lost-reports', fault, runs: 99, request: { iterations: 3 } }, { failures: 0 });
  });

  for (const as of ['TASK_FAILED', 'TASK_LOST'] as const) {
    it(`a run ends in the middle as ${as}`, async () => {
      const fault = { strike: { afterMs: 300, as } };
      const name = as.toLowerCase().replace('_', '-');
      await endsAfter({ name, fault, request: { command: 'sleep 1', iterations: 2 } }, { failures: 1 });
    });
  }

  it('a run is killed in Chronos by hand, which no counter of Chronos shows', async () => {
    const name = 'killed';
    const cluster = await rig().userCluster(name);
    const request = { command: 'sleep 5', iterations: 2, iterationDuration: '5s' };
    const jobId = await launched(rig(), { name, cluster: name, ...request });
    const running = async () => String(await cluster.chronosCall('GET', '/graph/csv')).includes('running');
    await until(async () => (await running()) || undefined, { missing: () => 'The run did not begin.' });
    await sleep(twoTicksMs);
    await cluster.chronosCall('DELETE', `/task/kill/${name}`);
    // Nobody saw it run, so it is no failure: it is started again when it can go on no more.
    await endsOnce(rig(), cluster, jobId, { extraLaunches: 1 });
  });
}
