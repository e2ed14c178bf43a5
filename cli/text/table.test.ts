import assert from 'node:assert/strict';
import { test } from 'node:test';
import { styleText } from 'node:util';
import { table } from './table.ts';

test('columns are as wide as their widest cell, to the left or to the right, and no line ends in blanks', () => {
  const rows = [
    ['NAME', 'CPUS', ''],
    ['a', '0.25', 'x'],
    ['long name', '1', ''],
  ];
  assert.deepEqual(table(rows), ['NAME       CPUS', 'a          0.25  x', 'long name  1']);
  assert.deepEqual(
    table(rows, (column) => column === 1),
    ['NAME       CPUS', 'a          0.25  x', 'long name     1'],
  );
});

test('a colour takes no room', () => {
  const green = styleText('green', 'ok', { validateStream: false });
  assert.deepEqual(
    table([
      [green, 'x'],
      ['late', 'y'],
    ]),
    [`${green}    x`, 'late  y'],
  );
});
