import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delayMs, firstPace, isStale, type Pace, paceAfter } from './pace.ts';
import { troubleOf } from './trouble.ts';
import { linkWith, tokenOf, viewOf } from './view-link.ts';

const after = (answers: Parameters<typeof paceAfter>[1][]): Pace => answers.reduce(paceAfter, firstPace);

test('calls are rarer when nothing is new or nothing answers, and as often as before once something is', () => {
  const usual = delayMs(firstPace, true);
  assert.ok(delayMs(after(Array(8).fill('same')), true) > 5 * usual);
  assert.ok(delayMs(after(Array(8).fill('failed')), true) > 5 * usual);
  assert.ok(delayMs(after(Array(99).fill('same')), true) <= 20_000);
  assert.equal(delayMs(after(['same', 'same', 'same', 'same', 'new']), true), usual);
  assert.ok(delayMs(firstPace, false) > usual);
});

test('a picture is stale after missed calls, at once where one has failed', () => {
  assert.equal(isStale(4_000, firstPace, true), false);
  assert.equal(isStale(6_000, firstPace, true), true);
  assert.equal(isStale(4_000, after(['failed']), true), true);
});

test('an address says what is shown, also with a name that is none of a path', () => {
  const view = viewOf('#/jobs/a%2Fb%20c?at=5');
  assert.deepEqual([view.page, view.of, view.query.get('at')], ['job', 'a/b c', '5']);
  assert.equal(linkWith(view, { at: '6' }), '#/jobs/a%2Fb%20c?at=6');
  assert.equal(linkWith(viewOf('#/?find=x'), { find: '' }), '#/');
  for (const odd of ['', '#', '#/nothing', '#/jobs/', '#/jobs/%', '#token=abc'])
    assert.match(viewOf(odd).page, /^jobs?$/);
  assert.equal(tokenOf('#token=a-B_9'), 'a-B_9');
  assert.equal(tokenOf('#/jobs/token'), null);
});

test('what went wrong is told by what to do about it', () => {
  const kindOf = (status: number, code: string) => troubleOf(status, { code, message: 'm' }).kind;
  assert.deepEqual(
    [
      kindOf(401, 'no-dashboard-token'),
      kindOf(401, 'no-api-token'),
      kindOf(403, 'gateway'),
      kindOf(403, 'expired'),
      kindOf(502, 'no-aws-credentials'),
      kindOf(502, 'no-answer'),
      kindOf(404, 'unknown-job'),
      kindOf(500, 'internal'),
    ],
    ['no-token', 'refused', 'refused', 'credentials', 'credentials', 'unreachable', 'unknown-job', 'other'],
  );
});
