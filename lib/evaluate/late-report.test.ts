import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { aRun, noon } from '../../test/rigs/progress.ts';

test('a run that hangs is killed, whenever the report of the run before came again', async () => {
  for (let lateSeconds = 100; lateSeconds <= 1_500; lateSeconds += 100) {
    const run = aRun({ requestedAt: noon, runningAt: noon + 1_000, displacedAt: noon + lateSeconds * 1000 });
    const rig = evaluation({
      first: aJob({ spec: { law: 'adaptive' }, progress: { run } }),
      observe: () => aFound({ run: 'running' }),
    });
    for (let minutes = 0; minutes < 300 && !rig.calls.includes('kill'); minutes++) {
      rig.wait(60);
      await rig.tick();
    }
    assert.ok(rig.calls.includes('kill'), `nobody kills it when the report comes after ${lateSeconds} s`);
  }
});
