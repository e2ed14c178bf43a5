import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob } from '../../test/rigs/builders.ts';
import { aDecision, aProgress, aRun, noon, type ProgressChange } from '../../test/rigs/progress.ts';
import type { StartedRuns } from '../job/execution.ts';
import type { Job } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';
import { nextStep } from './next-step.ts';
import type { Step } from './progress/step.ts';
import { settleEnd } from './started-runs/settle-end.ts';

const minuteAfter = noon + 60_000;
const unknown: Observation = { known: false, problem: 'down' };
const missing: Observation = { known: true, found: false };

function step(
  progress: ProgressChange<StartedRuns>,
  seen: Observation,
  change: Partial<Job> = {},
): Step['do'] {
  const job = { ...aJob({ progress }), ...change };
  return nextStep(job.progress, { job, observation: seen, now: minuteAfter }).do;
}

const decision = aDecision();
/** For longer than any run is given that hangs after half a minute. */
const longAgo = noon - 120_000;
const cancelled = { status: 'CANCELLED' } as const;
/** A run that reported so many milliseconds after noon. */
const ending = (reported: number, killedAt: number | null = null) => ({
  killedAt,
  requestedAt: noon,
  succeededBefore: 0,
  failedBefore: 0,
  reportedAt: noon + reported,
});
const cases: [string, ProgressChange<StartedRuns>, Observation, Step['do']][] = [
  ['a framework that could not be asked is left alone', {}, unknown, 'nothing'],
  ['a job that is being launched is submitted', { status: 'LAUNCHING' }, missing, 'submit'],
  ['a running job that is missing is not submitted again', {}, missing, 'nothing'],
  ['an idle job is started', {}, aFound(), 'start'],
  ['a job whose cpus are to change is started, which sets them', { cpus: 1.5 }, aFound({ cpus: 1 }), 'start'],
  ['what was not asked is taken for idle between two runs', {}, aFound({ run: null }), 'start'],
  ['a run that somebody else began is let be', {}, aFound({ run: 'running' }), 'nothing'],
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
  [
    'a task whose run has reported ends soon',
    { endingRun: ending(59_900) },
    aFound({ run: null }),
    'look-again',
  ],
  ['if not so soon, the next tick looks', { endingRun: ending(50_000) }, aFound({ run: null }), 'nothing'],
  [
    'a run that hangs is killed',
    { run: aRun({ runningAt: longAgo }), decision },
    aFound({ run: 'running' }),
    'kill',
  ],
  [
    'a task that hangs after its report is killed',
    { endingRun: ending(-120_000), lastEndAt: longAgo, decision },
    aFound({ run: 'running' }),
    'kill',
  ],
  [
    'a task that was killed after its report is given a moment to end',
    { endingRun: ending(-120_000, minuteAfter - 100), lastEndAt: longAgo, decision },
    aFound({ run: 'running' }),
    'look-again',
  ],
  [
    'a kill that did nothing for a minute is repeated',
    { run: aRun({ runningAt: longAgo, killedAt: noon }), decision },
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
    'a killed run ends soon',
    { run: aRun({ killedAt: minuteAfter - 100 }) },
    aFound({ run: 'running' }),
    'look-again',
  ],
  ['a run of a cancelled job is killed', { ...cancelled, run: aRun() }, aFound({ run: 'running' }), 'kill'],
  [
    'a queued one ends as one that does nothing',
    { ...cancelled, run: aRun() },
    aFound({ run: 'queued' }),
    'quiet',
  ],
  ['and is waited for', { ...cancelled, run: aRun(), quietedAt: noon }, aFound({ run: 'queued' }), 'nothing'],
  [
    'what a run of an ended job does is asked first',
    { ...cancelled, run: aRun() },
    aFound({ run: null }),
    'look-again',
  ],
  [
    'where nobody can tell, a run is made one that does nothing, and killed',
    { ...cancelled, run: aRun(), quietedAt: noon },
    aFound({ run: null, statesProblem: 'spoilt' }),
    'kill',
  ],
  [
    'an ended job is not deleted while its last task ends',
    { ...cancelled, endingRun: ending(59_900) },
    aFound(),
    'look-again',
  ],
  ['nor right afterwards', { ...cancelled, quietSince: minuteAfter - 7_900 }, aFound(), 'look-again'],
  ['but eight seconds later', { ...cancelled, quietSince: minuteAfter - 8_000 }, aFound(), 'remove'],
  [
    'it is not deleted twice at once',
    { ...cancelled, quietSince: noon, removedAt: minuteAfter - 100 },
    aFound(),
    'look-again',
  ],
  ['an ended job that is gone is retired', cancelled, missing, 'retire'],
  [
    'unless a call may still bring it back',
    { ...cancelled, call: { do: 'submit', at: noon } },
    missing,
    'nothing',
  ],
  ['for a minute and a half', { ...cancelled, call: { do: 'submit', at: noon - 30_000 } }, missing, 'retire'],
  [
    'of an ended job nothing is taken for granted while nobody can be asked',
    { status: 'FAILED' },
    unknown,
    'nothing',
  ],
];

for (const [title, progress, seen, expected] of cases) {
  test(title, () => assert.equal(step(progress, seen), expected));
}

test('the pause between two runs is kept', () => {
  const job = aJob({ spec: { pauseSeconds: 30 }, progress: { lastEndAt: minuteAfter - 10_000 } });
  // 20 of the 30 s are left.
  assert.deepEqual(nextStep(job.progress, { job, observation: aFound(), now: minuteAfter }), {
    do: 'look-again',
    afterSeconds: 20,
  });
  assert.deepEqual(nextStep(job.progress, { job, observation: aFound(), now: minuteAfter + 20_000 }), {
    do: 'start',
  });
});

test('a retired job is removed again when a late call brought it back, and only if it is this one', () => {
  const retired = { retired: true };
  const quiet = { ...cancelled, quietSince: noon };
  assert.equal(step(quiet, aFound(), retired), 'remove');
  assert.equal(step(quiet, aFound({ ours: false }), retired), 'nothing');
  assert.equal(step(quiet, missing, retired), 'nothing');
  assert.equal(step(quiet, unknown, retired), 'nothing');
});

test('a task that reported the last iteration and goes on is killed', () => {
  const progress = { status: 'COMPLETED', endingRun: ending(49_000) } as const;
  const job = aJob({ progress });
  const settled = settleEnd(
    aProgress(progress),
    aFound({ run: 'running', statesAt: minuteAfter }),
    minuteAfter,
  );
  assert.equal(
    nextStep(settled, { job, observation: aFound({ run: 'running' }), now: minuteAfter }).do,
    'kill',
  );
});

test('no run of a paused job starts; one that goes on is looked after as ever', () => {
  const paused = { pausedAt: noon };
  assert.deepEqual([step({}, aFound()), step({}, aFound(), paused)], ['start', 'nothing']);
  const hung = { run: aRun({ runningAt: longAgo }), decision };
  assert.equal(step(hung, aFound({ run: 'running' }), paused), 'kill');
  assert.equal(step({ status: 'LAUNCHING' }, missing, paused), 'nothing');
  assert.equal(step(cancelled, aFound(), paused), step(cancelled, aFound()));
});
