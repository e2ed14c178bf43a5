import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aReport, jobId } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import type { Job } from '../job/job.ts';
import type { ClusterWanted } from '../ports/check-cluster.ts';
import type { RequestedChange } from '../ports/job-store.ts';
import { changeJob, pauseJob, resumeJob } from './change-job.ts';

interface Rig {
  job?: Job | null;
  /** So often something else is written first. */
  losesRaces?: number;
}

function rig({ job = aJob(), losesRaces = 0 }: Rig = {}) {
  const stored: RequestedChange[] = [];
  const woken: unknown[] = [];
  const checked: ClusterWanted[] = [];
  let races = losesRaces;
  const quiet = () => {};
  const deps = {
    store: { load: async () => job },
    storeCancel: async () => true,
    storeChange: async (_: string, change: RequestedChange) => {
      if (races-- > 0) return false;
      stored.push(change);
      return true;
    },
    wake: async (...call: unknown[]) => void woken.push(call),
    checkCluster: async (of: ClusterWanted) => void checked.push(of),
    log: { info: quiet, warn: quiet, error: quiet },
    now: () => noon,
  };
  return {
    stored,
    woken,
    checked,
    change: changeJob.bind(null, deps, jobId),
    pause: () => pauseJob(deps, jobId),
    resume: () => resumeJob(deps, jobId),
  };
}

const given = (change: object) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

test('what is changed is stored, what is not given is not, and an evaluation is woken', async () => {
  const { stored, woken, change } = rig();
  await change({ cpus: { max: 4 }, notify: null });
  assert.deepEqual(stored.map(given), [{ cpusMax: 4, notify: null }]);
  assert.deepEqual(woken, [[jobId, 'change']]);
});

test('whom a change has told is checked as at a launch, with the cluster of the job, and nothing else is', async () => {
  const { checked, change } = rig();
  await change({ target: 0.9, notify: null });
  assert.deepEqual(checked, []);
  await change({ notify: { name: 'ops' } });
  const { framework, cluster } = aJob().spec;
  assert.deepEqual(checked, [{ framework, cluster, notify: { name: 'ops' }, webhook: null }]);
});

test('who loses a race tries again, and not for ever', async () => {
  const { stored, change } = rig({ losesRaces: 7 });
  await change({ target: 0.9 });
  assert.equal(stored.length, 1);
  const busy = rig({ losesRaces: 8 });
  await assert.rejects(busy.change({ target: 0.9 }), { name: 'ConflictError', code: 'changed-meanwhile' });
  assert.deepEqual(busy.woken, []);
});

test('a job that has ended, or that there is not, is not changed', async () => {
  const job = aJob({ progress: { status: 'COMPLETED' } });
  await assert.rejects(rig({ job }).change({ deadline: noon }), { code: 'job-finished', status: 409 });
  await assert.rejects(rig({ job: null }).change({ deadline: noon }), { name: 'UnknownJobError' });
});

test('bounds must fit each other, also where only one of them is given', async () => {
  const refusal = (field: string, problem: string) => ({
    name: 'InvalidRequestError',
    fields: [{ field, problem }],
  });
  const { change, stored } = rig();
  const above = refusal('cpus.min', 'must not be above cpus.max (3 is above 2)');
  await assert.rejects(change({ cpus: { min: 3 } }), above);
  const below = refusal('cpus.max', 'must not be below cpus.min (0.05 is below 0.5)');
  await assert.rejects(change({ cpus: { max: 0.05 } }), below);
  await change({ cpus: { min: 3, max: 3 } });
  assert.equal(stored.length, 1);
});

test('iterations are never fewer than those that are completed, that have reported, and the one that has begun', async () => {
  const inbox = { a: aReport(10), b: aReport(20), failed: aReport(30, { exitCode: 1 }) };
  const { change } = rig({ job: aJob({ inbox, progress: { completed: 3 } }) });
  await assert.rejects(change({ iterations: 5 }), {
    name: 'InvalidRequestError',
    message: /iterations must be at least 6: 5 are completed, and the next one has begun/,
  });
  await change({ iterations: 6 });
});

test('a job whose last iteration has reported is over: a task that was told to stop makes no more', async () => {
  const job = aJob({ inbox: { a: aReport(10) }, spec: { iterations: 4 }, progress: { completed: 3 } });
  await assert.rejects(rig({ job }).change({ iterations: 9 }), { code: 'job-finished', message: /is done/ });
});

test('a job is paused and resumed once, however often that is asked for, and each time an evaluation is woken', async () => {
  const live = rig();
  await live.pause();
  await live.resume();
  assert.deepEqual([live.stored, live.woken.length], [[{ pausedAt: noon }], 2]);
  const paused = rig({ job: aJob({ pausedAt: noon - 1 }) });
  await paused.pause();
  await paused.resume();
  assert.deepEqual([paused.stored, paused.woken.length], [[{ pausedAt: null, resumedAt: noon }], 2]);
});

test('a job that has ended is neither paused nor resumed', async () => {
  const { pause, resume } = rig({ job: aJob({ progress: { status: 'FAILED' } }) });
  for (const call of [pause, resume]) await assert.rejects(call(), { code: 'job-finished' });
});
