import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, anApp, aReport } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { aDecision, aRun, noon } from '../../test/rigs/progress.ts';
import type { Job } from '../job/job.ts';

test('a launch does not wait for the task of its app, which others do for a while', async () => {
  const starting = anApp({ run: 'queued', app: { isChanging: true, taskId: null } });
  const looks = async (cause: 'launch' | 'tick') => {
    let asked = 0;
    const observe = () => {
      asked += 1;
      return starting;
    };
    const { evaluate } = evaluation({ first: aJob({ spec: { framework: 'marathon' } }), observe });
    await evaluate(cause);
    return asked;
  };
  assert.equal(await looks('launch'), 1);
  assert.ok((await looks('tick')) > 5);
});

test('a change that counts a report starts the next run, as the evaluation that the report woke would', async () => {
  const changedWith = async (inbox: Job['inbox']) => {
    const run = aRun({ requestedAt: noon + 540_000 });
    const rig = evaluation({
      first: aJob({ inbox, progress: { run } }),
      // Chronos counts the run a second after its report.
      observe: () => aFound({ run: null, succeeded: rig.now() > noon + 601_000 ? 1 : 0 }),
    });
    await rig.evaluate('change', true);
    return { calls: rig.calls, tookMs: rig.now() - noon - 600_000 };
  };
  const { calls, tookMs } = await changedWith({ a: aReport(600) });
  assert.deepEqual(calls, ['start']);
  assert.ok(tookMs <= 8_000, `${tookMs} ms`);
  assert.deepEqual(await changedWith({}), { calls: [], tookMs: 0 });
});

test('a job that its framework does not take so far is submitted a few times by one evaluation', async () => {
  const rig = evaluation({
    first: aJob({ progress: { status: 'LAUNCHING' }, spec: { framework: 'marathon' } }),
    observe: () => ({ known: true, found: false }),
  });
  await rig.tick();
  const submits = rig.calls.filter((call) => call === 'submit').length;
  assert.ok(submits >= 3 && submits <= 5, `${submits} submits`);
});

test('a resize that its framework takes and does not do is sent a few times by one evaluation', async () => {
  const rig = evaluation({
    first: aJob({
      spec: { framework: 'marathon' },
      // Decided just now, so that it stands.
      progress: { cpus: 1, decision: aDecision({ at: noon + 600_000 }) },
    }),
    observe: () => anApp({ cpus: 0.5 }),
  });
  await rig.tick();
  const resizes = rig.calls.filter((call) => call.startsWith('resize')).length;
  assert.ok(resizes >= 3 && resizes <= 5, `${resizes} resizes`);
});

test('an evaluation that goes on trying ends when it may look no longer', async () => {
  let look = 0;
  const rig = evaluation({
    first: aJob({
      spec: { framework: 'marathon' },
      progress: { cpus: 1, decision: aDecision({ at: noon + 600_000 }) },
    }),
    // Four resizes do not show; then a deployment is under way, which is waited for.
    observe: () => anApp({ cpus: 0.5, app: { isChanging: look++ >= 4 } }),
  });
  const before = rig.now();
  await rig.tick();
  assert.ok(rig.now() - before <= 25_000, `${rig.now() - before} ms`);
});

test('one report costs at most six calls to Chronos, however long its container goes on', async () => {
  for (const endsAfterSeconds of [0.2, 0.5, 3, 7, 600]) {
    let asked = 0;
    const first = aJob({
      inbox: { a: aReport(600) },
      progress: { run: aRun({ requestedAt: noon + 540_000 }), cpus: 2 },
    });
    const rig = evaluation({
      first,
      observe: (_, { states } = { states: false }) => {
        asked += states ? 2 : 1;
        const isOver = rig.now() >= noon + 600_000 + endsAfterSeconds * 1000;
        return aFound({ run: null, succeeded: isOver ? 1 : 0 });
      },
    });
    await rig.evaluate('iteration');
    // A start that sets the cpus is two calls.
    const calls = asked + 2 * rig.calls.filter((call) => call === 'start').length;
    assert.ok(calls <= 6, `${calls} calls when it ends after ${endsAfterSeconds} s`);
    assert.equal(rig.calls.includes('start'), endsAfterSeconds < 6);
  }
});

test('an iteration costs four calls to Chronos as a rule', async () => {
  let asked = 0;
  const rig = evaluation({
    first: aJob({ inbox: { a: aReport(600) }, progress: { run: aRun({ requestedAt: noon + 540_000 }) } }),
    observe: () => {
      asked += 1;
      return aFound({ run: null, succeeded: rig.now() > noon + 600_200 ? 1 : 0 });
    },
  });
  await rig.evaluate('iteration');
  assert.deepEqual([asked, rig.calls], [2, ['start']]);
});

test('a task that goes on long after its report is killed once by each tick', async () => {
  const started = { requestedAt: noon - 7_300_000, succeededBefore: 0, failedBefore: 0 };
  const endingRun = { ...started, reportedAt: noon - 7_200_000, killedAt: null };
  const { calls, wait, tick } = evaluation({
    first: aJob({ progress: { lastEndAt: noon - 7_200_000, endingRun, decision: aDecision() } }),
    observe: () => aFound({ run: 'running' }),
  });
  for (let ticks = 0; ticks < 3; ticks++) {
    await tick();
    wait(60);
  }
  assert.deepEqual(
    calls.filter((call) => call === 'kill'),
    ['kill', 'kill', 'kill'],
  );
});

test('a retired job that comes back with a run of which nobody knows is asked for a few times, not without end', async () => {
  let asked = 0;
  const rig = evaluation({
    first: aJob({ retired: true, progress: { status: 'CANCELLED', run: aRun() } }),
    observe: (_, { states } = { states: false }) => {
      asked += 1;
      return aFound({ run: states ? 'running' : null, statesAt: rig.now() });
    },
  });
  await rig.tick();
  assert.deepEqual(rig.calls, ['kill']);
  assert.ok(asked <= 8, `${asked} looks`);
});
