import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { eventText } from '../../local/sam/example-event.ts';
import { freePort } from '../contract/free-port.ts';
import { ran } from '../rigs/cli.ts';
import { type Outcome, outcomes } from '../runtime/outcomes.ts';
import { provideRuntimeImage } from './runtime-image.ts';
import { type SamApi, samInvoke, startSamApi } from './sam-local.ts';
import { sendEvent } from './send-event.ts';
import { skip } from './what-is-missing.ts';

const job = {
  job: {
    name: 'through-sam',
    command: 'sleep 0.5',
    cpus: 0.2,
    mem: 64,
    container: { type: 'DOCKER', image: 'buildpack-deps:stable-curl' },
  },
  iterations: 4,
  iterationDuration: '2s',
  deadline: '60s',
};
/** How many reports of a job SAM has logged as accepted. */
async function acceptedReports({ url, log }: SamApi, name: string): Promise<number> {
  const { jobId } = z.object({ jobId: z.string() }).parse(await (await fetch(`${url}/jobs/${name}`)).json());
  const call = new RegExp(`POST /jobs/${jobId}/iterations HTTP/1\\.1" 202`, 'g');
  return (stripVTControlCharacters(log()).match(call) ?? []).length;
}

describe('sam local, with the functions in containers', { skip, timeout: 600_000 }, () => {
  let api: SamApi;
  const directory = mkdtempSync(join(tmpdir(), 'pacer-sam-'));

  before(async () => {
    provideRuntimeImage();
    api = await startSamApi(directory, await freePort());
  });
  after(async () => {
    await api?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const isInvoked = ({ status }: Outcome) => status === null;
  const first = outcomes.findIndex(isInvoked);
  const last = outcomes.findLastIndex(isInvoked);

  const answered = ({ event, status, body }: Outcome) =>
    it(`start-api: ${event} is answered ${status}`, async () => {
      const answer = await sendEvent(api.url, await eventText(`events/${event}.json`, directory));
      assert.equal(answer.status, status, `${JSON.stringify(answer.body)}\n${api.log().slice(-3000)}`);
      // Nobody signs here, and an evaluation may have cancelled the job before the reply is made.
      const { launchedBy: _, cancelRequested: __, ...expected } = Object({ ...body });
      assert.partialDeepStrictEqual(answer.body, expected);
    });

  const invoked = ({ event, logs }: Outcome) =>
    it(`invoke: ${event} has no reply`, async () => {
      const { reply, logged } = await samInvoke(api, event.split('-')[0] ?? '', `events/${event}.json`);
      assert.equal(reply, 'null', logged);
      // Of a job that the stack has just looked at, a tick has nothing to log.
      if (logs && !event.endsWith('-tick')) assert.ok(logged.includes(logs), logged);
    });

  for (const outcome of outcomes.slice(0, first)) answered(outcome);
  // A start of SAM is mostly a wait.
  describe('functions that no request reaches', { concurrency: 3 }, () => {
    for (const outcome of outcomes.slice(first, last + 1)) invoked(outcome);
  });
  for (const outcome of outcomes.slice(last + 1)) answered(outcome);

  it('a job of Chronos is done on its deadline by functions in containers', async () => {
    const file = join(directory, 'job.json');
    writeFileSync(file, JSON.stringify(job));
    const { code, out, err } = await ran(['launch', '-i', api.url, '-j', file, '--watch']);
    assert.equal(code, 0, `${out}\n${err}\n${api.log().slice(-3000)}`);
    assert.match(out, /ON TIME/);
    // Without reports it would also end on time, by what ticks see.
    assert.equal(await acceptedReports(api, job.job.name), job.iterations);
  });
});
