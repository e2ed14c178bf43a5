import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { laws } from '../../lib/control/laws.ts';
import { decodeJob, encodeState } from '../../lib/store/codec.ts';
import { currentSchema } from '../../lib/store/migrations/migrations.ts';
import { situations } from './situations.ts';
import { evaluationsOf, recordedRows } from './stored-rows.ts';

/** In these no job of the framework can be. */
const never: Record<string, string[]> = {
  chronos: [
    'with a task that an agent prepares',
    'with a deployment under way',
    'with a task that crashed',
    'with starts that were measured',
  ],
  marathon: [
    'with a run that has reported',
    'with a run that was settled without its report',
    'ended, waiting for quiet',
    'ended, with a queued run made harmless',
  ],
};

for (let schema = 1; schema <= currentSchema; schema++) {
  const rows = recordedRows(schema);

  describe(`rows of schema ${schema}`, () => {
    test('there are some of every situation on every framework', () => {
      for (const [framework, impossible] of Object.entries(never)) {
        const known = rows
          .filter(({ spec }) => spec.framework === framework)
          .map(({ situation }) => situation);
        const wanted = Object.keys(situations).filter((each) => !impossible.includes(each));
        assert.deepEqual(
          wanted.filter((each) => !known.includes(each)),
          [],
          framework,
        );
      }
    });

    for (const { situation, spec, state, made } of rows) {
      test(`${spec.framework}, ${situation}: read as it was, evaluated as then, and written back`, () => {
        const job = decodeJob(spec, state);
        assert.ok(situations[situation]?.(job.progress, job));
        assert.deepEqual(evaluationsOf(job), made);
        assert.deepEqual(decodeJob(spec, { ...encodeState(job) }), job);
      });

      test(`${spec.framework}, ${situation}: its law goes on with what it had learned`, () => {
        const job = decodeJob(spec, state);
        const { min, max } = job.spec.cpus;
        for (const { cpus } of Object.values(evaluationsOf(job, laws[job.spec.law])))
          assert.ok(cpus >= min && cpus <= max, `${cpus} cpus`);
      });
    }
  });
}

test('a row of a schema that is yet to come is refused, and the error says what to do', () => {
  const [rows] = recordedRows(1);
  assert.ok(rows);
  assert.throws(
    () => decodeJob(rows.spec, { ...rows.state, schema: currentSchema + 1 }),
    /later version of Pacer.*deploy the later version again/,
  );
});
