import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach } from 'node:test';
import { marathonClient } from '../../lib/frameworks/marathon/client.ts';
import { marathonFramework } from '../../lib/frameworks/marathon/framework.ts';
import { http } from '../../lib/http/http.ts';
import type { JobSpec } from '../../lib/job/job.ts';
import type { Report } from '../../lib/job/report.ts';
import type { Framework } from '../../lib/ports/framework.ts';
import type { SeenApp } from '../../lib/ports/observation.ts';
import { parseReport, question } from '../../lib/request/report-body.ts';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import type { MarathonOptions } from '../../simulators/marathon/start-marathon.ts';
import { jobForTests } from './job.ts';
import { type TestRig, testRig, until } from './marathon-simulator.ts';

/** Each test has a Marathon of its own, the framework on it, and a server that takes reports. */
export let rig: TestRig;
export let framework: Framework;
export let reports: Report[];
let reportServer: Listening;

/** Puts a Marathon with other ways in the place of the test's. */
export async function restartRig(more: Partial<MarathonOptions>): Promise<void> {
  await rig.close();
  await startRig(more);
}

async function startRig(more: Partial<MarathonOptions> = {}): Promise<void> {
  rig = await testRig({ killGraceMs: 5_000, ...more });
  const credentials = async () => ({ url: rig.marathon.url, user: '', password: '' });
  const client = marathonClient({ credentials, httpFor: () => http({ timeoutMs: 1_000 }) });
  framework = marathonFramework({ client, callbackToken: async (jobId) => `token-of-${jobId}` });
}

beforeEach(async () => {
  await startRig();
  reports = [];
  reportServer = await listen(
    createServer(async (request, response) => {
      assert.equal(request.headers.authorization, `Bearer token-of-${jobForTests.spec.jobId}`);
      const body: unknown = JSON.parse(await text(request));
      if (!question.safeParse(body).success) reports.push(parseReport(body, Date.now()));
      response.writeHead(202).end('{"status":"recorded","next":"continue"}');
    }),
  );
});
afterEach(async () => {
  await rig.close();
  await reportServer.close();
});

export const id = '/team/linpack';
export const container = { type: 'DOCKER', docker: { image: 'debian' } };

/** A job whose runs last for ever unless it says otherwise. */
export function specOf({ definition, ...more }: Partial<JobSpec> = {}): JobSpec {
  return {
    ...jobForTests.spec,
    framework: 'marathon',
    name: id,
    command: 'sleep 60',
    pauseSeconds: 0,
    reportUrl: reportServer.url,
    definition: { container, mem: 32, env: { GREETING: 'hello' }, ...definition },
    ...more,
  };
}

/** A job whose run heeds no signal, so that nothing replaces its task until it is let go. */
export function stubbornSpec(): JobSpec {
  const command = "trap '' TERM; echo ready; while [ ! -e go ]; do sleep 0.02; done";
  return specOf({ command, definition: { container, mem: 32, taskKillGracePeriodSeconds: 60 } });
}
export const isReady = () => until(() => rig.output(id).includes('ready'));
export const letGo = () => {
  const [task] = rig.cluster.tasks();
  assert.ok(task);
  writeFileSync(join(task.sandbox, 'go'), '');
};

export async function submitted(spec = specOf(), cpus = 0.5): Promise<JobSpec> {
  await framework.submit(spec, cpus);
  await rig.settled();
  return spec;
}

export async function observed(spec = specOf()): Promise<SeenApp> {
  const seen = await framework.observe(spec);
  assert.ok(seen.known && seen.found && seen.kind === 'looping-app');
  return seen;
}

/** What is seen, once it is as it should be. */
export async function soon(isWanted: (seen: SeenApp) => boolean): Promise<SeenApp> {
  await until(async () => isWanted(await observed()));
  return observed();
}

export const launches = () => rig.marathon.observed.launches(id);
export const neverTwoTasks = () => assert.equal(rig.marathon.observed.maximumConcurrentTasks(id), 1);
export const meddle = async (change: object) => {
  assert.equal((await rig.call('PUT', `/v2/apps${id}`, change)).status, 200);
};
