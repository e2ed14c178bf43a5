import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readJsonFile } from './read-json-file.ts';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
});
after(() => rmSync(directory, { recursive: true }));

function written(text: string): string {
  const file = join(directory, 'file.json');
  writeFileSync(file, text);
  return file;
}

test('the JSON of a file is read', () => {
  assert.deepEqual(readJsonFile(written('{ "a": [1, "ä"] }')), { a: [1, 'ä'] });
});

test('what is not JSON is refused with its place and without its text', () => {
  const refused = { message: `${join(directory, 'file.json')} is not JSON, at line 2 column 1.` };
  assert.throws(() => readJsonFile(written('{ "password": "hunter2",\n}')), refused);
  assert.throws(
    () => readJsonFile(written('hunter2')),
    (error: Error) => !error.message.includes('hunter2'),
  );
});

test('a file that is not there, or is none, is refused with its name', () => {
  assert.throws(() => readJsonFile('no-such.json'), /no-such\.json cannot be read: there is no such file/);
  assert.throws(() => readJsonFile(directory), /cannot be read: EISDIR/);
});
