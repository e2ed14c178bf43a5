import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeJob } from './native-job.ts';

const job = { name: 'a', command: 'true' };
const app = { id: '/a', cmd: 'true' };

test('a job as its framework gives it is the job', () => {
  assert.equal(nativeJob(job), job);
  assert.equal(nativeJob([job]), job);
  assert.equal(nativeJob({ app }), app);
  assert.equal(nativeJob(app), app);
});

test('only one list and one app are taken away, however deep the nesting is', () => {
  assert.deepEqual(nativeJob([[job]]), [job]);
  assert.deepEqual(nativeJob({ app: { app: job } }), { app: job });
  let deep: unknown = job;
  for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { app: deep };
  assert.doesNotThrow(() => nativeJob(deep));
});

test('what is no job of any form is left to be refused by its schema', () => {
  for (const given of [undefined, null, 'text', 5]) assert.equal(nativeJob(given), given);
  const odd = { ...app, app: { x: 1 } };
  assert.equal(nativeJob(odd), odd);
});

const wrong: [unknown, string][] = [
  [[], 'is an empty list: the search has found no job'],
  [[job, job], 'is a list of 2, and a launch takes one: give one of them'],
  [[app], 'is a list of apps, which Marathon takes for changes: give the app without the list'],
  [{ id: '/g', apps: [app] }, 'is a group of apps, and a launch takes one: give one of its apps'],
  [{ id: '/g', groups: [] }, 'is a group of apps, and a launch takes one: give one of its apps'],
  [{ apps: [app] }, 'is a list of apps, and a launch takes one: give one of them'],
  [
    { id: '/p', containers: [{ name: 'c' }] },
    'is a pod, whose containers run side by side: give an app with one container and its cmd',
  ],
];
for (const [given, problem] of wrong) {
  test(`${JSON.stringify(given)} is refused: it ${problem}`, () => {
    assert.throws(() => nativeJob(given), {
      name: 'InvalidRequestError',
      message: `Invalid launch request: job ${problem}.`,
      fields: [{ field: 'job', problem }],
    });
  });
}
