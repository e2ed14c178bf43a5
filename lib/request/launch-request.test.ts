import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChangeRequest, parseLaunchRequest, parseResendRequest } from './launch-request.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const smallest = { job: { name: 'a' }, deadline: '10m', iterationDuration: 35 };

test('what is not said has its default', () => {
  assert.deepEqual(parseLaunchRequest(smallest, now), {
    framework: 'chronos',
    cluster: 'default',
    job: { name: 'a' },
    deadline: now + 600_000,
    iterationDuration: 35,
    deviation: 0.05,
    cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
    pause: 0,
    law: 'adaptive',
    target: 0.985,
    maxFailures: 3,
    reportOutput: true,
    notify: null,
    webhook: null,
    schedule: null,
  });
});

test('the bounds that are not said can be those of a deployment', () => {
  const bounds = (cpus: object) => parseLaunchRequest({ ...smallest, cpus }, now, { min: 1, max: 8 }).cpus;
  assert.deepEqual(bounds({}), { min: 1, max: 8, increment: 0.3, decrement: 0.2 });
  assert.deepEqual(bounds({ min: 0.5 }), { min: 0.5, max: 8, increment: 0.3, decrement: 0.2 });
  assert.throws(() => bounds({ max: 0.5 }), /cpus\.min must not be above cpus\.max \(1 is above 0\.5\)/);
});

test('everything can be said', () => {
  const all = {
    framework: 'chronos',
    cluster: 'lab-2',
    job: { name: 'a' },
    deadline: '2026-01-01T01:00:00+01:00',
    iterations: 1_000_000,
    iterationDuration: 'PT2M',
    deviation: 0.1234567,
    cpus: { min: 0.5, max: 0.5, increment: 1, decrement: 1 },
    pause: '5s',
    law: 'step',
    target: 0.9,
    maxFailures: 1,
    reportOutput: false,
    notify: { name: 'operators', type: 'EMAIL', address: 'operators@example.com', whenDone: true },
    webhook: { url: 'https://example.org/hook', key: 'sixteen characters' },
    schedule: null,
  };
  const read = { iterationDuration: 120, deviation: 0.123457, pause: 5 };
  assert.throws(() => parseLaunchRequest(all, now), /deadline must lie in the future/);
  const parsed = parseLaunchRequest({ ...all, deadline: '1h' }, now);
  assert.deepEqual(parsed, { ...all, ...read, deadline: now + 3_600_000 });
});

test("the ancestor's words and its block qos are understood", () => {
  const job = { name: 'a', qos: { duration: 35, desv_deadline: 0.8, deadline: 350 } };
  const request = parseLaunchRequest({ job, cpu_max_slave: 1, sleeping_time: 5 }, now);
  assert.deepEqual(request.job, { name: 'a' });
  assert.equal(request.deadline, now + 350_000);
  assert.deepEqual([request.iterationDuration, request.deviation, request.pause], [35, 0.8, 5]);
  assert.deepEqual([request.cpus.min, request.cpus.max], [0.1, 1]);
});

test('a job comes as its framework gives it, and says which framework it is for', () => {
  const qos = { duration: 35, deadline: 350 };
  const listed = parseLaunchRequest({ job: [{ name: 'a', qos }] }, now);
  assert.deepEqual([listed.framework, listed.job, listed.iterationDuration], ['chronos', { name: 'a' }, 35]);
  const { framework, job } = parseLaunchRequest({ ...smallest, job: { app: { id: '/a' } } }, now);
  assert.deepEqual([framework, job], ['marathon', { id: '/a' }]);
  const said = parseLaunchRequest({ ...smallest, framework: 'chronos', job: { id: '/a' } }, now);
  assert.equal(said.framework, 'chronos');
});

