import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { aDecision, noon } from '../../test/rigs/progress.ts';
import type { Job } from '../job/job.ts';
import { type JobAlarm, noAlarm } from '../job/monitored.ts';
import type { Concerns } from '../ports/monitoring.ts';
import { reportConcerns } from './report-concerns.ts';

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
  const sent: Concerns[] = [];
  const marked: Partial<JobAlarm>[] = [];
  const quiet = () => {};
  const isOver = await reportConcerns(
    {
      store: {
        load: async () => meanwhile,
        claimLateSecond: async (_, claim) => {
          calls.push(claim);
          return isClaimed;
        },
        closeLateSecond: async (_, closed) => void calls.push(['closed', closed]),
        markAlarm: async (_, { undelivered, endToldAt, endToldAgainAt }) =>
          void marked.push({ undelivered, endToldAt, endToldAgainAt }),
      },
      sendConcerns: async (_, concerns) => {
        calls.push('sent');
        sent.push(concerns);
        if (fails) throw new Error('no answer');
      },
      log: { info: quiet, warn: quiet, error: quiet },
      now: () => noon + 700,
      until: noon + 10_000,
    },
    job,
  );
  return { calls, sent, marked, isOver };
}

const claim = { at: noon, openUntil: noon + 10_000 };

test('a whole second is claimed, then sent with, then closed', async () => {
  const { calls, sent } = await told();
  assert.deepEqual(calls, [claim, 'sent', ['closed', { at: noon, openUntil: noon + 2_700 }]]);
  assert.deepEqual(sent, [{ at: noon, values: { late: 0.1, cannotBeMet: 0 } }]);
});

test('what may still be under way is not closed', async () => {
  assert.deepEqual((await told({ fails: true })).calls, [claim, 'sent']);
});

test('without the second nothing is sent', async () => {
  assert.deepEqual((await told({ isClaimed: false })).calls, [claim]);
});

test('the newest probability is told, and none of a job that has ended or gone meanwhile', async () => {
  const later = aJob({ spec: running.spec, progress: { decision: withProbability(0.2) } });
  assert.deepEqual((await told({ meanwhile: later })).sent, [
    { at: noon, values: { late: 0.8, cannotBeMet: 0 } },
  ]);
  const ended = aJob({ spec: running.spec, progress: { ...running.progress, status: 'COMPLETED' } });
  for (const meanwhile of [ended, null]) assert.deepEqual((await told({ meanwhile })).sent, []);
});

test('of a job that names nobody, or of which nothing is known, nothing is written', async () => {
  const nobody = aJob({ progress: running.progress });
  const unknown = aJob({ spec: running.spec });
  for (const job of [nobody, unknown]) assert.deepEqual((await told({ job })).calls, []);
});

test('that the deadline cannot be met is told beside how probable that is', async () => {
  const decision = { ...withProbability(0.01), outlook: 'cannot-be-met' as const };
  const job = aJob({ spec: running.spec, progress: { decision } });
  assert.deepEqual((await told({ job })).sent, [{ at: noon, values: { late: 0.99, cannotBeMet: 1 } }]);
});

const failed = (alarm: Partial<JobAlarm> = {}) =>
  aJob({
    spec: running.spec,
    alarm: { ...noAlarm, isSet: true, of: 'end', ...alarm },
    progress: { status: 'FAILED', lastPointAt: noon },
  });

test('a bad end is told until it was told again, however late the next tick comes, and for a while after that', async () => {
  const bad = [{ at: noon, values: { endedBadly: 1 } }];
  const first = await told({ job: failed() });
  assert.deepEqual([first.sent, first.isOver], [bad, false]);
  const endToldAt = noon + 700;
  assert.deepEqual(first.marked, [{ undelivered: null, endToldAt, endToldAgainAt: null }]);
  const soon = await told({ job: failed({ endToldAt: noon - 20_000 }) });
  assert.deepEqual([soon.sent, soon.marked, soon.isOver], [bad, [], false]);
  for (const earlier of [noon - 60_000, noon - 600_000]) {
    const again = await told({ job: failed({ endToldAt: earlier }) });
    const marked = [{ undelivered: null, endToldAt: earlier, endToldAgainAt: noon + 700 }];
    assert.deepEqual([again.sent, again.marked, again.isOver], [bad, marked, false]);
  }
  const kept = await told({ job: failed({ endToldAt: noon - 60_000, endToldAgainAt: noon - 9_000 }) });
  assert.deepEqual([kept.sent, kept.marked, kept.isOver], [bad, [], false]);
  const last = await told({ job: failed({ endToldAt: noon - 120_000, endToldAgainAt: noon - 60_000 }) });
  assert.deepEqual([last.sent, last.calls, last.isOver], [[], [], true]);
});

test('what did not arrive is kept in the job, once, until something arrives', async () => {
  const first = await told({ fails: true });
  assert.deepEqual(first.marked, [{ undelivered: 'no answer', endToldAt: null, endToldAgainAt: null }]);
  const job = aJob({ ...running, alarm: { ...noAlarm, isSet: true, undelivered: 'no answer' } });
  assert.deepEqual((await told({ job, fails: true })).marked, []);
  assert.deepEqual((await told({ job })).marked, [
    { undelivered: null, endToldAt: null, endToldAgainAt: null },
  ]);
});
