import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTemplate } from '../template.ts';
import { bundled } from './bundle.ts';
import { sourceStack } from './source-stack.ts';

const repository = join(import.meta.dirname, '../..');

test('a line of a stack that was logged leads to the source', async () => {
  const lambda = readTemplate(repository, (name) => name).functions.find(
    ({ id }) => id === 'IterationFunction',
  );
  assert.ok(lambda);
  const { code, map } = await bundled(repository, lambda);
  const said = 'reports wait to be counted';
  const before = code.slice(0, code.indexOf(said)).split('\n');
  const place = `/var/task/handler.js:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const shown = sourceStack(`Error: too many\n    at x (${place})\n    at node:internal/timers:1:2`, map);
  const [, file = '', line = ''] = /at x \((.*?):(\d+):\d+\)/.exec(shown) ?? [];
  assert.equal(file, 'lib/store/reports.ts');
  assert.match(
    readFileSync(join(repository, file), 'utf8')
      .split('\n')
      .slice(Number(line) - 2, Number(line))
      .join(),
    new RegExp(said),
  );
  assert.match(shown, /at node:internal\/timers:1:2$/);
});