const wrong: [unknown, string][] = [
  [null, 'body must be an object'],
  [[], 'body must be an object'],
  ['{}', 'body must be an object'],
  [{ ...smallest, job: null }, 'job must be an object: the native job of its framework'],
  [{ ...smallest, job: [] }, 'job is an empty list: the search has found no job'],
  [{ ...smallest, job: [5] }, 'job must be an object: the native job of its framework'],
  [{ ...smallest, framework: 'mesos' }, 'framework must be "chronos" or "marathon"'],
  [{ ...smallest, cluster: 'a/b' }, 'cluster must be 1 to 32 lower-case letters, digits or dashes'],
  [{ ...smallest, cluster: 5 }, 'cluster must be a string'],
  [{ ...smallest, iterations: 0 }, 'iterations must be at least 1'],
  [{ ...smallest, iterations: -1 }, 'iterations must be at least 1'],
  [{ ...smallest, iterations: 1e9 }, 'iterations must be at most 1000000'],
  [{ ...smallest, iterations: 1.5 }, 'iterations must be a whole number'],
  [{ ...smallest, iterations: '20' }, 'iterations must be a number'],
  [{ ...smallest, iterations: null }, 'iterations must be a number'],
  [{ ...smallest, deviation: -0.1 }, 'deviation must be at least 0'],
  [{ ...smallest, deviation: 5 }, 'deviation must be at most 1'],
  [{ ...smallest, deviation: '5%' }, 'deviation must be a number'],
  [{ ...smallest, cpus: 2 }, 'cpus must be an object, such as { "min": 0.1, "max": 2 }'],
  [{ ...smallest, cpus: { min: 2, max: 1 } }, 'cpus.min must not be above cpus.max (2 is above 1)'],
  [{ ...smallest, cpus: { min: 3 } }, 'cpus.min must not be above cpus.max (3 is above 2)'],
  [{ ...smallest, cpu_min_slave: 3 }, 'cpus.min must not be above cpus.max (3 is above 2)'],
  [{ ...smallest, cpus: { min: 0 } }, 'cpus.min must be at least 0.01'],
  [{ ...smallest, cpus: { max: 1e9 } }, 'cpus.max must be at most 1024'],
  [{ ...smallest, cpus: { max: '2' } }, 'cpus.max must be a number'],
  [{ ...smallest, cpus: { most: 2 } }, 'cpus.most is an unknown field'],
  [{ ...smallest, law: 'magic' }, 'law must be "adaptive" or "step"'],
  [{ ...smallest, target: 1 }, 'target must be at most 0.9999'],
  [{ ...smallest, target: 0.1 }, 'target must be at least 0.5'],
  [{ ...smallest, maxFailures: 0 }, 'maxFailures must be at least 1'],
  [{ ...smallest, maxFailures: 1000 }, 'maxFailures must be at most 100'],
  [
    { ...smallest, notify: { name: 'x', type: 'EMAIL' } },
    'notify.address is required as well: type and address belong together',
  ],
  [
    { ...smallest, notify: { name: 'x', type: 'FAX', address: 'y' } },
    'notify.type must be EMAIL, WEBHOOK, PAGERDUTY',
  ],
  [
    { ...smallest, notify: { name: 'x', type: 'WEBHOOK', address: 'ftp://example.org/hook' } },
    'notify.address must be an http or https URL, such as https://example.org/hook',
  ],
  [
    { ...smallest, notify: { name: 'x', type: 'WEBHOOK', address: 'https://' } },
    'notify.address must be an http or https URL, such as https://example.org/hook',
  ],
  [
    { ...smallest, notify: { name: 'x', type: 'EMAIL', address: 'operators' } },
    'notify.address must be an email address, such as ops@example.org',
  ],
  [
    { ...smallest, notify: { name: 'x', type: 'PAGERDUTY', address: 'a key' } },
    'notify.address must be an integration key of PagerDuty, without blanks',
  ],
  [
    { ...smallest, notify: { name: 'ops 😀' } },
    'notify.name must not contain emoji or control characters: Monasca cannot store them',
  ],
  [
    { ...smallest, notify: { name: 'ops', type: 'EMAIL', address: 'a😀@example.org' } },
    'notify.address must not contain emoji or control characters: Monasca cannot store them',
  ],
  [
    { ...smallest, notify: { name: 'a\nb' } },
    'notify.name must not contain emoji or control characters: Monasca cannot store them',
  ],
  [{ ...smallest, deadlin: 1 }, 'deadlin is an unknown field'],
  [{ ...smallest, constructor: 1 }, 'constructor is an unknown field'],
  [
    { ...smallest, iterationDuration: 0 },
    'iterationDuration must be a length of time from 0.1 to 2592000 seconds, such as 35, "35s", "10m" or "PT10M"',
  ],
  [
    { ...smallest, pause: -1 },
    'pause must be a length of time from 0 to 86400 seconds, such as 35, "35s", "10m" or "PT10M"',
  ],
  [
    { ...smallest, deadline: '2025-12-31T00:00:00Z' },
    'deadline must lie in the future, and 2025-12-31T00:00:00.000Z does not',
  ],
  [
    { ...smallest, deadline: '2226-01-01T00:00:00Z' },
    'deadline must lie within a year, and 2226-01-01T00:00:00.000Z does not',
  ],
];

