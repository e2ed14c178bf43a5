import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeApp } from './normalize-app.ts';
import { launchable, oldToKeep, replacementOf } from './replacement.ts';

/** What happens first to the one old task of an app of one instance: is it killed, is a new one launched beside it. */
function firstMoves(minimumHealthCapacity: number, maximumOverCapacity: number) {
  const upgradeStrategy = { minimumHealthCapacity, maximumOverCapacity };
  const draft = normalizeApp('x', { cmd: 'true', upgradeStrategy });
  const app = { ...draft, version: '', versionInfo: { lastScalingAt: '', lastConfigChangeAt: '' } };
  const replacement = replacementOf(app, 1);
  return {
    killsOld: oldToKeep(replacement, 0) === 0,
    launchesNew: launchable(replacement, { instances: 1, old: 1, fresh: 0 }) === 1,
  };
}

test('only 0/0 kills before it launches; 0/1 does both at once; all others launch first', () => {
  assert.deepEqual(firstMoves(0, 0), { killsOld: true, launchesNew: false });
  assert.deepEqual(firstMoves(0, 1), { killsOld: true, launchesNew: true });
  for (const [healthy, over] of [
    [1, 1],
    [1, 0],
    [0.5, 0],
    [0.5, 1],
  ] as const) {
    assert.deepEqual(firstMoves(healthy, over), { killsOld: false, launchesNew: true });
  }
});

test('every new task that is ready lets one old task go', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((ready) => oldToKeep({ capacity: 4, keptOld: 2 }, ready)),
    [2, 1, 0, 0],
  );
});
