import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, jobId } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { noon } from '../../test/rigs/progress.ts';
import { resendMetrics } from './resend-metrics.ts';

const day = 24 * 3_600;

function rig({ isThere = true, wakes = true } = {}) {
  const calls: unknown[] = [];
  const quiet = () => {};
  const deps = {
    store: { load: async () => aJob(), reopen: async () => {} },
    storeResend: async (_: string, resend: object) => {
      calls.push(resend);
      return isThere;
    },
    wake: async (...woken: unknown[]) => {
      if (!wakes) throw new Error('Lambda is down');
      calls.push(woken);
    },
    log: { info: quiet, warn: quiet, error: quiet },
    now: () => noon,
  };
  return { calls, resend: (since: number) => resendMetrics(deps, jobId, since) };
}

test('what was measured since the instant counts as not sent, and an evaluation is woken', async () => {
  const { calls, resend } = rig();
  assert.equal((await resend(noon - 5_000)).spec.jobId, jobId);
  assert.deepEqual(calls, [{ upTo: noon - 5_001, at: noon }, [jobId, 'change']]);
});

test('it is an error when the job is not there, and when nobody is woken', async () => {
  await assert.rejects(rig({ isThere: false }).resend(0), { name: 'UnknownJobError' });
  await assert.rejects(rig({ wakes: false }).resend(0), /Lambda is down/);
});

/** A job that ended and was told of completely, ten days before; `extended` is when its schedule ends, each time it is made sure of. */
function finished(resendRequestedAt: number | null) {
  const extended: number[] = [];
  const progress = { status: 'COMPLETED', lastPointAt: noon, scheduleEndsAt: noon + day * 1000 } as const;
  const evaluated = evaluation({
    first: aJob({ retired: true, progress, resendRequestedAt, metricsSentUpTo: noon - 1 }),
    observe: () => ({ known: true, found: false }),
    delivers: false,
    extend: async (_, endsAt) => void extended.push(endsAt),
  });
  evaluated.wait(10 * day);
  return { ...evaluated, extended };
}

const later = noon + 600_000 + 10 * day * 1000;

test('a finished job whose metrics are to be sent again has a schedule again, and is tried for a week from then', async () => {
  const { extended, calls, said, evaluate, tick, wait } = finished(later - 500);
  await evaluate('change');
  assert.deepEqual(extended, [later + day * 1000]);
  for (let hours = 0; hours < 7 * 24; hours += 6) {
    await tick();
    assert.deepEqual([calls, said], [[], []]);
    wait(6 * 3_600);
  }
  await tick();
  assert.deepEqual([calls, said.length], [['remove schedule'], 1]);
});

test('nobody brings back the schedule of a finished job of which nobody wants anything', async () => {
  const { extended, calls, evaluate } = finished(null);
  await evaluate('change');
  assert.deepEqual([extended, calls], [[], ['remove schedule']]);
});
