import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chronosJobs } from '../../test/rigs/chronos-jobs.ts';
import { marathonApps } from '../../test/rigs/marathon-apps.ts';
import { chronosTakes, marathonTakes, pacerTakes, posted } from '../../test/rigs/native-doors.ts';
import fc from '../../test/rigs/seeded-cases.ts';
import { InvalidRequestError } from '../job/errors.ts';
import type { CheckedDefinition } from '../ports/framework.ts';

type Fields = Record<string, unknown>;

const numRuns = 1000;
/** So many of them must be taken by both, or the property says little. */
const fewestTaken = 200;

/** What Pacer makes of a job; null when it is refused, which must name fields that there are, or that there must be. */
function takenOrNamed(
  make: () => CheckedDefinition,
  job: Fields,
  required: string[],
): CheckedDefinition | null {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError, String(error));
    assert.ok(error.fields.length > 0);
    for (const { field, problem } of error.fields) {
      const [, name = ''] = field.split('.');
      assert.ok(name in job || required.includes(name), `${field} ${problem}`);
    }
    return null;
  }
}

/** That what the framework makes of Pacer's job is what it makes of the job itself, but for what is set or told. */
function assertSame(bare: Fields, sent: Fields, { adjustments }: CheckedDefinition, set: Set<string>): void {
  const told = adjustments.join('\n');
  for (const [name, value] of Object.entries(bare)) {
    if (set.has(name) || new RegExp(`\\b${name}\\b`).test(told)) continue;
    assert.deepEqual(sent[name], value, `${name}, of which is told only: ${told}`);
  }
}

const setOfChronos = new Set(
  'name command cpus schedule scheduleTimeZone retries disabled concurrent async shell arguments environmentVariables'.split(
    ' ',
  ),
);
setOfChronos
  .add('successCount')
  .add('errorCount')
  .add('errorsSinceLastSuccess')
  .add('lastSuccess')
  .add('lastError');

for (const version of ['2.5.1', '3.0.2'] as const) {
  test(`whatever Chronos ${version} takes of a thousand jobs, Pacer takes as it would run bare, or names`, () => {
    let taken = 0;
    fc.assert(
      fc.property(chronosJobs, (job) => {
        const bare = chronosTakes(version, job);
        if (!bare) return;
        const checked = takenOrNamed(() => pacerTakes('chronos', job), job, ['name', 'command', 'container']);
        if (!checked) return;
        const sent = chronosTakes(version, posted('chronos', checked));
        assert.ok(sent, 'Chronos takes the job, but not what Pacer makes of it.');
        assertSame(bare, sent, checked, setOfChronos);
        const variables = bare.environmentVariables;
        assert.deepEqual(sent.environmentVariables.slice(0, variables.length), variables);
        taken += 1;
      }),
      { numRuns },
    );
    assert.ok(taken >= fewestTaken, `${taken} of ${numRuns} were taken`);
  });
}

const setOfMarathon = new Set(
  'id cmd args cpus instances upgradeStrategy labels env backoffSeconds backoffFactor maxLaunchDelaySeconds'.split(
    ' ',
  ),
);

test('whatever Marathon takes of a thousand apps, Pacer takes as it would run bare, or names', () => {
  let taken = 0;
  fc.assert(
    fc.property(marathonApps, (app) => {
      const bare = marathonTakes(app);
      if (!bare) return;
      const checked = takenOrNamed(() => pacerTakes('marathon', app), app, ['id', 'cmd']);
      if (!checked) return;
      const sent = marathonTakes(posted('marathon', checked));
      assert.ok(sent, 'Marathon takes the app, but not what Pacer makes of it.');
      assertSame(bare, sent, checked, setOfMarathon);
      assert.deepEqual({ ...sent.env, ...bare.env }, sent.env);
      taken += 1;
    }),
    { numRuns },
  );
  assert.ok(taken >= fewestTaken, `${taken} of ${numRuns} were taken`);
});
