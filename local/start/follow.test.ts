import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { apiCaller } from '../../cli/api/api-caller.ts';
import { jobsApi } from '../../cli/api/jobs-api.ts';
import { type CannedAnswer, ends, shownJob, startAnswering } from '../../test/rigs/cli.ts';
import { hasEscapeCodes, screenAfter } from '../../test/rigs/screen.ts';
import { follow } from './follow.ts';

/** A job whose lines do not fit into 80 columns. */
function longWinded(completed: number) {
  const job = shownJob({ completed, trouble: null });
  const sentence = `${completed} of 20 done; with 1.1 cpus the remaining 18 iterations finish 4 min 45 s before the deadline (on time with over 99 % probability); with 0.9 cpus, 115 s before the deadline (on time with 89 % probability).`;
  const p50 = new Date(Date.parse(job.deadlineAt) - 130_000).toISOString();
  return {
    ...job,
    name: 'a-job-with-a-name-that-leaves-little-room-for-anything-else',
    decision: { ...job.decision, cpus: 0.6, reason: 'over-performing', sentence },
    forecast: { finishAt: { p10: p50, p50, p90: p50 }, onTimeProbability: 0.999 },
  };
}

interface Screen {
  columns?: number;
  isLive?: boolean;
  isStopping?: () => boolean;
}

/** What `npm start` writes while it follows jobs that are answered so. */
async function followed(
  answers: CannedAnswer[],
  { columns, isLive = false, isStopping = () => false }: Screen,
) {
  const server = await startAnswering((_, count) => answers[Math.min(count, answers.length) - 1] ?? null);
  let written = '';
  const out = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  const output = Object.assign(out, columns === undefined ? {} : { isTTY: true, columns });
  const api = jobsApi(apiCaller({ apiUrl: server.url }));
  try {
    await follow({ api, jobIds: ['X'], output, isLive, isStopping });
  } finally {
    await server.close();
  }
  return written;
}

const course: CannedAnswer[] = [2, 3, 4, 5].map((completed) => [200, longWinded(completed)]);
const end: CannedAnswer = [200, { ...longWinded(20), ...shownJob(ends.onTime) }];

for (const columns of [40, 80])
  test(`on a terminal of ${columns} columns a redraw leaves nothing of what was drawn before`, async () => {
    const screen = screenAfter(await followed([...course, end], { columns, isLive: true }), columns);
    const [last] = [screenAfter(await followed([end], { columns, isLive: true }), columns)];
    assert.deepEqual(
      screen.filter((line) => line !== ''),
      last.filter((line) => line !== ''),
    );
    assert.ok(
      screen.every((line) => line.length < columns),
      screen.join('\n'),
    );
  });

test('elsewhere each change is a line, without escape codes', async () => {
  const written = await followed([...course.flatMap((answer) => [answer, answer]), end], {});
  assert.equal(hasEscapeCodes(written), false);
  assert.equal(written.trimEnd().split('\n').length, 5);
});

test('what is written once it is to stop is not drawn over', async () => {
  assert.equal(await followed(course, { columns: 80, isLive: true, isStopping: () => true }), '');
});
