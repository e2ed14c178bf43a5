import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { aDecision, noon } from '../../test/rigs/progress.ts';
import { hasEndedBadly, isWantedEnd, standingOf } from './standing.ts';

const deadlineAt = noon + 1_200_000;
const finish = (at: number) => ({ at, reason: 'all-iterations-done', sentence: 'All are done.' }) as const;

test('a live job stands as its forecast says, and one of which nothing was decided not at all', () => {
  const decision = { ...aDecision(), outlook: 'at-risk' as const };
  assert.equal(standingOf(aJob({ progress: { decision } })), 'at-risk');
  assert.equal(standingOf(aJob()), null);
});

test('a job that was done stands as its last iteration ended, whenever that was noticed', () => {
  const progress = {
    status: 'COMPLETED',
    finish: finish(deadlineAt),
    lastPointAt: deadlineAt + 9_000,
  } as const;
  const inTime = aJob({ progress });
  assert.deepEqual([standingOf(inTime), hasEndedBadly(inTime)], ['on-time', false]);
  const late = aJob({ progress: { ...progress, finish: finish(deadlineAt + 1) } });
  assert.deepEqual([standingOf(late), hasEndedBadly(late)], ['late', true]);
});

test('a cancelled job has ended badly if another caller cancelled it than the one who launched it, in whatever session', () => {
  const role = 'arn:aws:sts::123456789012:assumed-role/operators/botocore-session-';
  const cancelled = (cancelRequestedBy: string | null, launchedBy: string | null) =>
    hasEndedBadly(aJob({ cancelRequestedBy, spec: { launchedBy }, progress: { status: 'CANCELLED' } }));
  assert.equal(cancelled(null, null), false);
  assert.equal(cancelled(`${role}1767268801`, `${role}1767268899`), false);
  assert.equal(cancelled('arn:aws:iam::123456789012:user/other', `${role}1767268899`), true);
  // As in rows of earlier versions.
  assert.equal(cancelled(null, `${role}1767268899`), false);
});

test('that a job was done on time is wanted by those who asked for it, and no other end is', () => {
  const done = { status: 'COMPLETED', finish: finish(deadlineAt) } as const;
  const asked = { notify: { name: 'ops', whenDone: true } };
  const isWanted = (spec: object, progress: object) => isWantedEnd(aJob({ spec, progress }));
  assert.equal(isWanted(asked, done), true);
  assert.equal(isWanted(asked, { ...done, finish: finish(deadlineAt + 1) }), false);
  assert.equal(isWanted(asked, { status: 'FAILED' }), false);
  for (const notify of [null, { name: 'ops' }, { name: 'ops', whenDone: false }])
    assert.equal(isWanted({ notify }, done), false);
});
