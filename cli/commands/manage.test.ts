import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOfFile, type CannedAnswer, ends, ran, shownJob, startAnswering } from '../../test/rigs/cli.ts';
import { jobForTests } from '../../test/rigs/job.ts';

const next = '01KDTEST000000000000000000';
const { ask: managed, requests } = apiOfFile();

test('list shows a line for each job, with how it stands beside its deadline', async () => {
  const jobs = [shownJob(), shownJob(ends.onTime), shownJob(ends.late), shownJob(ends.cancelled)];
  const { out, err, asked } = await managed([200, { jobs, next: null }], 'list');
  assert.equal(asked, 'GET /jobs?limit=50');
  const [titles, live = '', onTime = '', late = '', cancelled = ''] = out.split('\n');
  assert.match(titles ?? '', /^ID +NAME +STATUS +DONE +CPUS +DEADLINE +OUTLOOK$/);
  assert.match(live, /^01KDTEST0{18} {2}linpack {2}RUNNING +2\/20 +0\.6 .* ago +on-time \(problem\)$/);
  assert.match(onTime, /COMPLETED +20\/20 .* on time, 30 s before the deadline$/);
  assert.match(late, /late, 90 s after the deadline$/);
  assert.match(cancelled, /CANCELLED .* ago {2}not done$/);
  assert.equal(err, '');
});

test('list asks for the finished jobs and for a page, and says how the next one is had', async () => {
  const args = ['list', '--finished', '--limit', '7', '--before', next];
  const { asked, err } = await managed([200, { jobs: [shownJob()], next }], ...args);
  assert.equal(asked, `GET /jobs?state=finished&limit=7&before=${next}`);
  assert.equal(err, `There are more: add --before ${next}\n`);
});

test('list asks for the jobs that fit, live or ended', async () => {
  const fitting = ['--name', 'nightly*', '--status', 'failed', '--cluster', 'lab', '--outlook', 'failed'];
  const { asked } = await managed([200, { jobs: [shownJob()], next: null }], 'list', '--all', ...fitting);
  assert.equal(asked, 'GET /jobs?state=all&name=nightly*&status=failed&cluster=lab&outlook=failed&limit=50');
  const { out } = await managed([200, { jobs: [], next: null }], 'list', ...fitting);
  assert.match(out, /^No job fits;/);
});

test('cancel --wait waits for the end and tells how it went', async () => {
  const answers: CannedAnswer[] = [
    [202, shownJob()],
    [200, shownJob()],
    [200, shownJob(ends.cancelled)],
  ];
  const waiting = await startAnswering((_, count) => answers[count - 1] ?? null);
  const { code, out } = await ran(['cancel', 'linpack', '--wait', '--interval', '0.1s', '-i', waiting.url]);
  await waiting.close();
  assert.deepEqual(
    waiting.requests.map(({ method, path }) => `${method} ${path}`),
    ['DELETE /jobs/linpack', `GET /jobs/${next}`, `GET /jobs/${next}`],
  );
  assert.equal(code, 0);
  assert.match(out, /^linpack \(.*\) is being cancelled\.\nlinpack: CANCELLED; .*\n$/);
});

test('list says so when there is no job', async () => {
  const none: CannedAnswer = [200, { jobs: [], next: null }];
  assert.match((await managed(none, 'list')).out, /^No job is live;/);
  assert.match((await managed(none, 'list', '--finished')).out, /^No job has ended lately/);
});

test('list refuses a limit that is none before it asks', async () => {
  const before = requests().length;
  const { code, err } = await managed(null, 'list', '--limit', 'all');
  assert.deepEqual([code, requests().length], [2, before]);
  assert.match(err, /limit must be a number/);
});

