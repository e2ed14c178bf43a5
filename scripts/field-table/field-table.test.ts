import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { launchPage, pageWithTable } from './page.ts';

test('the table of docs/launch.md says what the code does now (npm run field-table writes it)', () => {
  assert.equal(readFileSync(launchPage, 'utf8'), pageWithTable());
});
