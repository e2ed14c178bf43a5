import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ran, shownJob, startAnswering } from '../../test/rigs/cli.ts';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
});
after(() => rmSync(directory, { recursive: true }));

/** A launch that is answered with a plan; `asked` is what the API was asked for. */
async function plannedBy(answer: unknown) {
  const api = await startAnswering(() => [200, answer]);
  const file = join(directory, 'job.json');
  writeFileSync(file, JSON.stringify({ name: 'nightly', command: 'true' }));
  const shown = await ran(['launch', '-j', file, '-i', api.url, '--dry-run']);
  await api.close();
  return { ...shown, asked: api.requests.map(({ method, path }) => `${method} ${path}`) };
}

test('--dry-run tells what a launch would come to, launches nothing, and ends with 1 where it would not be on time', async () => {
  const {
    name,
    framework,
    cluster,
    iterations,
    deadlineAt,
    cpus,
    initialCpus,
    cpuBounds,
    law,
    decision,
    forecast,
  } = JSON.parse(JSON.stringify(shownJob()));
  const planned = {
    dryRun: true,
    name,
    framework,
    cluster,
    iterations,
    deadlineAt,
    cpus,
    initialCpus,
    cpuBounds,
    law,
    decision,
    forecast,
    outlook: 'on-time',
    expectedCoreSeconds: 410.5,
    adjustments: ['retries is 0.'],
  };
  const { code, out, asked } = await plannedBy(planned);
  assert.equal(code, 0);
  assert.deepEqual(asked, ['POST /jobs?dryRun=true']);
  assert.match(
    out,
    /^Would launch linpack: 20 iterations until .*\n {2}Chronos would run it with 0\.6 cpus .*, about 410\.5 core-seconds\n/,
  );
  assert.match(out, /on time with .*\n {2}retries is 0\.\n$/);
  const startAt = planned.deadlineAt;
  const schedule = {
    expression: 'rate(1 day)',
    timeZone: 'UTC',
    startAt,
    overlap: 'skip',
    nextStarts: [startAt],
  };
  assert.match((await plannedBy({ ...planned, schedule })).out, /^Would launch linpack, if it started now: /);
  const hopeless = await plannedBy({ ...planned, outlook: 'at-risk' });
  assert.equal(hopeless.code, 1);
  assert.match(hopeless.out, /under-performing: At 0\.3 cpus/);
});