test('show tells where the job stands, why, and each resize with its reason', async () => {
  const { out, asked } = await managed([200, shownJob()], 'show', next);
  assert.equal(asked, `GET /jobs/${next}`);
  assert.match(out, /^linpack {2}RUNNING \(being cancelled\) {2}01KDTEST/);
  assert.match(out, /progress {2}2 of 20 iterations; failed runs: 1/);
  assert.match(out, /forecast {2}deadline .* ago, forecast 5 s before the deadline, on time with 99 %/);
  assert.match(out, /problem {3}The last run ended with exit code 137\./);
  assert.match(
    out,
    /failed {4}ct:1:0:linpack:: exit code 7, at 2026.*, on agent-1, sandbox \/sandboxes\/linpack\n/,
  );
  assert.match(out, / {2}stderr of the failed run:\n {4}cannot open "ä"\n {4}\n$/);
  assert.match(out, /0\.3 → 0\.6 {2}under-performing: At 0\.3 cpus/);
});

test('logs shows where the output of the failed run is, and its end', async () => {
  const { out, asked } = await managed([200, shownJob()], 'logs', next);
  assert.equal(asked, `GET /jobs/${next}`);
  assert.match(
    out,
    /^ct:1:0:linpack:: exit code 7, at .*, on agent-1, sandbox \/sandboxes\/linpack\ncannot open "ä"\n\n$/,
  );
  const json = await managed([200, shownJob()], 'logs', next, '--json');
  assert.deepEqual(JSON.parse(json.out).lastLines, ['cannot open "ä"', '']);
});

test('logs of a job without failures, or without lines, says so', async () => {
  const none = shownJob({ lastFailure: null });
  assert.equal((await managed([200, none], 'logs', next)).out, 'No run of linpack has reported a failure.\n');
  assert.equal((await managed([200, none], 'logs', next, '--json')).out, 'null\n');
  const { lastFailure } = jobForTests.progress;
  const silent = shownJob({ lastFailure: lastFailure && { ...lastFailure, lastLines: undefined } });
  assert.match(
    (await managed([200, silent], 'logs', next)).out,
    /\n\(no lines of its stderr were reported\)\n$/,
  );
});

test('show --json is the answer with its points', async () => {
  const { out } = await managed([200, shownJob()], 'show', next, '--json');
  assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(shownJob())));
});

test('cancel asks for the end of the job, and says when it has ended', async () => {
  const { out, asked } = await managed([202, shownJob()], 'cancel', next);
  assert.equal(asked, `DELETE /jobs/${next}`);
  assert.equal(out, `linpack (${next}) is being cancelled.\n`);
  const again = await managed([202, shownJob(ends.onTime)], 'cancel', next);
  assert.equal(again.out, `linpack (${next}) has ended: COMPLETED.\n`);
});

test('deadline sends the time as it is written, and shows the instant', async () => {
  const { out, asked } = await managed([200, shownJob()], 'deadline', next, '1h30m');
  assert.equal(asked, `PATCH /jobs/${next} {"deadline":"1h30m"}`);
  assert.match(out, /^The deadline of linpack \(01KDTEST0{18}\) is 2026-01-01T00:10:00\.000Z, .* ago\.\n$/);
});

test('change sends what is given, by the fields of a launch, and shows what the job has now', async () => {
  const bounds = ['--cpus-min', '0.2', '--cpus-max', '4'];
  const more = [...bounds, '--iterations', '30', '--target', '0.9', '--deadline', '2h', '--notify', 'ops'];
  const { out, asked } = await managed([200, shownJob()], 'change', 'linpack', ...more);
  const body = {
    deadline: '2h',
    iterations: 30,
    cpus: { min: 0.2, max: 4 },
    target: 0.9,
    notify: { name: 'ops' },
  };
  assert.equal(asked, `PATCH /jobs/linpack ${JSON.stringify(body)}`);
  assert.match(
    out,
    /^linpack \(01KDTEST0{18}\): 20 iterations until 2026-01-01T00:10:00\.000Z \(.* ago\), with /,
  );
  const silent = await managed([200, shownJob()], 'change', 'linpack', '--no-notify');
  assert.equal(silent.asked, 'PATCH /jobs/linpack {"notify":null}');
});

