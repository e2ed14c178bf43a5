import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import { type Happening, world } from '../../test/rigs/world.ts';

const mostly = (value: boolean) => fc.integer({ min: 0, max: 3 }).map((n) => (n === 0 ? !value : value));
const plain = (what: 'launch' | 'report' | 'end') => fc.constant<Happening>({ do: what });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 700 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('evaluate' as const),
      asks: mostly(true),
      losesStart: mostly(false),
      reports: mostly(true),
      exitCode: fc.constantFrom(0, 0, 0, 1, 255),
    }),
  },
  { weight: 3, arbitrary: plain('launch') },
  { weight: 2, arbitrary: plain('report') },
  { weight: 2, arbitrary: plain('end') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), run: fc.nat({ max: 8 }) }) },
);

for (const law of ['step', 'adaptive'] as const) {
  test(`in any weather a run is counted at most once and never two run at a time, with law ${law}`, () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 10, maxLength: 120 }), (happenings) => {
        const { happen, seen } = world(law);
        for (const next of happenings) {
          happen(next);
          const { job, runs, overlaps } = seen();
          const { completed, failures, cpus } = job.progress;
          const successful = runs.filter(({ exitCode }) => exitCode === 0).length;
          assert.ok(completed <= Math.min(job.spec.iterations, successful));
          assert.ok(completed + failures <= runs.length);
          assert.ok(cpus >= job.spec.cpus.min && cpus <= job.spec.cpus.max);
          assert.equal(overlaps, 0);
        }
      }),
      { numRuns: 400 },
    );
  });
}

/** One run after the other, with a look before and after each. */
const fairRun: Happening[] = [
  { do: 'evaluate', asks: true, losesStart: false, exitCode: 0, reports: true },
  { do: 'launch' },
  { do: 'wait', seconds: 50 },
  { do: 'end' },
  { do: 'evaluate', asks: true, losesStart: false, exitCode: 0, reports: true },
];

test('whatever went before, fair weather ends the job', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const { happen, seen } = world('step');
      for (const next of happenings) happen(next);
      for (let run = 0; run < 12; run++) for (const next of fairRun) happen(next);
      assert.ok(['COMPLETED', 'FAILED'].includes(seen().job.progress.status));
    }),
    { numRuns: 400 },
  );
});
