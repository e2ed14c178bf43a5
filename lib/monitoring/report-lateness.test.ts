import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { aDecision, noon } from '../../test/rigs/progress.ts';
import type { Job } from '../job/job.ts';
import type { Lateness } from '../ports/monitoring.ts';
import { reportLateness } from './report-lateness.ts';

const running = aJob({
  spec: { notify: { name: 'operators' } },
  progress: { decision: withProbability(0.9) },
});

function withProbability(onTimeProbability: number) {
  const { forecast, ...rest } = aDecision();
  return { ...rest, forecast: { ...forecast, onTimeProbability } };
}

interface Told {
  job?: Job;
  /** As it is read again. */
  meanwhile?: Job | null;
  isClaimed?: boolean;
  fails?: boolean;
}

/** One telling, 700 ms into a second. */
async function told({ job = running, meanwhile = job, isClaimed = true, fails = false }: Told = {}) {
  const calls: unknown[] = [];
  const sent: Lateness[] = [];
  const quiet = () => {};
  await reportLateness(
    {
      store: {
        load: async () => meanwhile,
        claimLateSecond: async (_, claim) => {
          calls.push(claim);
          return isClaimed;
        },
        closeLateSecond: async (_, closed) => void calls.push(['closed', closed]),
      },
      sendLateness: async (_, lateness) => {
        calls.push('sent');
        sent.push(lateness);
        if (fails) throw new Error('no answer');
      },
      log: { info: quiet, warn: quiet, error: quiet },
      now: () => noon + 700,
      until: noon + 10_000,
    },
    job,
  );
  return { calls, sent };
}

const claim = { at: noon, openUntil: noon + 10_000 };

test('a whole second is claimed, then sent with, then closed', async () => {
  const { calls, sent } = await told();
  assert.deepEqual(calls, [claim, 'sent', ['closed', { at: noon, openUntil: noon + 2_700 }]]);
  assert.deepEqual(sent, [{ at: noon, probability: 0.1 }]);
});

test('what may still be under way is not closed', async () => {
  assert.deepEqual((await told({ fails: true })).calls, [claim, 'sent']);
});

test('without the second nothing is sent', async () => {
  assert.deepEqual((await told({ isClaimed: false })).calls, [claim]);
});

test('the newest probability is told, and none of a job that has ended or gone meanwhile', async () => {
  const later = aJob({ spec: running.spec, progress: { decision: withProbability(0.2) } });
  assert.deepEqual((await told({ meanwhile: later })).sent, [{ at: noon, probability: 0.8 }]);
  const ended = aJob({ spec: running.spec, progress: { ...running.progress, status: 'COMPLETED' } });
  for (const meanwhile of [ended, null]) assert.deepEqual((await told({ meanwhile })).sent, []);
});

test('of a job that names nobody, or of which nothing is known, nothing is written', async () => {
  const nobody = aJob({ progress: running.progress });
  const unknown = aJob({ spec: running.spec });
  for (const job of [nobody, unknown]) assert.deepEqual((await told({ job })).calls, []);
});
