import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const repository = join(import.meta.dirname, '..', '..');
/** Outside of a clone each of these gets the package of somebody else. */
const foreign = /\bnpx (--?\S+ )*pacer(?!-mesos)\b|npm (install|i|add) (-g |--global )?pacer(?!-mesos)\b/;

test('no text tells to run the package pacer of npm, which is another program', () => {
  const files = globSync(
    ['*.md', '.ci/*', '{cli,docs,examples,functions,infra,lib,local}/**/*.{md,ts,mjs,json,yaml}'],
    {
      cwd: repository,
    },
  );
  assert.ok(files.length > 400, `only ${files.length} files`);
  const wrong = files.filter((file) => foreign.test(readFileSync(join(repository, file), 'utf8')));
  assert.deepEqual(wrong, []);
});
