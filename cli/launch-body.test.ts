import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBody } from './launch-body.ts';

const container = { type: 'DOCKER', image: 'debian' };
const chronosJob = { name: 'nightly', command: 'sleep 1', container };
const app = { id: '/nightly', cmd: 'sleep 1', container };

test('a native Chronos job is put into a request', () => {
  const body = launchBody(chronosJob, { set: [], deadline: '10m', iterations: 20, duration: '35s' });
  const asked = { deadline: '10m', iterations: 20, iterationDuration: '35s' };
  assert.deepEqual(body, { job: chronosJob, cpus: {}, ...asked });
});

test('a whole request stays as it is, but for the options that are given', () => {
  const request = { job: chronosJob, deadline: '1h', cluster: 'lab', cpus: { max: 4 }, law: 'step' };
  assert.deepEqual(launchBody(request, { set: [] }), request);
  const changed = launchBody(request, { set: [], deadline: '2h', cluster: 'other', name: 'weekly' });
  const expected = { deadline: '2h', cluster: 'other', job: { ...chronosJob, name: 'weekly' } };
  assert.deepEqual(changed, { ...request, ...expected });
});

test("the ancestor's words in the file give way to options", () => {
  const qos = { duration: 600, desv_deadline: 0.8, deadline: 350 };
  const body = launchBody({ ...chronosJob, qos }, { set: [], deadline: '10m', duration: '35s' });
  const asked = { deadline: '10m', iterationDuration: '35s', deviation: 0.8 };
  assert.deepEqual(body, { job: chronosJob, cpus: {}, ...asked });
});

test('what has an id and no name is a Marathon app, and its name is the id', () => {
  const body = launchBody(app, { set: [], name: '/weekly' });
  assert.deepEqual(body, { job: { ...app, id: '/weekly' }, cpus: {}, framework: 'marathon' });
  assert.equal(launchBody({ ...app, name: 'x' }, { set: [] }).framework, undefined);
});

test('a framework that is named stands above what the file looks like, and the option above the file', () => {
  assert.equal(launchBody(app, { set: [], framework: 'chronos' }).framework, 'chronos');
  const request = { job: app, framework: 'chronos' };
  assert.equal(launchBody(request, { set: [] }).framework, 'chronos');
  assert.equal(launchBody(request, { set: [], framework: 'marathon' }).framework, 'marathon');
});

test('what a framework answers is launched as it is', () => {
  assert.deepEqual(launchBody([chronosJob], { set: [] }).job, chronosJob);
  assert.deepEqual(launchBody({ app }, { set: [] }), { job: app, cpus: {}, framework: 'marathon' });
  assert.deepEqual(launchBody({ job: [chronosJob], deadline: '1h' }, { set: [] }).job, chronosJob);
  assert.throws(() => launchBody({ id: '/g', apps: [app] }, { set: [] }), /job is a group of apps/);
});

test('an empty name tells nothing of the framework', () => {
  assert.equal(launchBody({ ...app, name: '' }, { set: [] }).framework, 'marathon');
  assert.equal(launchBody({ ...app, name: null }, { set: [] }).framework, 'marathon');
  assert.equal(launchBody({ ...chronosJob, id: '/x' }, { set: [] }).framework, undefined);
});

test('--set reaches every field, with JSON or text', () => {
  const set = [
    'cpus.max=4',
    'target=0.99',
    'law=step',
    'job.mem=64',
    'notify={"name":"ops"}',
    'job.command=a=b',
  ];
  const body = launchBody({ job: chronosJob, cpus: { min: 1 } }, { set });
  assert.deepEqual(body, {
    job: { ...chronosJob, mem: 64, command: 'a=b' },
    cpus: { min: 1, max: 4 },
    target: 0.99,
    law: 'step',
    notify: { name: 'ops' },
  });
});

test('--set changes nothing beyond the request', () => {
  launchBody(chronosJob, { set: ['__proto__.polluted=1', 'job.__proto__.polluted=1'] });
  assert.equal(Object('').polluted, undefined);
});

test('--set without a field or a value says how it is written', () => {
  for (const text of ['cpus.max', '=4'])
    assert.throws(() => launchBody(chronosJob, { set: [text] }), /must look like --set cpus\.max=4/);
});

test('a job file without an object is refused', () => {
  for (const content of [null, [], 'text', 7])
    assert.throws(() => launchBody(content, { set: [] }), /must hold a JSON object/);
});
