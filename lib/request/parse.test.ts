import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { InvalidRequestError } from '../job/errors.ts';
import { parse } from './parse.ts';

const schema = z.strictObject({
  name: z.string().min(2).max(3),
  age: z.int().positive().lt(100).optional(),
  tags: z.array(z.boolean()).optional(),
  kind: z.enum(['a', 'b']).optional(),
  rest: z.strictObject({}).optional(),
});

function problemsOf(value: unknown): string[] {
  try {
    parse(schema, value, 'thing');
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError);
    return error.fields.map(({ field, problem }) => `${field} ${problem}`);
  }
}

test('a right value comes back as the schema has it', () => {
  assert.deepEqual(parse(schema, { name: 'ab', age: 5 }, 'thing'), { name: 'ab', age: 5 });
});

test('each kind of wrong value is told in words', () => {
  assert.deepEqual(problemsOf(undefined), ['body is required and must be an object']);
  assert.deepEqual(problemsOf({}), ['name is required and must be a string']);
  assert.deepEqual(problemsOf({ name: 'a' }), ['name must be at least 2 characters long']);
  assert.deepEqual(problemsOf({ name: 'abcd' }), ['name must be at most 3 characters long']);
  assert.deepEqual(problemsOf({ name: 'ab', age: 1.5 }), ['age must be a whole number']);
  assert.deepEqual(problemsOf({ name: 'ab', age: 0 }), ['age must be above 0']);
  assert.deepEqual(problemsOf({ name: 'ab', age: 100 }), ['age must be below 100']);
  assert.deepEqual(problemsOf({ name: 'ab', tags: {} }), ['tags must be a list']);
  assert.deepEqual(problemsOf({ name: 'ab', tags: [true, 1] }), ['tags.1 must be true or false']);
  assert.deepEqual(problemsOf({ name: 'ab', kind: 'c' }), ['kind is invalid']);
});

test('the message holds every problem and the fields hold them one by one', () => {
  assert.throws(() => parse(schema, { name: 5, age: 'x' }, 'thing'), {
    name: 'InvalidRequestError',
    message: 'Invalid thing: name must be a string; age must be a number.',
    fields: [
      { field: 'name', problem: 'must be a string' },
      { field: 'age', problem: 'must be a number' },
    ],
  });
});

test('unknown fields are named, but neither all of very many nor all of a very long one', () => {
  assert.deepEqual(problemsOf({ name: 'ab', x: 1, rest: { y: 1 } }), [
    'rest.y is an unknown field',
    'x is an unknown field',
  ]);
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field${i}`, 1]));
  assert.equal(problemsOf({ name: 'ab', ...many }).length, 20);
  const [problem = ''] = problemsOf({ name: 'ab', ['x'.repeat(100_000)]: 1 });
  assert.equal(problem, `${'x'.repeat(80)} is an unknown field`);
});
