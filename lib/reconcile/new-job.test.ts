import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSpec, jobId, noon } from '../../test/rigs/builders.ts';
import { laws } from '../control/laws.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { type LaunchRequest, parseLaunchRequest } from '../job/request.ts';
import { newJob, specOf } from './new-job.ts';
import type { CheckedDefinition, Lesson } from './ports.ts';

const checked: CheckedDefinition = {
  ...{ name: 'linpack', image: 'debian', command: 'make', definition: { mem: 64 }, cpus: 1, iterations: 20 },
  adjustments: [],
};
const place = { jobId, baseUrl: 'https://pacer.example', launchedAt: noon, launchedBy: null };

function aRequest(change: Record<string, unknown> = {}): LaunchRequest {
  return parseLaunchRequest({ job: {}, deadline: '10m', iterationDuration: 35, ...change }, noon);
}

function fieldOf(request: LaunchRequest, definition = checked): string | undefined {
  try {
    specOf(request, definition, place);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError);
    return error.fields[0]?.field;
  }
}

test('the runs of a job report to its own address', () => {
  assert.equal(
    specOf(aRequest(), checked, place).reportUrl,
    `https://pacer.example/jobs/${jobId}/iterations`,
  );
});

test('the iterations of the request go before those of the schedule', () => {
  assert.equal(specOf(aRequest({ iterations: 7 }), checked, place).iterations, 7);
  assert.equal(specOf(aRequest(), checked, place).iterations, 20);
  assert.equal(fieldOf(aRequest(), { ...checked, iterations: null }), 'iterations');
});

test('iterations of which nothing is said are taken to fit before the deadline', () => {
  const silent = { iterationDuration: undefined, pause: '5s' };
  // 0.8 of 600 s for 20 iterations, with a pause of 5 s before each.
  assert.equal(specOf(aRequest(silent), checked, place).iterationDurationSeconds, 19);
  const many = specOf(aRequest({ ...silent, iterations: 600 }), checked, place);
  assert.equal(many.iterationDurationSeconds, 0.1);
});

test('a job begins with the cpus that it names, which must lie within the bounds', () => {
  assert.equal(specOf(aRequest(), { ...checked, cpus: 0.4 }, place).initialCpus, 0.4);
  assert.equal(fieldOf(aRequest(), { ...checked, cpus: 2.1 }), 'job.cpus');
  assert.equal(fieldOf(aRequest(), { ...checked, cpus: 0.05 }), 'job.cpus');
});

test('a job that names no cpus begins with the bound nearest to one', () => {
  const silent = { ...checked, cpus: null };
  const begins = (cpus: object) => specOf(aRequest({ cpus }), silent, place).initialCpus;
  assert.equal(begins({ min: 0.1, max: 4 }), 1);
  assert.equal(begins({ min: 2, max: 4 }), 2);
  assert.equal(begins({ min: 0.1, max: 0.5 }), 0.5);
});

test('a new job has done nothing and will be launched', () => {
  const beginning = { deadlineAt: noon + 1, scheduleEndsAt: noon + 2, tokenHash: 'hash', law: laws.step };
  const job = newJob(aSpec(), { ...beginning, lesson: null });
  const { status, completed, failures, cpus, run, scheduleEndsAt } = job.progress;
  assert.deepEqual([status, completed, failures, cpus, run], ['LAUNCHING', 0, 0, 1, null]);
  assert.deepEqual(
    [job.version, job.deadlineAt, scheduleEndsAt, job.retired],
    [0, noon + 1, noon + 2, false],
  );
});

test('a lesson is taken from a job of the same law, image and command only', () => {
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
  assert.deepEqual(prior, [{ told: 1 }, undefined, undefined, undefined]);
});
