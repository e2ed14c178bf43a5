import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { frameworkLike, frameworkNames, isFrameworkName } from './frameworks.ts';

const repository = join(import.meta.dirname, '../..');

test('a job looks like the framework whose field its name stands in, unless the default one has it too', () => {
  assert.equal(frameworkLike({ id: '/pi' }), 'marathon');
  for (const job of [{ name: 'pi' }, { name: 'pi', id: '/pi' }, {}])
    assert.equal(frameworkLike(job), undefined);
});

test('a framework is one of the list', () => {
  assert.deepEqual(['marathon', 'nomad', null].map(isFrameworkName), [true, false, false]);
});

test('no code asks for a framework by its name: what tells them apart stands in the tables', () => {
  const compared = new RegExp(`[=!]== '(${frameworkNames.join('|')})'|case '(${frameworkNames.join('|')})'`);
  const sources = globSync('{lib,functions,cli,local,bench}/**/*.ts', { cwd: repository });
  const asking = sources
    .filter((path) => !path.endsWith('.test.ts'))
    .filter((path) => compared.test(readFileSync(join(repository, path), 'utf8')));
  assert.deepEqual(asking, []);
});
