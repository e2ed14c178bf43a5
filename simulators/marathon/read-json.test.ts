import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarathonError } from './api-error.ts';
import { readJson } from './read-json.ts';

function complaint(body: string): unknown {
  try {
    return readJson(body);
  } catch (error) {
    assert.ok(error instanceof MarathonError);
    assert.deepEqual([error.status, error.body.message], [400, 'Invalid JSON']);
    return error.body.details;
  }
}

test('what is no JSON is refused in the words of the server', () => {
  for (const [body, words] of [
    ['{"id":', 'Unexpected end-of-input within/between Object entries'],
    ['[1,', 'Unexpected end-of-input within/between Array entries'],
    ['{"id":"/u",}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"],
    ['{"a":1} x', "Unrecognized token 'x': was expecting ('true', 'false' or 'null')"],
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    ],
    ['{"a":1 "b"}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"],
    ['{"a":"b', 'Unexpected end-of-input: was expecting closing quote for a string value'],
  ] as const) {
    assert.equal(complaint(body), words, body);
  }
  assert.deepEqual(complaint('{"a":[1,2.5e3,"\\u00e9",null]}'), { a: [1, 2500, 'é', null] });
});
