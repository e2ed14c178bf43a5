import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recurringView } from '../../lib/api/recurring-view.ts';
import type { Job } from '../../lib/job/job.ts';
import type { RecurringJob } from '../../lib/recurring/recurring-job.ts';
import { apiOfFile, ends } from '../../test/rigs/cli.ts';
import { jobForTests } from '../../test/rigs/job.ts';
import { recurringForTests } from '../../test/rigs/recurring.ts';

const { ask } = apiOfFile();

const jobOf = (progress: Partial<Job['progress']>): Job => ({
  ...jobForTests,
  progress: { ...jobForTests.progress, ...progress },
});
const jobs = new Map([
  ['A', jobOf(ends.onTime)],
  ['B', jobOf(ends.late)],
]);
const at = (day: number) => Date.parse(`2026-01-0${day}T01:00:00Z`);
const occurrences: RecurringJob['occurrences'] = [
  { scheduledAt: at(5), outcome: 'failed', sentence: 'No credentials are kept.' },
  { scheduledAt: at(4), outcome: 'skipped', sentence: 'Job B of the name was still live.' },
  { scheduledAt: at(3), outcome: 'started', jobId: 'B' },
  { scheduledAt: at(2), outcome: 'started', jobId: 'A' },
  { scheduledAt: at(1), outcome: 'started', jobId: 'of which nothing is kept any more' },
];
const view = (change: Partial<RecurringJob> = {}) =>
  recurringView({ ...recurringForTests, occurrences, ...change }, Date.now(), jobs);

test('recurring list has a line for each, with its next start and what became of the last one', async () => {
  const all = { recurring: [view(), view({ pausedAt: 1, occurrences: [] })] };
  const { out, asked, code } = await ask([200, all], 'recurring', 'list');
  assert.deepEqual([asked, code], ['GET /recurring', 0]);
  const [titles = '', active = '', paused = ''] = out.split('\n');
  assert.match(titles, /^NAME +SCHEDULE +ZONE +NEXT +LAST +OUTCOME$/);
  assert.match(
    active,
    /^linpack {2}cron\(0 2 \* \* \? \*\) {2}Europe\/Madrid {2}in .+ {2}2026-01-05 01:00 {2}failed$/,
  );
  assert.match(paused, /Europe\/Madrid {2}paused$/);
  const none = await ask([200, { recurring: [] }], 'recurring', 'list');
  assert.equal(none.out, 'There is no recurring job.\n');
});

test('recurring show has the next starts, and what became of the last ones and of their jobs', async () => {
  const { out, asked } = await ask([200, view()], 'recurring', 'show', 'linpack');
  assert.equal(asked, 'GET /recurring/linpack');
  const lines = out.split('\n');
  assert.match(
    lines[0] ?? '',
    /^linpack \(recurring, chronos, cluster default\): 20 iterations within 2 h of each start$/,
  );
  assert.match(lines[1] ?? '', /Europe\/Madrid; while the job before is live, a start is left out \(skip\)$/);
  assert.match(lines[2] ?? '', /^ {2}Next start: .* \(in .*\)$/);
  const outcomes = lines.filter((line) => /^2026/.test(line)).map((line) => line.split('  ')[1]);
  assert.deepEqual(outcomes, ['failed', 'skipped', 'late', 'on time', 'launched']);
  assert.ok(lines.includes('  2026-01-05T01:00:00.000Z: No credentials are kept.'));
});

test('recurring change sends what is given, and no change is a mistake', async () => {
  const args = ['--schedule', 'rate(1 day)', '--overlap', 'queue', '--deadline', '1h', '--cpus-max', '4'];
  const { asked, code } = await ask([200, view()], 'recurring', 'change', 'a/b', ...args);
  const body = {
    deadline: '1h',
    cpus: { max: 4 },
    schedule: { expression: 'rate(1 day)', overlap: 'queue' },
  };
  assert.equal(asked.slice(0, 'PATCH /recurring/a%3Ab '.length), 'PATCH /recurring/a%3Ab ');
  assert.deepEqual([JSON.parse(asked.slice('PATCH /recurring/a%3Ab '.length)), code], [body, 0]);
  const nothing = await ask([200, view()], 'recurring', 'change', 'linpack');
  assert.equal(nothing.code, 2);
  assert.match(nothing.err, /Give what is to be changed: --deadline, .*--schedule, --time-zone, --overlap/);
});

test('recurring pause, resume and remove say what is then', async () => {
  const paused = await ask([200, view({ pausedAt: at(6) })], 'recurring', 'pause', 'linpack');
  assert.equal(paused.asked, 'POST /recurring/linpack/pause');
  assert.match(paused.out, /Paused since 2026-01-06T01:00:00\.000Z/);
  assert.equal(
    (await ask([200, view()], 'recurring', 'resume', 'linpack')).asked,
    'POST /recurring/linpack/resume',
  );
  const removed = await ask([200, view()], 'recurring', 'remove', 'linpack');
  assert.deepEqual(
    [removed.asked, removed.out],
    ['DELETE /recurring/linpack', 'linpack is no recurring job any more.\n'],
  );
});

test('a name that no recurring job has leads to the list of them', async () => {
  const error = { code: 'unknown-recurring-job', message: 'There is no recurring job x.' };
  const { code, err } = await ask([404, { error }], 'recurring', 'show', 'x');
  assert.equal(code, 3);
  assert.match(err, /There is no recurring job x\.\n"pacer recurring list" shows those that there are\.\n$/);
});
