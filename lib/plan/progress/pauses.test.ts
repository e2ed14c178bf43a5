import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../../test/rigs/builders.ts';
import { noon } from '../../../test/rigs/progress.ts';
import type { Finish, JobProgress } from '../../job/progress.ts';
import { withPauses } from './pauses.ts';

const finish: Finish = { at: noon + 9_000, reason: 'cancelled', sentence: '' };

/** What is known of pauses after an evaluation a minute later. */
function after(known: Partial<JobProgress>, asked: { pausedAt: number | null; resumedAt?: number }) {
  const job = { ...aJob(), resumedAt: null, ...asked };
  const { pausedSince, pausedSeconds } = withPauses(
    { ...job.progress, ...known },
    { job, now: noon + 60_000 },
  );
  return { pausedSince, pausedSeconds };
}

test('a pause begins, goes on, and is counted when it is over, at the instant at which it was', () => {
  assert.deepEqual(after({}, { pausedAt: noon }), { pausedSince: noon, pausedSeconds: 0 });
  const paused = { pausedSince: noon, pausedSeconds: 5 };
  assert.deepEqual(after(paused, { pausedAt: noon }), paused);
  const resumedAt = noon + 30_000;
  assert.deepEqual(after(paused, { pausedAt: null, resumedAt }), { pausedSince: null, pausedSeconds: 35 });
});

test('who resumes and pauses between two evaluations begins another pause', () => {
  const again = { pausedAt: noon + 40_000, resumedAt: noon + 30_000 };
  assert.deepEqual(after({ pausedSince: noon }, again), { pausedSince: again.pausedAt, pausedSeconds: 30 });
});

test('a job that ends while it is paused is paused no more', () => {
  const ended = { pausedSince: noon, finish };
  assert.deepEqual(after(ended, { pausedAt: noon }), { pausedSince: null, pausedSeconds: 9 });
});
