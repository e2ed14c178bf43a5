import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  type ApiForTests,
  type CannedAnswer,
  ends,
  ran,
  shownJob,
  startAnswering,
} from '../../test/rigs/cli.ts';
import { hasEscapeCodes, screenAfter } from '../../test/rigs/screen.ts';

let api: ApiForTests;
afterEach(() => api.close());

/** Watches a job that is answered so, one answer after the other. */
async function watched(answers: CannedAnswer[], args: string[] = [], columns?: number) {
  api = await startAnswering((_, count) => answers[Math.min(count, answers.length) - 1] ?? null);
  const command = ['watch', 'X', '-i', api.url, '--interval', '0.1s', ...args];
  return ran(command, columns === undefined ? {} : { columns });
}

const running = (completed: number): CannedAnswer => [200, shownJob({ completed, trouble: null })];
const onTime: CannedAnswer = [200, shownJob(ends.onTime)];

test('each change is one line, and a job that is on time ends with 0', async () => {
  const { code, out } = await watched([running(2), running(2), running(7), onTime]);
  assert.equal(code, 0);
  const lines = out.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.slice(0, 20)),
    ['linpack 2/20 0.6 cpu', 'linpack 7/20 0.6 cpu', 'linpack 20/20 0.6 cp', 'linpack: ON TIME, 30'],
  );
});

test('a job that is late or was cancelled ends with 1', async () => {
  assert.equal((await watched([[200, shownJob(ends.late)]])).code, 1);
  await api.close();
  const { code, out } = await watched([[200, shownJob(ends.cancelled)]]);
  assert.equal(code, 1);
  assert.match(out, /linpack: CANCELLED; .* It has ended\.\n$/);
});

test('with --json each change is one line of JSON, without the points', async () => {
  const { out } = await watched([running(2), running(3), onTime], ['--json']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ completed, onTime, points }) => [completed, onTime, points]),
    [
      [2, undefined, undefined],
      [3, undefined, undefined],
      [20, true, undefined],
    ],
  );
});

const problem: CannedAnswer = [200, shownJob({ completed: 10, problem: 'Chronos does not answer.' })];

for (const columns of [40, 70, 80, 200])
  test(`on a terminal of ${columns} columns one line is drawn over, and a problem stays above it`, async () => {
    const { out } = await watched([running(2), problem, problem, onTime], [], columns);
    const [above, drawn = '', end = ''] = screenAfter(out, columns);
    assert.equal(above, 'Chronos does not answer.');
    const done = columns > 100 ? 24 : 10;
    assert.ok(drawn.startsWith(`${'█'.repeat(done)}  linpack  20/20`), drawn);
    assert.ok(drawn.length < columns, drawn);
    assert.match(end, /^linpack: ON TIME/);
  });

test('the line tells the chance to be on time, and never that it is certain', async () => {
  const sure = shownJob({ completed: 10, trouble: null });
  const forecast = { finishAt: { p10: sure.deadlineAt, p50: sure.deadlineAt, p90: sure.deadlineAt } };
  const answer: CannedAnswer = [200, { ...sure, forecast: { ...forecast, onTimeProbability: 0.999 } }];
  const { out } = await watched([answer, onTime], [], 100);
  assert.match(out, /linpack {2}10\/20 .* over 99 % on time, /);
});

test('a dumb terminal gets a line for each change, and no escape codes', async () => {
  api = await startAnswering((_, count) => [running(2), running(7), onTime][Math.min(count, 3) - 1] ?? null);
  const { out } = await ran(['watch', 'X', '-i', api.url, '--interval', '0.1s'], {
    columns: 80,
    environment: { TERM: 'dumb' },
  });
  assert.equal(hasEscapeCodes(out), false);
  assert.equal(out.trimEnd().split('\n').length, 4);
});

test('a fault or a lost answer in between is waited out', async () => {
  const fault: CannedAnswer = [500, { error: { code: 'internal', message: 'Something is broken.' } }];
  const { code, err } = await watched([running(2), fault, null, null, running(3), onTime]);
  assert.deepEqual([code, err], [0, '']);
});

test('a job that is not there, or is gone, ends the watching', async () => {
  const gone: CannedAnswer = [404, { error: { code: 'unknown-job', message: 'There is no job X.' } }];
  assert.equal((await watched([gone])).code, 3);
  await api.close();
  assert.equal((await watched([running(2), gone])).code, 3);
});

test('an interval that is none is wrong use', async () => {
  api = await startAnswering(() => onTime);
  const { code, err } = await ran(['watch', 'X', '-i', api.url, '--interval', 'soon']);
  assert.equal(code, 2);
  assert.match(err, /interval must be a length of time/);
});

const other = { ...shownJob({ trouble: null }), jobId: '01KDTEST000000000000000001', name: 'other' };

/** Watches all jobs: two are live, then one, then none. */
async function watchedAll(args: string[], columns?: number) {
  const lists = [[shownJob({ trouble: null }), other], [other], []];
  let looks = 0;
  api = await startAnswering(({ path }) => {
    if (path.startsWith('/jobs?')) return [200, { jobs: lists[Math.min(looks++, 2)] ?? [], next: null }];
    const late = { ...shownJob(ends.late), jobId: other.jobId, name: 'other' };
    return [200, path.endsWith(other.jobId) ? late : shownJob(ends.onTime)];
  });
  const command = ['watch', '-i', api.url, '--interval', '0.1s', ...args];
  return ran(command, columns === undefined ? {} : { columns });
}

test('without a job all live ones are watched until none is left, and one that is late ends with 1', async () => {
  const { code, out } = await watchedAll([]);
  assert.equal(code, 1);
  const lines = out.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.slice(0, 16)),
    [
      'linpack 2/20 0.6',
      'other 2/20 0.6 c',
      'linpack 20/20 0.',
      'linpack: ON TIME',
      'other 20/20 0.6 ',
      'other: LATE, 90 ',
      'No job is live.',
    ],
  );
});

test('with --json the changes of all live jobs are lines of JSON and nothing else', async () => {
  const { out } = await watchedAll(['--json']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ name, onTime }) => [name, onTime]),
    [
      ['linpack', undefined],
      ['other', undefined],
      ['linpack', true],
      ['other', false],
    ],
  );
});

test('on a terminal all live jobs are a table, below what has ended', async () => {
  const { out } = await watchedAll([], 200);
  const [first, second, rest] = screenAfter(out, 200);
  assert.match(first ?? '', /^linpack: ON TIME/);
  assert.match(second ?? '', /^other: LATE/);
  assert.equal(rest, 'No job is live.');
});
