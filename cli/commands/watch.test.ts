import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type Answer, type ApiForTests, ends, ran, shownJob, startAnswering } from '../test-rig.ts';

let api: ApiForTests;
afterEach(() => api.close());

/** Watches a job that is answered so, one answer after the other. */
async function watched(answers: Answer[], args: string[] = [], columns?: number) {
  api = await startAnswering((_, count) => answers[Math.min(count, answers.length) - 1] ?? null);
  const command = ['watch', 'X', '-i', api.url, '--interval', '0.1s', ...args];
  return ran(command, columns === undefined ? {} : { columns });
}

const running = (completed: number): Answer => [200, shownJob({ completed, trouble: null })];
const onTime: Answer = [200, shownJob(ends.onTime)];

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

test('on a terminal one line is drawn over that fits, and a problem stays above it', async () => {
  const problem: Answer = [200, shownJob({ completed: 10, problem: 'Chronos does not answer.' })];
  const { out } = await watched([running(2), problem, problem, onTime], [], 70);
  const [above = '', drawn = '', end = ''] = out.split('\n');
  const screens = drawn.split('\r').map(stripVTControlCharacters);
  assert.ok(stripVTControlCharacters(above).endsWith('Chronos does not answer.'), above);
  assert.ok(
    screens.every((screen) => screen.length < 70),
    drawn,
  );
  assert.ok(
    screens.some(
      (screen) =>
        screen.startsWith(`${'█'.repeat(5)}${'░'.repeat(5)}  linpack  10/20`) && / % on time, /.test(screen),
    ),
    drawn,
  );
  assert.match(end, /^linpack: ON TIME/);
});

test('a fault or a lost answer in between is waited out', async () => {
  const fault: Answer = [500, { error: { code: 'internal', message: 'Something is broken.' } }];
  const { code, err } = await watched([running(2), fault, null, null, running(3), onTime]);
  assert.deepEqual([code, err], [0, '']);
});

test('a job that is not there, or is gone, ends the watching', async () => {
  const gone: Answer = [404, { error: { code: 'unknown-job', message: 'There is no job X.' } }];
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
