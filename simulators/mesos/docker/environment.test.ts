import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerEnvironment } from './environment.ts';

test('plain variables are lines as they are, without quotes', () => {
  const { lines, byName } = dockerEnvironment({ A: '1', B: ' "two" # = $x ', EMPTY: '' });
  assert.equal(lines, 'A=1\nB= "two" # = $x \nEMPTY=\n');
  assert.deepEqual(byName, {});
});

test('what an environment file cannot hold goes by name: line breaks, long values, names that it would misread', () => {
  const odd = { LINES: 'a\nb', RETURN: 'a\r', LONG: 'x'.repeat(65_536), '#A': 'comment', 'A B': 'space' };
  assert.deepEqual(dockerEnvironment(odd), { lines: '', byName: odd });
});
