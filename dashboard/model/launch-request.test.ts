import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyForm, launchRequestOf } from './launch-request.ts';

const chronos = { name: 'nightly', command: 'true', container: { image: 'debian' } };
const requestOf = (content: unknown, form = {}) =>
  launchRequestOf({
    ...emptyForm,
    ...form,
    file: typeof content === 'string' ? content : JSON.stringify(content),
  }).request;

test('a native job becomes a launch request, and the form stands above the file', () => {
  const form = { deadline: '10m', iterations: '20', iterationDuration: '35s', cpusMax: '2', name: 'other' };
  assert.deepEqual(requestOf(chronos, form), {
    job: { ...chronos, name: 'other' },
    framework: 'chronos',
    deadline: '10m',
    iterations: 20,
    iterationDuration: '35s',
    cpus: { max: 2 },
  });
});

test('an app of Marathon is known by its id, also where the form renames it', () => {
  assert.deepEqual(requestOf({ id: '/a', cmd: 'true' }, { name: '/b' }), {
    job: { id: '/b', cmd: 'true' },
    framework: 'marathon',
  });
});

test('a whole launch request keeps what the form does not give', () => {
  const whole = { job: chronos, deadline: '1h', cpus: { min: 0.5, max: 4 }, framework: 'chronos' };
  assert.deepEqual(requestOf(whole, { cpusMax: '3' }), { ...whole, cpus: { min: 0.5, max: 3 } });
  assert.deepEqual(requestOf([chronos])?.job, chronos);
});

test('what is no JSON object is refused here, and what is no number by the API', () => {
  for (const wrong of ['', 'x', '1', '[]', '"a"']) assert.equal(requestOf(wrong), null);
  assert.equal(requestOf(chronos, { iterations: 'many' })?.iterations, 'many');
});
