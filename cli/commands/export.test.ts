import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { apiOfFile, type CannedAnswer, ends, ran, shownJob, startAnswering } from '../../test/rigs/cli.ts';

const { ask: exported } = apiOfFile();

const page = (jobs: unknown[], next: string | null = null): CannedAnswer => [200, { jobs, next }];
const ended = [shownJob(ends.onTime), shownJob(ends.late), shownJob(ends.cancelled)];

test('history compares ended jobs, within 80 columns, and says how they did together', async () => {
  const { out, asked } = await exported(page(ended), 'history', 'linpack');
  assert.equal(asked, 'GET /jobs?limit=20&state=finished&name=linpack');
  const lines = out.trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^ID +OUTCOME +DONE +TOOK +CORE-S +CPUS +RESIZES$/);
  assert.match(lines[1] ?? '', /^01KDTEST0{18} {2}on time +20\/20 +.* 0\.6 +1$/);
  assert.match(lines[2] ?? '', / late +20\/20 /);
  assert.match(lines[3] ?? '', / CANCELLED +/);
  assert.match(lines[4] ?? '', /^1 of 3 on time; \d+\.\d core-seconds on average$/);
  assert.ok(
    lines.every(({ length }) => length <= 80),
    out,
  );
});

test('a history of nothing says so, a page tells of the next, and --csv has a row for each', async () => {
  const none = await exported(page([]), 'history', 'nobody');
  assert.equal(none.out, 'No job named nobody has ended within the last 30 days.\n');
  const more = await exported(page(ended, '01KDTEST000000000000000000'), 'history', 'linpack', '--csv');
  assert.match(more.err, /add --before 01KDTEST0{18}/);
  const [head = '', first = '', ...rest] = more.out.trimEnd().split('\n');
  const row = Object.fromEntries(head.split(',').map((name, i) => [name, first.split(',')[i]]));
  assert.deepEqual([row.onTime, row.status, row.iterations, rest.length], ['true', 'COMPLETED', '20', 2]);
});

test('show --csv has a row for each point, and quotes what needs it', async () => {
  const job = shownJob();
  const [point] = job.points;
  const decision = { ...point?.decision, sentence: 'With "1" cpu, late.' };
  const given = { ...job, points: [{ ...point, decision }] };
  const { out } = await exported([200, given], 'show', 'linpack', '--csv');
  const [head, first, ...rest] = out.trimEnd().split('\n');
  assert.match(head ?? '', /^at,status,completed,remaining,cpus,coreSeconds,deadlineAt,finishAtP10,/);
  assert.match(
    first ?? '',
    /^2026-.*Z,RUNNING,2,18,0\.6,21\.5,.*,0\.987,on-time,under-performing,"With ""1"" cpu, late\.",$/,
  );
  assert.deepEqual(rest, []);
});

test('trace writes the iterations of one job by its id', async () => {
  const { out, asked } = await exported([200, shownJob()], 'trace', '01kdtest000000000000000000');
  assert.equal(asked, 'GET /jobs/01kdtest000000000000000000');
  assert.equal(out, 'cpus,seconds,deploy_seconds\n0.3,34.25,\n');
});

test('trace writes the iterations of the last jobs of a name, to a file if one is named', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'pacer-trace-')), 'nightly.csv');
  t.after(() => rmSync(dirname(file), { recursive: true }));
  const list = { jobs: [shownJob(), shownJob()], next: null };
  const api = await startAnswering(({ path }) => [200, path.startsWith('/jobs?') ? list : shownJob()]);
  t.after(() => api.close());
  const trace = (...more: string[]) => ran(['trace', 'nightly', '--jobs', '2', '-i', api.url, ...more]);
  const lines = 'cpus,seconds,deploy_seconds\n0.3,34.25,\n0.3,34.25,\n';
  assert.equal((await trace()).out, lines);
  const { jobId } = shownJob();
  assert.deepEqual(
    api.requests.map(({ path }) => path.split('?')[0]),
    ['/jobs', `/jobs/${jobId}`, `/jobs/${jobId}`],
  );
  const { out, err } = await trace('-o', file);
  assert.deepEqual([out, readFileSync(file, 'utf8')], ['', lines]);
  assert.match(err, /Wrote 2 iterations of 2 jobs/);
});

test('names stand beside each other where they differ, and none is a formula to a spreadsheet', async () => {
  const jobs = [{ ...shownJob(ends.onTime), name: '-2+3' }, shownJob(ends.late)];
  const { out } = await exported(page(jobs), 'history', '*', '--csv');
  assert.match(out, /^name,jobId,.*\n'-2\+3,01/);
  const shown = await exported(page(jobs), 'history', '*');
  assert.match(shown.out, /^ID +NAME +OUTCOME .*\n01\S+ +-2\+3 +on time /);
});

test('a trace of no iteration is refused', async () => {
  const { code, err } = await exported(
    [200, { ...shownJob(), points: [] }],
    'trace',
    '01KDTEST000000000000000000',
  );
  assert.equal(code, 2);
  assert.match(err, /No iteration of 01KDTEST0{18} has completed\./);
});
