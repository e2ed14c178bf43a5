import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDecision, aFound, aJob, aRun, noon } from '../../test/rigs/builders.ts';
import type { Job, JobProgress } from '../job/job.ts';
import { nextStep } from './next-step.ts';
import type { Observation } from './ports.ts';
import type { Step } from './step.ts';

const minuteAfter = noon + 60_000;
const unknown: Observation = { known: false, problem: 'down' };
const missing: Observation = { known: true, found: false };

function step(progress: Partial<JobProgress>, seen: Observation, change: Partial<Job> = {}): Step['do'] {
  const job = { ...aJob({ progress }), ...change };
  return nextStep(job, job.progress, seen, minuteAfter).do;
}

const decision = aDecision();
/** For longer than any run is given that hangs after half a minute. */
const longAgo = noon - 120_000;
const cases: [string, Partial<JobProgress>, Observation, Step['do']][] = [
  ['a framework that could not be asked is left alone', {}, unknown, 'nothing'],
  ['a job that is being launched is submitted', { status: 'LAUNCHING' }, missing, 'submit'],
  ['a running job that is missing is not submitted again', {}, missing, 'nothing'],
  ['an idle job is started', {}, aFound(), 'start'],
  ['cpus are set right before a start', { cpus: 1.5 }, aFound({ cpus: 1 }), 'resize'],
  ['binary dust in the cpus is no change', { cpus: 0.3 }, aFound({ cpus: 0.1 + 0.2 }), 'start'],
  ['a run that was asked for is not asked for again', { run: aRun() }, aFound(), 'nothing'],
  ['a run that ended is looked for', { run: aRun() }, aFound({ failed: 1 }), 'look-again'],
  ['a queued run is let be', { run: aRun() }, aFound({ run: 'queued' }), 'nothing'],
  ['a queued run gets new cpus', { run: aRun(), cpus: 2 }, aFound({ run: 'queued' }), 'resize'],
  [
    'a running run is let be, whatever its cpus',
    { run: aRun(), cpus: 2 },
    aFound({ run: 'running' }),
    'nothing',
  ],
  ['a task whose run has reported ends soon', { lastEndAt: noon }, aFound({ run: 'running' }), 'look-again'],
  [
    'a run that hangs is killed',
    { run: aRun({ runningAt: longAgo }), decision },
    aFound({ run: 'running' }),
    'kill',
  ],
  [
    'a task that hangs after its report is killed',
    { lastEndAt: longAgo, decision },
    aFound({ run: 'running' }),
    'kill',
  ],
  [
    'a run is as old as it has been running',
    { run: aRun({ requestedAt: longAgo, runningAt: noon + 31_000 }), decision },
    aFound({ run: 'running' }),
    'nothing',
  ],
  [
    'a cancelled job is retired, running or not',
    { status: 'CANCELLED' },
    aFound({ run: 'running' }),
    'retire',
  ],
  ['a failed job is retired although nobody can be asked', { status: 'FAILED' }, unknown, 'retire'],
  [
    'the last task of a completed job gets a moment to end',
    { status: 'COMPLETED', lastEndAt: minuteAfter - 4_000 },
    aFound({ run: 'running' }),
    'look-again',
  ],
  [
    'and no longer than that',
    { status: 'COMPLETED', lastEndAt: minuteAfter - 5_000 },
    aFound({ run: 'running' }),
    'retire',
  ],
];

for (const [title, progress, seen, expected] of cases) {
  test(title, () => assert.equal(step(progress, seen), expected));
}

test('the pause between two runs is kept', () => {
  const job = aJob({ spec: { pauseSeconds: 30 }, progress: { lastEndAt: minuteAfter - 10_000 } });
  // 20 of the 30 s are left.
  assert.deepEqual(nextStep(job, job.progress, aFound(), minuteAfter), {
    do: 'look-again',
    afterSeconds: 20,
  });
  assert.deepEqual(nextStep(job, job.progress, aFound(), minuteAfter + 20_000), { do: 'start' });
});

test('a retired job is removed again when a late call brought it back, and only if it is this one', () => {
  const retired = { retired: true };
  assert.equal(step({ status: 'CANCELLED' }, aFound(), retired), 'retire');
  assert.equal(step({ status: 'CANCELLED' }, aFound({ ours: false }), retired), 'nothing');
  assert.equal(step({ status: 'CANCELLED' }, missing, retired), 'nothing');
  assert.equal(step({ status: 'CANCELLED' }, unknown, retired), 'nothing');
});
