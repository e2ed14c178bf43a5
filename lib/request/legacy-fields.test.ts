import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translateAncestorWords } from './legacy-fields.ts';

const words: [string, Record<string, unknown>][] = [
  ['deadline', { deadline: 1 }],
  ['desviation_deadline', { deviation: 1 }],
  ['desv_deadline', { deviation: 1 }],
  ['job_duration', { iterationDuration: 1 }],
  ['sleeping_time', { pause: 1 }],
  ['cpu_max_slave', { cpus: { max: 1 } }],
  ['cpu_min_slave', { cpus: { min: 1 } }],
  ['cpu_increment', { cpus: { increment: 1 } }],
  ['cpu_decrement', { cpus: { decrement: 1 } }],
];

for (const [word, today] of words) {
  test(`the ancestor's word ${word} is understood`, () => {
    assert.deepEqual(translateAncestorWords({ [word]: 1 }), { cpus: {}, ...today });
  });
}

test("today's words stay as they are", () => {
  const request = { job: { name: 'a' }, deadline: '10m', cpus: { max: 4 }, iterations: 20, law: 'step' };
  assert.deepEqual(translateAncestorWords(request), request);
});

test('old and new words for different bounds go together', () => {
  const request = { cpu_min_slave: 0.5, cpus: { max: 4 }, cpu_increment: 0.3 };
  assert.deepEqual(translateAncestorWords(request), { cpus: { min: 0.5, max: 4, increment: 0.3 } });
});

test('the block qos leaves the job and becomes fields of the request', () => {
  const qos = { duration: 600, desv_deadline: 0.8, deadline: 350 };
  assert.deepEqual(translateAncestorWords({ job: { name: 'a', qos } }), {
    job: { name: 'a' },
    cpus: {},
    iterationDuration: 600,
    deviation: 0.8,
    deadline: 350,
  });
});

test('what is given is not changed', () => {
  const request = { job: { qos: { deadline: 1 } }, cpus: { max: 1 }, cpu_min_slave: 0.1 };
  const before = structuredClone(request);
  translateAncestorWords(request);
  assert.deepEqual(request, before);
});

test('what is there but empty hides nothing', () => {
  const qos = { deadline: 350, duration: '' };
  const today = translateAncestorWords({
    deadline: null,
    job_duration: 35,
    job: { qos },
    cpu_max_slave: 2,
    cpus: { max: '' },
  });
  assert.deepEqual(today, { deadline: 350, iterationDuration: 35, job: {}, cpus: { max: 2 } });
});

const conflicts: [Record<string, unknown>, string][] = [
  [
    { deviation: 0.1, desv_deadline: 0.2 },
    'desv_deadline means the same as another field: give deviation once',
  ],
  [{ desv_deadline: 0.2, deviation: 0.1 }, 'deviation means the same as another field: give deviation once'],
  [
    { cpu_max_slave: 1, cpus: { max: 2 } },
    'cpu_max_slave means the same as another field: give cpus.max once',
  ],
  [
    { cpus: { max: 2 }, cpu_max_slave: 2 },
    'cpu_max_slave means the same as another field: give cpus.max once',
  ],
  [
    { deadline: 1, job: { qos: { deadline: 1 } } },
    'job.qos.deadline means the same as another field: give deadline once',
  ],
  [
    { job: { qos: { cpus: 1 } } },
    'job.qos.cpus is an unknown field; qos has duration, desv_deadline, deadline',
  ],
  [
    { job: { qos: { toString: 1 } } },
    'job.qos.toString is an unknown field; qos has duration, desv_deadline, deadline',
  ],
  [{ job: { qos: 5 } }, 'job.qos must be an object'],
  [{ job: { qos: null } }, 'job.qos must be an object'],
];

for (const [request, problem] of conflicts) {
  test(`${JSON.stringify(request)} is refused: ${problem}`, () => {
    assert.throws(() => translateAncestorWords(request), {
      name: 'InvalidRequestError',
      message: `Invalid launch request: ${problem}.`,
    });
  });
}

test('a field that has the name of a property of every object is a field like others', () => {
  const request: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "cpus.max": 2}');
  assert.ok(typeof request === 'object' && request !== null);
  const today = translateAncestorWords({ ...request });
  assert.deepEqual(Object.keys(today), ['__proto__', 'constructor', 'cpus.max', 'cpus']);
  assert.deepEqual(today.cpus, {});
});

test('a job or cpus that are no object are left to be refused', () => {
  assert.deepEqual(translateAncestorWords({ job: 5, cpus: 'many', cpu_max_slave: 1 }), {
    job: 5,
    cpus: 'many',
  });
});
