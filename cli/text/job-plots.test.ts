import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, live, liveNow } from '../../dashboard/fixtures/recorded.ts';
import { jobPlots } from './job-plots.ts';

for (const columns of [40, 80, 200])
  test(`the plots fit into ${columns} columns, and the past falls to what is left now`, () => {
    const lines = jobPlots(live, liveNow, columns);
    const drawn = lines.filter((line) => /[┤│└]/.test(line));
    assert.ok(
      drawn.every((line) => line.length <= Math.max(columns, 40)),
      lines.join('\n'),
    );
    assert.ok(lines.every((line) => line === line.trimEnd()));
    assert.match(
      lines[0] ?? '',
      /^Iterations left until \d\d:\d\d:\d\d \(now\), then by the median forecast; ┃ the deadline$/,
    );
    assert.equal(lines[1], 'Done 49 s after the deadline');
    assert.equal(lines.filter((line) => /^\s+30┤━/.test(line)).length, 1);
  });

test('an ended job ends with its end, which is told beside its deadline', () => {
  const lines = jobPlots(ended, liveNow, 80);
  assert.match(lines[0] ?? '', /^Iterations left\. It ended .* before the deadline\.$/);
  assert.ok(lines.includes('Cpus held, of 0.1 to 2'));
});
