import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { readJson, utf8Text } from './read-json.ts';

const source = { name: 'The body', field: 'body' };

function refusalOf(text: string): InvalidRequestError {
  try {
    readJson(text, source);
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError);
    return error;
  }
  throw new Error('It was not refused.');
}

const twice: [string, string][] = [
  ['{"a":1,"a":1}', 'a'],
  ['{"a":1, "\\u0061" : 2}', 'a'],
  ['{"job":{"env":[{"name":"A"},{"name":"B","value":"}","name":"C"}]}}', 'job.env.1.name'],
  ['[[],[1,{"":1,"":2}]]', '1.1.'],
  ['{"a":{"b":1},"b":2,"c":{},"b":3}', 'b'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a":"\\\\","a":"\\""}', 'a'],
];
for (const [text, field] of twice) {
  test(`${text} gives ${field || 'a field'} twice`, () => {
    const { message, fields } = refusalOf(text);
    assert.equal(message, `The body is invalid: ${field} is given twice.`);
    assert.deepEqual(fields, [{ field, problem: 'is given twice' }]);
  });
}

test('the path to a field that is given twice is shown by its last keys', () => {
  const deep = `${'{"k":'.repeat(30_000)}{"a":1,"a":2}${'}'.repeat(30_000)}`;
  assert.equal(refusalOf(deep).fields?.[0]?.field, '….k.k.k.k.k.k.k.a');
  const long = 'x'.repeat(1_000);
  assert.equal(refusalOf(`{"${long}":1,"${long}":2}`).fields?.[0]?.field, 'x'.repeat(80));
});

test('whatever JSON is written of a value is read as that value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      // U+FFFD stands for bytes that were no UTF-8 unless it is escaped.
      const text = JSON.stringify(value, null, indent).replaceAll('\ufffd', '\\ufffd');
      assert.deepEqual(readJson(text, source), JSON.parse(text));
      assert.deepEqual(readJson(`\ufeff${text}`, source), JSON.parse(text));
    }),
  );
});

test('a field that is said again in any object is found, wherever it stands', () => {
  const fields = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fields,
      fc.nat(4),
      fc.array(fc.constantFrom('{', '['), { maxLength: 5 }),
      (names, nth, around) => {
        const again = [...names, names[nth % names.length]].map((name) => `${JSON.stringify(name)}:"{,["`);
        const object = `{${again.join(',')}}`.replaceAll('\ufffd', '\\ufffd');
        const nested = around.reduce(
          (inner, kind) => (kind === '{' ? `{"x":${inner}}` : `[0,${inner}]`),
          object,
        );
        assert.match(refusalOf(nested).message, /is given twice\.$/);
      },
    ),
  );
});

test('what is no JSON, or was no UTF-8, is told of the whole', () => {
  for (const text of ['', '{', '{"a":1,}', '{"a":1}{"b":2}', '\ufeff\ufeff{}', '{"a":"\ud800']) {
    assert.match(refusalOf(text).message, /^The body is not JSON: /);
  }
  assert.match(refusalOf('{"a":"\ufffd"}').message, /^The body holds bytes that are no UTF-8; write/);
  assert.deepEqual(readJson('{"a":"\\ufffd"}', source), { a: '\ufffd' });
  assert.throws(() => utf8Text(Buffer.from([0x22, 0xe4, 0x22]), source), {
    name: 'InvalidRequestError',
    message: 'The body holds bytes that are no UTF-8.',
  });
  assert.equal(utf8Text(Buffer.from('\ufeff{"ä":1}'), source), '{"ä":1}');
});

test('a text that is as deep or as long as a body can be is read without harm', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  assert.ok(Array.isArray(readJson(deep, source)));
  assert.equal(readJson(`"${'\\\\'.repeat(120_000)}"`, source), '\\'.repeat(120_000));
});
