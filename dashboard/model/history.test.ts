import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, live, liveNow } from '../fixtures/recorded.ts';
import { historyInWords, historyOf } from './history.ts';

test('the jobs of a name stand beside each other, the last one first, with what they took and were allowed', () => {
  const late = {
    ...ended,
    jobId: 'LATE',
    onTime: false,
    launchedAt: '2026-11-29T00:00:00.000Z',
    deadlineAt: '2026-11-29T00:01:00.000Z',
    finishedAt: '2026-11-29T00:02:00.000Z',
  };
  const past = historyOf([late, ended, live], liveNow);
  assert.deepEqual(
    past.map(({ jobId }) => jobId),
    [live.jobId, ended.jobId, 'LATE'],
  );
  assert.deepEqual(past.at(-1), {
    jobId: 'LATE',
    launchedAt: Date.parse('2026-11-29T00:00:00.000Z'),
    seconds: 120,
    allowedSeconds: 60,
    coreSeconds: ended.coreSeconds,
    completed: 25,
    iterations: 25,
    standing: 'late',
  });
  assert.match(
    historyInWords(past),
    /^3 jobs; 1 of 2 completed ones met their deadline\. On average they took /,
  );
  assert.equal(historyInWords(historyOf([live], liveNow)), '1 job, none of them completed.');
});
