import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { aSpec, jobId } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { newExecution } from '../job/execution.ts';
import type { CheckedDefinition } from '../ports/framework.ts';
import type { Lesson } from '../ports/job-store.ts';
import type { FieldNotes } from '../request/field-notes.ts';
import { type LaunchField, launchFields } from '../request/launch-fields.ts';
import { type LaunchRequest, parseLaunchRequest } from '../request/launch-request.ts';
import { newJob, specOf } from './new-job.ts';

const checked: CheckedDefinition = {
  name: 'linpack',
  image: 'debian',
  command: 'make',
  definition: { mem: 64 },
  cpus: 1,
  iterations: 20,
  adjustments: [],
};
const launching = { jobId, baseUrl: 'https://pacer.example', launchedAt: noon, launchedBy: null };

function aRequest(change: Record<string, unknown> = {}): LaunchRequest {
  return parseLaunchRequest({ job: {}, deadline: '10m', iterationDuration: 35, ...change }, noon);
}

function fieldOf(request: LaunchRequest, definition = checked): string | undefined {
  try {
    specOf(request, definition, launching);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError);
    return error.fields[0]?.field;
  }
}

test('the runs of a job report to its own address', () => {
  assert.equal(
    specOf(aRequest(), checked, launching).reportUrl,
    `https://pacer.example/jobs/${jobId}/iterations`,
  );
});

test('the iterations of the request go before those of the schedule', () => {
  assert.equal(specOf(aRequest({ iterations: 7 }), checked, launching).iterations, 7);
  assert.equal(specOf(aRequest(), checked, launching).iterations, 20);
  assert.equal(fieldOf(aRequest(), { ...checked, iterations: null }), 'iterations');
});

test('iterations of which nothing is said are taken to fit before the deadline', () => {
  const silent = { iterationDuration: undefined, pause: '5s' };
  // 0.8 of 600 s for 20 iterations, with a pause of 5 s before each.
  assert.equal(specOf(aRequest(silent), checked, launching).iterationDurationSeconds, 19);
  const many = specOf(aRequest({ ...silent, iterations: 600 }), checked, launching);
  assert.equal(many.iterationDurationSeconds, 0.1);
});

test('a job begins with the cpus that it names, which must lie within the bounds', () => {
  assert.equal(specOf(aRequest(), { ...checked, cpus: 0.4 }, launching).initialCpus, 0.4);
  assert.equal(fieldOf(aRequest(), { ...checked, cpus: 2.1 }), 'job.cpus');
  assert.equal(fieldOf(aRequest(), { ...checked, cpus: 0.05 }), 'job.cpus');
});

test('a job that names no cpus begins with the bound nearest to one', () => {
  const silent = { ...checked, cpus: null };
  const begins = (cpus: object) => specOf(aRequest({ cpus }), silent, launching).initialCpus;
  assert.equal(begins({ min: 0.1, max: 4 }), 1);
  assert.equal(begins({ min: 2, max: 4 }), 2);
  assert.equal(begins({ min: 0.1, max: 0.5 }), 0.5);
});

test('a new job has done nothing and will be launched', () => {
  const beginning = { deadlineAt: noon + 1, scheduleEndsAt: noon + 2, tokenHash: 'hash', law: laws.step };
  const job = newJob(aSpec(), { ...beginning, lesson: null });
  const { status, completed, failures, cpus, execution, scheduleEndsAt } = job.progress;
  assert.deepEqual([status, completed, failures, cpus], ['LAUNCHING', 0, 0, 1]);
  assert.deepEqual(execution, newExecution('started-runs'));
  const app = newJob(aSpec({ framework: 'marathon' }), { ...beginning, lesson: null });
  assert.deepEqual(app.progress.execution, newExecution('looping-app'));
  assert.deepEqual(
    [job.version, job.deadlineAt, scheduleEndsAt, job.retired],
    [0, noon + 1, noon + 2, false],
  );
});

test('a lesson is taken from a job of the same law and image only, and doubted where the command is another', () => {
  const prior: unknown[] = [];
  const begin = (_: unknown, memory?: unknown) => {
    prior.push(memory);
    return {};
  };
  const spec = aSpec();
  const lesson: Lesson = { law: 'step', image: spec.image, command: spec.command, memory: { told: 1 } };
  const others = [{ law: 'adaptive' }, { image: 'alpine' }, { command: 'ls' }];
  for (const change of [{}, ...others]) {
    const beginning = {
      deadlineAt: noon,
      scheduleEndsAt: noon,
      tokenHash: 'hash',
      law: { ...laws.step, begin },
    };
    newJob(spec, { ...beginning, lesson: { ...lesson, ...change } });
  }
  const memory = { told: 1 };
  assert.deepEqual(prior, [
    { memory, isSameWork: true },
    undefined,
    undefined,
    { memory, isSameWork: false },
  ]);
});

/** Two values of each field that differ. */
const pairs: Record<LaunchField, [unknown, unknown]> = {
  framework: ['chronos', 'marathon'],
  cluster: ['default', 'lab'],
  job: [{ name: 'a' }, { name: 'b' }],
  deadline: ['10m', '20m'],
  iterations: [7, 8],
  iterationDuration: ['35s', '36s'],
  deviation: [0.05, 0.06],
  cpus: [{ max: 2 }, { max: 3 }],
  pause: [0, 5],
  law: ['adaptive', 'step'],
  target: [0.9, 0.95],
  maxFailures: [3, 4],
  reportOutput: [true, false],
  notify: [{ name: 'ops' }, { name: 'others' }],
  webhook: [
    { url: 'https://example.org/one', key: 'sixteen characters' },
    { url: 'https://example.org/two', key: 'sixteen characters' },
  ],
  schedule: ['rate(1 day)', 'rate(2 days)'],
};

for (const [field, { kept }] of Object.entries<FieldNotes>(launchFields)) {
  const place = kept === 'as given' ? field : 'in' in kept ? kept.in : null;
  const [one, other] = pairs[field as LaunchField].map((value) =>
    specOf(aRequest({ [field]: value }), checked, launching),
  );

  test(`the spec keeps ${field} ${place === null ? 'nowhere' : `in ${place}`}, as the table says`, () => {
    const changed = Object.keys(one ?? {}).filter(
      (key) => !isDeepStrictEqual(Object(one)[key], Object(other)[key]),
    );
    assert.deepEqual(changed, place === null ? [] : [place]);
  });
}

for (const [name, law] of Object.entries(laws)) {
  test(`the law ${name} says so itself`, () => assert.equal(law.name, name));
}
