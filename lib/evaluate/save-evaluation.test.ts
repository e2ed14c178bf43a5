import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { noon } from '../../test/rigs/progress.ts';

test('every tick leaves its time, also that of a job that has ended, until nothing is left to do for it', async () => {
  const ended = { status: 'COMPLETED', finish: null, lastPointAt: noon } as const;
  for (const [progress, clean, leaves] of [
    [{}, false, true],
    [ended, false, true],
    [ended, true, false],
  ] as const) {
    const first = aJob({ progress, clean, retired: clean });
    const { kept, now, wait, tick } = evaluation({
      first,
      observe: () => ({ known: false, problem: 'down' }),
    });
    await tick();
    // Nothing changes any more.
    wait(60);
    const before = kept.job.version;
    await tick();
    assert.equal(kept.job.version > before, leaves);
    if (leaves) assert.equal(kept.job.progress.evaluatedAt, now());
  }
});
