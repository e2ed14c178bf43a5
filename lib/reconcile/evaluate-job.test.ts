import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, anApp, aReport, aRun, jobId, noon } from '../../test/rigs/builders.ts';
import { pointForTests } from '../../test/rigs/job.ts';
import { laws } from '../control/laws.ts';
import { StaleJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { evaluateJob } from './evaluate-job.ts';
import type { Cause, Framework, JobStore, Observation } from './ports.ts';

const unused = () => Promise.reject(new Error('Nobody should need this.'));

/** One job in memory, with the version check of the table. */
function memory(first: Job) {
  const kept = { job: first, removed: false };
  const store: JobStore = {
    load: async () => structuredClone(kept.job),
    save: async (job, { progress, point, foldedRuns }) => {
      if (job.version !== kept.job.version) throw new StaleJobError('Written since.');
      const inbox = Object.entries(kept.job.inbox).filter(([run]) => !foldedRuns.includes(run));
      const pendingPoint = point ?? job.pendingPoint;
      const version = job.version + 1;
      kept.job = { ...kept.job, progress, version, pendingPoint, inbox: Object.fromEntries(inbox) };
      return kept.job;
    },
    ...{ markAlarm: async () => {}, markCpuUse: async () => {} },
    markRetired: async () => {
      kept.job = { ...kept.job, retired: true };
    },
    ...{ putPoint: async () => {}, releaseName: async () => {}, saveLesson: async () => {} },
    ...{ create: unused, listPoints: unused, markMetricsSent: unused, claimName: unused, loadLesson: unused },
  };
  return { kept, store };
}

interface Rig {
  /** How many points wait. */
  points?: number;
  first: Job;
  observe: (kept: { job: Job }) => Observation;
  delivers?: boolean;
  extend?: () => Promise<void>;
  remove?: () => Promise<void>;
  start?: () => Promise<boolean>;
  submit?: () => Promise<void>;
}

/** What an evaluation can reach, on a clock that only its own waiting moves; `calls` is what it asked of the framework. */
function rig({ first, observe, delivers = true, extend = async () => {}, points = 0, ...rest }: Rig) {
  const { kept, store } = memory(first);
  let now = noon + 600_000;
  const calls: string[] = [];
  const said: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  const waiting = Array.from({ length: points }, (_, i) => ({ ...pointForTests, at: i + 1 }));
  store.listPoints = async (_, after, limit) => waiting.filter(({ at }) => at > after).slice(0, limit);
  const call = (name: string) => async () => void calls.push(name);
  const framework: Framework = {
    observe: async () => observe(kept),
    start: rest.start ?? (async () => calls.push('start') > 0),
    ...{
      submit: rest.submit ?? call('submit'),
      resize: call('resize'),
      kill: call('kill'),
      remove: rest.remove ?? call('remove'),
    },
  };
  const deps: EvaluateDeps = {
    ...{
      store,
      laws,
      frameworkOf: () => framework,
      monitoring: () => ({
        sendMetrics: async () => delivers,
        keepAlarm: async () => true,
        measureCpuUse: async () => {},
      }),
      now: () => now,
    },
    schedules: {
      ...{ create: unused, extend },
      remove: call('remove schedule'),
    },
    log: {
      info: () => {},
      warn: (message) => void warnings.push(message),
      error: (_, fields) => void said.push(fields),
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
  const wait = (seconds: number) => {
    now += seconds * 1000;
  };
  const evaluate = (cause: Cause) => evaluateJob(deps, jobId, cause);
  return { kept, calls, said, warnings, wait, evaluate, tick: () => evaluate('tick') };
}

test('a run that reports and ends while it is looked at is counted once', async () => {
  const report = aReport(300);
  // It was seen to be idle before it appeared, so nothing else keeps it from being taken for lost.
  const first = aJob({ progress: { run: aRun({ idleAt: noon }) } });
  const { kept, tick } = rig({
    first,
    observe: (seen) => {
      if (seen.job.version === first.version) seen.job = { ...seen.job, inbox: { a: report } };
      return aFound({ succeeded: 1 });
    },
  });
  await tick();
  await tick();
  assert.deepEqual([kept.job.progress.completed, kept.job.progress.trouble], [1, null]);
});

test('a schedule that cannot be extended does not keep the job from going on', async () => {
  const { kept, calls, tick } = rig({
    first: aJob({ progress: { scheduleEndsAt: 0 } }),
    observe: () => aFound(),
    extend: async () => {
      throw new Error('somebody deleted the schedule');
    },
  });
  await tick();
  assert.ok(calls.includes('start'));
  assert.equal(kept.job.progress.scheduleEndsAt, 0, 'it is tried again');
});

test('a job that can be looked at and not started is held up at every tick, until it starts', async () => {
  let refuses = true;
  const { kept, warnings, wait, tick } = rig({
    first: aJob(),
    observe: () => aFound(refuses ? {} : { run: 'running' }),
    start: async () => {
      if (refuses) throw new Error('403');
      return true;
    },
  });
  for (let ticks = 0; ticks < 10; ticks++) {
    await tick();
    wait(60);
  }
  assert.equal(kept.job.progress.failedStep?.sentence, 'To start the job failed: 403');
  assert.ok(warnings.length >= 9, `${warnings.length} warnings`);
  refuses = false;
  await tick();
  assert.equal(kept.job.progress.failedStep, null);
});

test('a start whose answer was lost is no problem any more once its run has reported, whatever pause follows', async () => {
  const failedStep = { do: 'start', sentence: 'To start the job failed: no answer' };
  const { kept, warnings, tick } = rig({
    first: aJob({
      spec: { pauseSeconds: 3600 },
      inbox: { a: aReport(300) },
      progress: { failedStep, run: aRun() },
    }),
    observe: () => aFound({ succeeded: 1 }),
  });
  await tick();
  assert.deepEqual([kept.job.progress.completed, kept.job.progress.failedStep], [1, null]);
  assert.deepEqual(warnings, []);
});

test('why a job cannot be submitted is said as long as it cannot', async () => {
  const { kept, wait, tick } = rig({
    first: aJob({ progress: { status: 'LAUNCHING' } }),
    observe: () => ({ known: true, found: false }),
    submit: async () => {
      throw new Error('500');
    },
  });
  for (let ticks = 0; ticks < 3; ticks++) {
    await tick();
    wait(60);
  }
  const { problem, failedStep } = kept.job.progress;
  assert.deepEqual([problem, failedStep?.sentence], [null, 'To submit the job failed: 500']);
});

test('a step that was done at last is no problem any more', async () => {
  const failedStep = { do: 'start', sentence: 'To start the job failed: 403' };
  const { kept, calls, tick } = rig({ first: aJob({ progress: { failedStep } }), observe: () => aFound() });
  await tick();
  assert.deepEqual([calls, kept.job.progress.failedStep], [['start'], null]);
});

test('whoever loses the race for the write looks again and does not start a second run', async () => {
  let looks = 0;
  const { kept, calls, tick } = rig({
    first: aJob(),
    observe: (seen) => {
      looks += 1;
      // Another evaluation was quicker.
      if (looks === 1) {
        const progress = { ...seen.job.progress, run: aRun({ requestedAt: noon + 600_000 }) };
        seen.job = { ...seen.job, progress, version: seen.job.version + 1 };
      }
      return aFound();
    },
  });
  await tick();
  assert.equal(looks, 2);
  assert.ok(kept.job.progress.run);
  assert.deepEqual(calls, []);
});

test('a finished job is retired at one tick, and its schedule goes at the next', async () => {
  let there = true;
  const { kept, calls, tick } = rig({
    first: aJob({ progress: { status: 'CANCELLED' } }),
    observe: () => (there ? aFound() : { known: true, found: false }),
  });
  await tick();
  assert.deepEqual([calls, kept.job.retired], [['remove'], true]);
  there = false;
  await tick();
  assert.deepEqual(calls, ['remove', 'remove schedule']);
});

test('a framework that is away when a job ends is asked for a week to remove it', async () => {
  const finish = { at: noon, reason: 'cancelled', sentence: 'Cancelled.' } as const;
  const { kept, calls, wait, tick } = rig({
    first: aJob({ progress: { status: 'CANCELLED', finish, lastPointAt: noon } }),
    observe: () => ({ known: false, problem: 'down' }),
    remove: async () => {
      throw new Error('down');
    },
  });
  const day = 24 * 3_600;
  for (let hours = 0; hours < 10 * 24; hours += 6) {
    await tick();
    wait(6 * 3_600);
  }
  assert.equal(kept.job.retired, false);
  assert.equal(kept.job.progress.failedStep?.sentence, 'To retire the job failed: down');
  const lastsDays = (kept.job.progress.scheduleEndsAt - noon) / 1000 / day;
  assert.ok(lastsDays > 7 && lastsDays <= 8, `${lastsDays} days`);
  assert.ok(!calls.includes('remove schedule'));
});

test('the schedule of a retired job stays while its metrics are not delivered', async () => {
  const first = aJob({ retired: true, progress: { status: 'COMPLETED', lastPointAt: noon } });
  const { calls, tick } = rig({ first, observe: () => ({ known: true, found: false }), delivers: false });
  await tick();
  assert.deepEqual(calls, []);
});

test('half an hour before its schedule ends by itself what Monasca will never know of a job is counted and said', async () => {
  const progress = { status: 'COMPLETED', lastPointAt: noon, scheduleEndsAt: noon + 3_000_000 } as const;
  const first = aJob({ retired: true, progress });
  const extend = () => Promise.reject(new Error('somebody deleted the schedule'));
  const gone = { known: true, found: false } as const;
  const { calls, said, tick, wait } = rig({
    first,
    observe: () => gone,
    delivers: false,
    points: 450,
    extend,
  });
  await tick();
  assert.deepEqual(calls, []);
  wait(600);
  await tick();
  assert.deepEqual(calls, ['remove schedule']);
  const after = '1970-01-01T00:00:00.000Z';
  assert.deepEqual(said.at(-1), { jobId, points: 450, after, alarmIsLeft: 'no' });
});

test('a job that ended long before its deadline is given up after a week, too', async () => {
  const finish = { at: noon, reason: 'cancelled', sentence: 'Cancelled.' } as const;
  const progress = { status: 'CANCELLED', finish, lastPointAt: noon, scheduleEndsAt: noon + 6e9 } as const;
  const first = aJob({ retired: true, progress, spec: { notify: { name: 'operators' } } });
  const gone = { known: true, found: false } as const;
  const { calls, said, tick, wait } = rig({ first, observe: () => gone, delivers: false, points: 1 });
  wait(6 * 24 * 3_600);
  await tick();
  assert.deepEqual([calls, said], [[], []]);
  wait(24 * 3_600);
  await tick();
  assert.deepEqual(calls, ['remove schedule']);
  assert.equal(said[0]?.alarmIsLeft, 'unknown');
});

test('the schedule of a retired job stays while nobody knows what the framework has', async () => {
  const first = aJob({ retired: true, progress: { status: 'COMPLETED' } });
  const { calls, tick } = rig({ first, observe: () => ({ known: false, problem: 'down' }) });
  await tick();
  assert.deepEqual(calls, []);
});

test('a job that a late call brought back to the framework is removed again', async () => {
  const first = aJob({ retired: true, progress: { status: 'CANCELLED' } });
  const { calls, tick } = rig({ first, observe: () => aFound() });
  await tick();
  assert.deepEqual(calls, ['remove']);
});

test('a launch does not wait for the task of its app, which others do for a while', async () => {
  const starting = anApp({ run: 'queued', app: { isChanging: true, taskId: null } });
  const looks = async (cause: 'launch' | 'tick') => {
    let asked = 0;
    const observe = () => {
      asked += 1;
      return starting;
    };
    const { evaluate } = rig({ first: aJob({ spec: { framework: 'marathon' } }), observe });
    await evaluate(cause);
    return asked;
  };
  assert.equal(await looks('launch'), 1);
  assert.ok((await looks('tick')) > 5);
});
