import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chronosTakes, marathonTakes, pacerTakes, posted } from '../../test/rigs/native-doors.ts';
import { publicShapes, refusedShapes } from '../../test/rigs/public-shapes.ts';
import { InvalidRequestError } from '../job/errors.ts';

/** What Pacer sets in every job: the adjustments or the reply itself tell of each. */
const alwaysSet = new Set([
  'command',
  'cmd',
  'cpus',
  'schedule',
  'scheduleTimeZone',
  'retries',
  'instances',
  'upgradeStrategy',
  'labels',
  'backoffSeconds',
  'backoffFactor',
  'maxLaunchDelaySeconds',
]);

for (const { name, framework, job } of publicShapes) {
  const refusals = refusedShapes[name];
  if (refusals) {
    test(`${name} is refused with its fields and reasons`, () => {
      assert.throws(
        () => pacerTakes(framework, job),
        (error) => {
          assert.ok(error instanceof InvalidRequestError);
          assert.equal(error.fields.length, refusals.length, error.message);
          for (const [i, [field, problem]] of refusals.entries()) {
            assert.equal(error.fields[i]?.field, field);
            assert.match(error.fields[i]?.problem ?? '', problem);
          }
          return true;
        },
      );
    });
    continue;
  }

  test(`${name} is posted with no change that is not told, and taken`, () => {
    const checked = pacerTakes(framework, job);
    const sent = posted(framework, checked);
    const told = checked.adjustments.join('\n');
    for (const [field, given] of Object.entries(job)) {
      if (alwaysSet.has(field) || isSame(sent[field], given)) continue;
      assert.match(told, new RegExp(`\\b${field}\\b`), `${field} is another without a word: ${told}`);
    }
    const versions = (['2.5.1', '3.0.2'] as const).map((version) => chronosTakes(version, sent));
    const takers = framework === 'chronos' ? versions : [marathonTakes(sent)];
    for (const taken of takers) assert.ok(taken);
  });
}

test('twenty of the shapes can be launched, and three cannot', () => {
  assert.equal(publicShapes.length, 23);
  assert.equal(Object.keys(refusedShapes).length, 3);
});

/** Whether what is sent says all that is given, and nothing else of it; what is null or empty says nothing. */
function isSame(sent: unknown, given: unknown): boolean {
  if (isNothing(given) && (sent === undefined || isNothing(sent))) return true;
  if (Array.isArray(given)) return Array.isArray(sent) && given.every((each, i) => isSame(sent[i], each));
  if (typeof given === 'object' && given !== null && typeof sent === 'object' && sent !== null)
    return Object.entries(given).every(([name, each]) =>
      isSame((sent as Record<string, unknown>)[name], each),
    );
  return Object.is(sent, given);
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}
