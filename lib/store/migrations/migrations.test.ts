import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordedRows } from '../../../test/rows/stored-rows.ts';
import { jobSpec } from '../../job/job.ts';
import { inCurrentSchema } from './migrations.ts';
import { toSchema2 } from './to-schema-2.ts';

const run = { requestedAt: 60_000, runningAt: 61_000, idleAt: null, killedAt: null, askedAt: 62_000 };
const counted = { succeededBefore: 2, failedBefore: 1 };
/** As it lies in a row of schema 1, whichever the framework. */
const progress = {
  status: 'RUNNING',
  completed: 2,
  run: { ...run, ...counted },
  endingRun: null,
  unreported: [{ requestedAt: 1_000, as: 'failed' }],
  chronosAheadMs: -250,
  quietSince: null,
  quietedAt: null,
  restartSeconds: 12.5,
  crashedTask: 'app.1',
  task: { id: 'app.2', seenAt: 5_000 },
  changingSince: null,
  recentRuns: { a: 1 },
  loops: { task: { upTo: 3, order: 5_000 } },
  forgottenUpTo: 0,
};
const state = { schema: 1, version: 7, progress };

describe('from schema 1 to 2', () => {
  test('of a job whose runs Pacer starts, what says how they are made moves together, and what is said of an app goes', () => {
    assert.deepEqual(toSchema2(state, 'chronos'), {
      schema: 1,
      version: 7,
      progress: {
        status: 'RUNNING',
        completed: 2,
        recentRuns: { a: 1 },
        loops: { task: { upTo: 3, order: 5_000 } },
        forgottenUpTo: 0,
        execution: {
          kind: 'started-runs',
          run: { ...run, ...counted },
          endingRun: null,
          unreported: [{ requestedAt: 1_000, as: 'failed' }],
          chronosAheadMs: -250,
          quietSince: null,
          quietedAt: null,
        },
      },
    });
  });

  test('of an app, what is said of its task moves together, and what is said of started runs goes', () => {
    assert.deepEqual(toSchema2(state, 'marathon').progress.execution, {
      kind: 'looping-app',
      run: { ...run, ...counted },
      restartSeconds: 12.5,
      crashedTask: 'app.1',
      task: { id: 'app.2', seenAt: 5_000 },
      changingSince: null,
    });
  });

  test('what earlier rows of schema 1 did not have is not made up', () => {
    const { status, completed, run } = progress;
    assert.deepEqual(toSchema2({ schema: 1, progress: { status, completed, run } }, 'chronos').progress, {
      status,
      completed,
      execution: { kind: 'started-runs', run },
    });
  });

  for (const { spec, state, situation } of recordedRows(1)) {
    test(`${spec.framework}, ${situation}: nothing is lost but what says nothing`, () => {
      const was = Object(state.progress);
      const { execution, ...shared } = toSchema2(
        { ...state, schema: 1, progress: was },
        jobSpec.parse(spec).framework,
      ).progress;
      const { kind, ...own } = Object(execution);
      const isNothing = (value: unknown) => [null, 0].includes(value as null) || Object(value).length === 0;
      const gone = Object.entries(was).filter(([name]) => !(name in shared || name in own));
      assert.deepEqual(
        gone.filter(([, value]) => !isNothing(value)),
        [],
      );
      assert.deepEqual({ ...was, ...shared, ...own }, was);
    });
  }
});

test('a row without a number is one of schema 1, and one of the current schema stays as it is', () => {
  const migrated = inCurrentSchema({ version: 7, progress }, 'chronos');
  assert.deepEqual(migrated, { ...toSchema2(state, 'chronos'), schema: 2 });
  const current = { schema: 2, version: 7, progress: { execution: { kind: 'looping-app' } } };
  assert.deepEqual(inCurrentSchema(current, 'marathon'), current);
});

test('a row that was spoilt is refused, and says what is wrong', () => {
  assert.throws(() => inCurrentSchema({ schema: 1, progress: null }, 'chronos'), /"progress"/);
  assert.throws(() => inCurrentSchema({ schema: 'two', progress }, 'chronos'), /"schema"/);
});
