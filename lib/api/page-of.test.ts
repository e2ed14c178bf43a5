import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '../../test/rigs/api-event.ts';
import { aJob } from '../../test/rigs/builders.ts';
import { aDecision } from '../../test/rigs/progress.ts';
import { pageOf } from './page-of.ts';

const page = (query: Record<string, string>) => pageOf(event({ queryStringParameters: query }));

test('the page of a list has defaults and bounds', () => {
  const before = '01KDTEST000000000000000000';
  assert.deepEqual(pageOf(event()), { listed: 'active', limit: 50, before: null, isWanted: undefined });
  assert.deepEqual(page({ state: 'finished', limit: '100', before: before.toLowerCase() }), {
    listed: 'finished',
    limit: 100,
    before,
    isWanted: undefined,
  });
  const wrong: [Record<string, string>, string][] = [
    [{ limit: '0' }, 'limit must be at least 1'],
    [{ limit: '101' }, 'limit must be at most 100'],
    [{ limit: '1.5' }, 'limit must be a whole number'],
    [{ limit: 'many' }, 'limit must be a number'],
    [{ state: 'both' }, 'state must be "active", "ending", "finished" or "all"'],
    [{ before: 'x' }, 'before must be the "next" of the previous page'],
    [{ status: 'done' }, 'status must be "LAUNCHING", "RUNNING", "COMPLETED", "FAILED" or "CANCELLED"'],
    [{ cluster: 'A B' }, 'cluster must be 1 to 32 lower-case letters, digits or dashes'],
  ];
  for (const [query, problem] of wrong) {
    assert.throws(() => page(query), { message: `Invalid query: ${problem}.` });
  }
});

test('what is looked for by a status or an outlook is looked for where it can be', () => {
  assert.equal(page({ status: 'failed' }).listed, 'finished');
  assert.equal(page({ outlook: 'late' }).listed, 'finished');
  assert.equal(page({ status: 'RUNNING' }).listed, 'active');
  assert.equal(page({ status: 'failed', state: 'all' }).listed, 'all');
});

test('only jobs of the name, the status, the cluster and the outlook that are given are wanted', () => {
  const decision = { ...aDecision(), outlook: 'at-risk' as const };
  const job = aJob({
    spec: { name: 'nightly-7', cluster: 'lab' },
    progress: { status: 'RUNNING', decision },
  });
  const fitting = { name: 'nightly-*', status: 'running', cluster: 'lab', outlook: 'at-risk' };
  assert.equal(page(fitting).isWanted?.(job), true);
  for (const other of [
    { name: 'nightly' },
    { status: 'launching' },
    { cluster: 'default' },
    { outlook: 'late' },
  ])
    assert.equal(page({ ...fitting, ...other }).isWanted?.(job), false, JSON.stringify(other));
});
