import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, anApp } from '../../../test/rigs/builders.ts';
import { anAppProgress, aProgress } from '../../../test/rigs/progress.ts';
import { seenProgress, withExecution } from './execution.ts';

test('a job and what its framework shows of it are of one kind', () => {
  assert.equal(seenProgress(aProgress(), aFound()).kind, 'started-runs');
  assert.equal(seenProgress(anAppProgress(), anApp()).kind, 'looping-app');
  assert.throws(
    () => seenProgress(aProgress(), anApp()),
    /shows looping-app of a job of the kind started-runs/,
  );
  assert.throws(
    () => seenProgress(anAppProgress(), aFound()),
    /shows started-runs of a job of the kind looping-app/,
  );
});

test('what is known of the one kind of job does not compile for the other', () => {
  const runs = aProgress().execution;
  const app = anAppProgress().execution;
  // @ts-expect-error
  assert.equal(runs.crashedTask, undefined);
  // @ts-expect-error
  assert.equal(app.endingRun, undefined);
  // @ts-expect-error
  withExecution(aProgress(), { changingSince: 1 });
  // @ts-expect-error
  withExecution(anAppProgress(), { quietSince: 1 });
});

test('what is not changed stays as it was, in the execution as in the rest', () => {
  const progress = anAppProgress({ completed: 3, crashedTask: 'task' });
  assert.deepEqual(withExecution(progress, { changingSince: 1 }), {
    ...progress,
    execution: { ...progress.execution, changingSince: 1 },
  });
});