for (const [body, problem] of wrong) {
  test(`a launch is refused because ${problem}`, () => {
    const message = `Invalid launch request: ${problem}.`;
    assert.throws(() => parseLaunchRequest(body, now), { name: 'InvalidRequestError', status: 400, message });
  });
}

test('an empty request is told everything that is missing', () => {
  const message = /: job must be .*; deadline must be an instant .*\.$/;
  assert.throws(() => parseLaunchRequest({}, now), message);
});

test('a change holds what can be changed, by the rules of a launch', () => {
  assert.deepEqual(parseChangeRequest({ deadline: '5m' }, now), { deadline: now + 300_000 });
  const notify = { name: 'ops', type: 'WEBHOOK', address: 'https://example.org/hook' };
  const change = { iterations: 30, cpus: { max: 4 }, target: 0.9, notify };
  assert.deepEqual(parseChangeRequest(change, now), change);
  assert.deepEqual(parseChangeRequest({ notify: null }, now), { notify: null });
});

test('a change of nothing, of another field, or beyond what a launch takes is refused by field', () => {
  for (const [body, problem] of [
    [{}, 'body must have at least one of deadline, iterations, cpus, target, notify and webhook'],
    [null, 'body must be an object'],
    [{ law: 'step' }, 'law is an unknown field'],
    [{ cpus: 1 }, 'cpus must be an object, such as { "max": 2 }'],
    [{ cpus: { increment: 1 } }, 'cpus.increment is an unknown field'],
    [{ cpus: { max: 2000 } }, 'cpus.max must be at most 1024'],
    [{ iterations: 0 }, 'iterations must be at least 1'],
    [{ target: 1 }, 'target must be at most 0.9999'],
    [{ notify: { name: 'ops', type: 'EMAIL' } }, 'notify.address is required as well'],
    [{ deadline: 'soon' }, 'deadline must be an instant'],
  ] as const) {
    const message = (error: Error) => error.message.startsWith(`Invalid change: ${problem}`);
    assert.throws(() => parseChangeRequest(body, now), message, problem);
  }
});

test('metrics are sent again since an instant that has been, or all of them', () => {
  const since = '2025-12-31T23:00:00+01:00';
  assert.deepEqual(parseResendRequest({ since }, now), { since: Date.parse(since) });
  assert.deepEqual(parseResendRequest({}, now), { since: 0 });
  for (const [since, problem] of [
    ['10m', /since must be an instant with a time zone/],
    [5, /since must be an instant with a time zone/],
    ['2026-02-30T00:00:00Z', /since is on 2026-02-30, and there is no such day/],
    ['2025-12-31T23:00', /since lacks its zone/],
    ['2036-01-01T00:00:00Z', /since must not lie in the future, and 2036-01-01T00:00:00Z does\./],
  ] as const) {
    assert.throws(() => parseResendRequest({ since }, now), problem);
  }
});
