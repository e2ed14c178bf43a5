import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownJob } from '../../test/rigs/cli.ts';
import { outcome } from './outcome.ts';

test('a late job is told with what its last containers used, where that is known', () => {
  const at = '2030-01-01T12:00:00.000Z';
  const job = { ...shownJob(), status: 'COMPLETED' as const, finishedAt: at, launchedAt: at, deadlineAt: at };
  const cpuUse = { usedCpus: 0.4, allocatedCpus: 2, at };
  assert.match(outcome({ ...job, onTime: false, cpuUse }), /\. Its last containers used 0\.4 of 2 cpus\.$/);
  assert.doesNotMatch(outcome({ ...job, onTime: true, cpuUse }), /containers/);
  assert.doesNotMatch(outcome({ ...job, onTime: false, cpuUse: undefined }), /containers/);
});
