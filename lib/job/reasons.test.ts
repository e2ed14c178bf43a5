import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ReasonCode } from './decision.ts';
import { finish, type JobStatus } from './progress.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reasons.md'), 'utf8');

/** Each code of the type; one that is added there does not compile until it stands here. */
const reasonCodes: Record<ReasonCode, true> = {
  'under-performing': true,
  'over-performing': true,
  'on-plan': true,
  learning: true,
  cheaper: true,
  exploring: true,
  'at-risk': true,
  'cannot-be-met': true,
  yielding: true,
  'waiting-for-room': true,
  'more-cpu-would-not-help': true,
  done: true,
};

/** The cells of the rows of the table below a title. */
function rowsBelow(title: string): string[][] {
  const section = page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `(.+)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.replaceAll('`', '').trim()),
  );
}

test('docs/reasons.md has every reason of a decision, with its meaning, and no other', () => {
  const rows = rowsBelow('Why a job has its cpus');
  assert.deepEqual(rows.map(([code]) => code).sort(), Object.keys(reasonCodes).sort());
  for (const [code, meaning = ''] of rows) assert.match(meaning, /^[A-Z].*\.$/, code);
});

test('docs/reasons.md has every reason of an end, with a status of an ended job, and no other', () => {
  const rows = rowsBelow('Why a job has ended');
  const { entries } = finish.shape.reason.def;
  assert.deepEqual(rows.map(([code]) => code).sort(), Object.keys(entries).sort());
  const ended: JobStatus[] = ['COMPLETED', 'CANCELLED', 'FAILED'];
  for (const [code, status] of rows)
    assert.ok(
      ended.some((each) => each === status),
      code,
    );
});
