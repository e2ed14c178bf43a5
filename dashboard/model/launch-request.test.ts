import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRequestOf, emptyForm, launchRequestOf } from './launch-request.ts';

const chronos = { name: 'nightly', command: 'true', container: { image: 'debian' } };
const asked = (content: unknown, form = {}) =>
  launchRequestOf({
    ...emptyForm,
    ...form,
    file: typeof content === 'string' ? content : JSON.stringify(content),
  });
const requestOf = (content: unknown, form = {}): Record<string, unknown> => {
  const { cpus, ...request } = asked(content, form).request ?? assert.fail();
  return { ...request, ...(Object.keys(cpus ?? {}).length > 0 ? { cpus } : {}) };
};

test('a native job becomes a launch request, and the form stands above the file', () => {
  const form = { deadline: '10m', iterations: '20', iterationDuration: '35s', cpusMax: '2', name: 'other' };
  assert.deepEqual(requestOf(chronos, form), {
    job: { ...chronos, name: 'other' },
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
  assert.deepEqual(requestOf([chronos]), { job: chronos });
});

test('the form stands above what the file says in other words', () => {
  const { deadline, job } = requestOf({ ...chronos, qos: { deadline: 50 } }, { deadline: '10m' });
  assert.deepEqual([deadline, job], ['10m', chronos]);
});

test('what holds no job, or several, is refused here, and what is no number by the API', () => {
  for (const wrong of ['', 'x', '1', '[]', '"a"']) assert.equal(asked(wrong).request, null);
  assert.match(asked([chronos, chronos]).problem ?? '', /a list of 2/);
  assert.equal(requestOf(chronos, { iterations: 'many' }).iterations, 'many');
  assert.deepEqual(requestOf(chronos, { name: '7' }).job, { ...chronos, name: '7' });
});

test('a change has only what is given', () => {
  assert.deepEqual(changeRequestOf({ deadline: '', cpusMin: '', cpusMax: ' 0.7 ' }), { cpus: { max: 0.7 } });
  assert.deepEqual(changeRequestOf({ deadline: '5m', cpusMin: '', cpusMax: '' }), { deadline: '5m' });
});
