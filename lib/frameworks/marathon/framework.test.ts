import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Listening, listen } from '../../../local/listen.ts';
import { type TestRig, testRig, until } from '../../../local/marathon/test-rig.ts';
import { http } from '../../http/http.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import { parseReport, type Report } from '../../job/report.ts';
import { jobForTests } from '../../job/test-job.ts';
import type { Framework, SeenApp } from '../../reconcile/ports.ts';
import { marathonClient } from './client.ts';
import { marathonFramework } from './framework.ts';

let rig: TestRig;
let framework: Framework;
let reports: Report[];
let reportServer: Listening;

beforeEach(async () => {
  rig = await testRig({ killGraceMs: 5_000 });
  const credentials = async () => ({ url: rig.marathon.url, user: '', password: '' });
  const client = marathonClient({ credentials, httpFor: () => http({ timeoutMs: 1_000 }) });
  framework = marathonFramework({ client, callbackToken: async (jobId) => `token-of-${jobId}` });
  reports = [];
  reportServer = await listen(
    createServer(async (request, response) => {
      assert.equal(request.headers.authorization, `Bearer token-of-${jobForTests.spec.jobId}`);
      reports.push(parseReport(JSON.parse(await text(request)), Date.now()));
      response.writeHead(202).end('{"status":"recorded","next":"continue"}');
    }),
  );
});
afterEach(async () => {
  await rig.close();
  await reportServer.close();
});

const id = '/team/linpack';
const container = { type: 'DOCKER', docker: { image: 'debian' } };

/** A job whose runs last for ever unless it says otherwise. */
function specOf({ definition, ...more }: Partial<JobSpec> = {}): JobSpec {
  return {
    ...jobForTests.spec,
    ...{ framework: 'marathon', name: id, command: 'sleep 60', pauseSeconds: 0 },
    reportUrl: reportServer.url,
    definition: { container, mem: 32, env: { GREETING: 'hello' }, ...definition },
    ...more,
  };
}

/** A job whose run heeds no signal, so that nothing replaces its task until it is told to go. */
function stubbornSpec() {
  const goFile = join(rig.cluster.tasks()[0]?.sandbox ?? rigFolder(), 'go');
  const command = `trap '' TERM; while [ ! -e '${goFile}' ]; do sleep 0.02; done`;
  const definition = { container, mem: 32, taskKillGracePeriodSeconds: 60 };
  return { spec: specOf({ command, definition }), go: () => writeFileSync(goFile, '') };
}
