import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aSpec } from '../../../test/rigs/builders.ts';
import { aProgress, aRun, noon } from '../../../test/rigs/progress.ts';
import type { RequestedRun } from '../../job/execution.ts';
import type { SeenJob } from '../../ports/observation.ts';
import { seenProgress } from '../progress/execution.ts';
import { settleRun } from './settle-run.ts';

/** What becomes of a run, so many seconds after noon. */
function settled(run: Partial<RequestedRun>, found: Partial<SeenJob>, seconds: number) {
  const at = noon + seconds * 1000;
  return settleRun(aProgress({ run: aRun(run) }), aFound({ statesAt: at, ...found }), aSpec(), at);
}

test('what is counted while the run goes on is the end of a task that an earlier job of the name left', () => {
  for (const counted of [{ succeeded: 1 }, { failed: 1 }]) {
    const moved = settled({ runningAt: noon }, { run: null, ...counted }, 10);
    assert.deepEqual([moved.completed, moved.execution.run?.idleAt], [0, noon + 10_000]);
    const { idleAt: _, ...run } = moved.execution.run ?? aRun();
    const seen = settled({ ...run, idleAt: noon + 10_000 }, { run: 'running', ...counted }, 12);
    assert.deepEqual([seen.completed, seen.failures, seen.execution.run?.idleAt], [0, 0, null]);
    assert.deepEqual(seen.execution.ofOthers, { succeeded: 0, failed: 0, ...counted });
  }
});

test('of what the framework counts the ends of others are left out, and an end of its own is counted', () => {
  const job = aProgress({ run: aRun(), ofOthers: { succeeded: 1, failed: 0 } });
  const own = (succeeded: number) => {
    const known = seenProgress(job, aFound({ run: null, succeeded }));
    assert.ok(known.kind === 'started-runs');
    return settleRun(known.progress, known.seen, aSpec(), noon + 10_000).execution.run?.idleAt;
  };
  // An end that is its own begins the wait for its report.
  assert.deepEqual([own(1), own(2)], [null, noon + 10_000]);
});
