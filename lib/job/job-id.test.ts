import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFits, soughtName } from './job-id.ts';

test('an app is found with its slash, without it, and with colons for slashes', () => {
  for (const given of ['/team/nightly', 'team/nightly', 'team:nightly', ':team:nightly'])
    assert.equal(soughtName(given), 'team/nightly');
  assert.equal(soughtName('Nightly build'), 'Nightly build');
});

test('a star of a pattern stands for any text, also for none, and nothing else does', () => {
  const fitting = [
    ['nightly', 'nightly'],
    ['/team/nightly', 'team/nightly'],
    ['nightly', 'night*'],
    ['nightly', '*'],
    ['nightly', 'n*t*y'],
    ['nightly', 'nightly*'],
    ['a.b', 'a.b'],
  ];
  for (const [name = '', pattern = ''] of fitting) assert.ok(nameFits(name, pattern), `${name} ${pattern}`);
  const others = [
    ['nightly', 'night'],
    ['nightly', 'Nightly'],
    ['axb', 'a.b'],
    ['aba', 'ab*ba'],
    ['nightly', 'n*x*y'],
    ['nightly', 'n*tt*y'],
  ];
  for (const [name = '', pattern = ''] of others) assert.ok(!nameFits(name, pattern), `${name} ${pattern}`);
});