test('pause and resume say how the job stands then, and a paused job is shown as such', async () => {
  const pausedAt = Date.parse('2026-01-01T00:01:00Z');
  const pausedJob = shownJob({}, { pausedAt, cancelRequestedAt: null });
  const { out, asked } = await managed([200, pausedJob], 'pause', 'linpack');
  assert.equal(asked, 'POST /jobs/linpack/pause');
  assert.match(out, /^linpack \(01KDTEST0{18}\) is paused: deadline .* ago, no forecast: paused .* ago\n$/);
  const list = await managed([200, { jobs: [pausedJob], next: null }], 'list');
  assert.match(list.out, / paused \(problem\)\n$/);
  const shown = await managed([200, pausedJob], 'show', 'linpack');
  assert.match(shown.out, /^linpack {2}RUNNING \(paused\) /);
  const going = await managed([200, shownJob()], 'resume', 'linpack');
  assert.equal(going.asked, 'POST /jobs/linpack/resume');
  assert.match(going.out, /goes on: deadline .* ago, forecast 5 s before the deadline/);
});

test('relaunch sends a key of its own, or the one that is given, and the deadline where there is one', async () => {
  const { out, asked } = await managed([201, shownJob()], 'relaunch', 'linpack');
  assert.equal(asked, 'POST /jobs/linpack/relaunch {}');
  assert.match(out, /^Launched linpack \(01KDTEST0{18}\): 20 iterations until /);
  assert.match(String(requests().at(-1)?.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
  const more = ['--deadline', '2h', '--idempotency-key', 'mine'];
  const again = await managed([200, shownJob()], 'relaunch', 'linpack', ...more);
  assert.equal(again.asked, 'POST /jobs/linpack/relaunch {"deadline":"2h"}');
  assert.equal(requests().at(-1)?.headers['idempotency-key'], 'mine');
  assert.match(again.out, /^Launched before, with the same key: linpack /);
  const { code, err } = await managed([503, {}], 'relaunch', 'linpack', '--idempotency-key', 'mine');
  assert.equal(code, 4);
  assert.match(err, /Repeat the launch with --idempotency-key mine: it launches at most once\./);
});

test('a change of nothing is not sent, and one that is refused names the options', async () => {
  const { code, err } = await managed([200, shownJob()], 'change', 'linpack');
  assert.equal(code, 2);
  assert.match(
    err,
    /Give what is to be changed: --deadline, --iterations, --cpus-min, --cpus-max, --target, /,
  );
  const fields = [{ field: 'cpus.max', problem: 'must not be below cpus.min (0.1 is below 0.2)' }];
  const refusal = { error: { code: 'invalid-request', message: 'Invalid change.', fields } };
  const refused = await managed([400, refusal], 'change', 'linpack', '--cpus-max', '0.1');
  assert.equal(refused.code, 2);
  assert.match(refused.err, /Give another value with --cpus-max\.\n$/);
});

test('metrics resend asks for all metrics, or for those since an instant', async () => {
  const { out, asked } = await managed([202, shownJob(ends.onTime)], 'metrics', 'resend', next);
  assert.equal(asked, `POST /jobs/${next}/metrics {}`);
  assert.equal(out, `All metrics of linpack (${next}) will be sent to Monasca again.\n`);
  const since = ['--since', '2026-01-01T00:00:00Z'];
  const some = await managed([202, shownJob()], 'metrics', 'resend', next, ...since);
  assert.equal(some.asked, `POST /jobs/${next}/metrics {"since":"2026-01-01T00:00:00Z"}`);
  assert.match(some.out, /^What was measured since 2026-01-01T00:00:00Z of linpack /);
});

test('an id is one part of the path, whatever it is', async () => {
  const { asked } = await managed([404, {}], 'show', '../a/b?c');
  assert.equal(asked, 'GET /jobs/..%3Aa%3Ab%3Fc');
});
