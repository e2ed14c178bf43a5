import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastLines, longestOutputBytes } from './last-lines.ts';

const secret = 'a-token-of-more-than-20-letters';
const linesOf = (text: string) => lastLines(Buffer.from(text), secret);
/** An output of which only the last bytes are there. */
const cut = (text: string) => lastLines(Buffer.from(text).subarray(-longestOutputBytes), secret);

test('an output is its lines, with or without an end of the last', () => {
  assert.deepEqual(linesOf('one\ntwo\n'), ['one', 'two']);
  assert.deepEqual(linesOf('one\r\n\n  two'), ['one', '', '  two']);
  assert.deepEqual([linesOf(''), linesOf('\n')], [[], ['']]);
});

test('nothing of it steers a terminal, and the rest is left', () => {
  assert.deepEqual(linesOf('\u001b[1;31mred\u001b[0m\u0007\tend\u009b2J é 🙂'), ['red\tend2J é 🙂']);
  assert.deepEqual(linesOf('10 %\r20 %\r'), ['10 %', '20 %']);
});

test('bytes that are no text take no more room than they had', () => {
  const bytes = Buffer.alloc(longestOutputBytes, Buffer.from([0x61, 0xff]));
  bytes[1] = 0x0a;
  const lines = lastLines(bytes, secret);
  assert.match(lines.join('\n'), /^(a\?){1023}$/);
});

test('the secret is not shown, nor an end of it where the output was cut', () => {
  assert.deepEqual(linesOf(`token ${secret}, again ${secret}`), ['token [secret], again [secret]']);
  const coloured = `${secret.slice(0, 9)}\u001b[0m\u0000${secret.slice(9)}`;
  assert.deepEqual(linesOf(coloured), ['[secret]']);
  const filling = 'x '.repeat(longestOutputBytes / 2 - 8);
  for (const text of [`${secret}\n${filling}`, `${secret} ${filling}`]) {
    const lines = cut(text);
    assert.ok(lines.join('\n').startsWith('x x'), lines[0]?.slice(0, 40));
    assert.ok(!lines.some((line) => line.includes('letters')));
  }
});

test('of an output that was cut, the first line is left out unless it is the only one', () => {
  assert.deepEqual(cut(`${'long '.repeat(1000)}\nlast\n`), ['last']);
  assert.match(cut('word '.repeat(1000)).join(), /^(word ){408,409}$/);
});
