import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../../test/rigs/builders.ts';
import fc from '../../../test/rigs/seeded-cases.ts';
import type { Outlook } from '../../job/decision.ts';
import { isFinished, type JobStatus, type Transition } from '../../job/progress.ts';
import { planRefusal } from '../plan-evaluation.ts';
import { type StateOfJob, transitionsOf } from './transitions.ts';

const outlooks = ['on-time', 'at-risk', 'cannot-be-met'] as const;
const state = (status: JobStatus, outlook: Outlook | null = null, isLate = false): StateOfJob => ({
  status,
  isLate,
  decision: outlook && ({ outlook } as StateOfJob['decision']),
});

const seen = fc.record({ outlook: fc.option(fc.constantFrom(...outlooks)), isLate: fc.boolean() });
/** The states of a job, one after the other: as it was launched, while it goes on, and as it ended if it has. */
const lives = fc
  .record({
    launching: fc.array(seen, { maxLength: 3 }),
    running: fc.array(seen, { maxLength: 6 }),
    end: fc.option(fc.constantFrom('COMPLETED', 'FAILED', 'CANCELLED')),
    after: fc.array(seen, { maxLength: 2 }),
  })
  .map(({ launching, running, end, after }): StateOfJob[] => [
    state('LAUNCHING'),
    ...launching.map(({ outlook, isLate }) => state('LAUNCHING', outlook, isLate)),
    ...running.map(({ outlook, isLate }) => state('RUNNING', outlook, isLate)),
    ...(end ? [seen0, ...after].map(({ outlook, isLate }) => state(end, outlook, isLate)) : []),
  ]);
const seen0 = { outlook: null, isLate: true };

function told(states: readonly StateOfJob[]): Transition[] {
  return states.slice(1).flatMap((is, i) => transitionsOf(states[i] as StateOfJob, is));
}

const ends: readonly Transition[] = ['completed', 'failed', 'cancelled'];
const bad: readonly Transition[] = ['at-risk', 'cannot-be-met', 'late'];
const last = <Item>(items: readonly Item[]) => items.at(-1) as Item;

test('a job is launched once at most, and only if it ran', () => {
  fc.assert(
    fc.property(lives, (states) => {
      const ran = states.some(({ status }) => status === 'RUNNING' || status === 'COMPLETED');
      assert.equal(told(states).filter((each) => each === 'launched').length, ran ? 1 : 0);
    }),
  );
});

test('a job ends once, nothing is told of it after that, and of one that goes on no end is told', () => {
  fc.assert(
    fc.property(lives, (states) => {
      const transitions = told(states);
      const { status } = last(states);
      const wanted = isFinished(status) ? [status.toLowerCase()] : [];
      assert.deepEqual(
        transitions.filter((each) => ends.includes(each)),
        wanted,
      );
      if (wanted.length > 0) assert.equal(last(transitions), wanted[0]);
    }),
  );
});

test('how a live job stands is what was told last of it', () => {
  fc.assert(
    fc.property(lives, (states) => {
      const live = states.filter(({ status }) => !isFinished(status));
      const { isLate, decision } = last(live);
      const stands = isLate ? 'late' : decision?.outlook;
      const lastTold = last(told(live).filter((each) => each !== 'launched'));
      // Who has heard nothing yet takes the job to be on time.
      if (stands === undefined || stands === 'on-time')
        assert.ok(lastTold === undefined || lastTold === 'recovered');
      else assert.equal(lastTold, stands);
    }),
  );
});

test('nothing is told twice in a row, and a job recovers only from something', () => {
  fc.assert(
    fc.property(lives, (states) => {
      const course = told(states).filter((each) => each !== 'launched' && !ends.includes(each));
      for (const [i, each] of course.entries()) {
        const before = course[i - 1];
        assert.notEqual(each, before);
        if (each === 'recovered') assert.ok(before !== undefined && bad.includes(before));
      }
    }),
  );
});

test('a state that is looked at again tells nothing', () => {
  fc.assert(
    fc.property(lives, (states) => {
      for (const each of states) assert.deepEqual(transitionsOf(each, each), []);
    }),
  );
});

test('a job that turns out to have been done after its deadline was late', () => {
  assert.deepEqual(transitionsOf(state('RUNNING', 'at-risk'), state('COMPLETED', 'at-risk', true)), [
    'late',
    'completed',
  ]);
  assert.deepEqual(transitionsOf(state('RUNNING', 'at-risk', true), state('COMPLETED', 'at-risk', true)), [
    'completed',
  ]);
});

test('a job whose deadline is moved recovers', () => {
  assert.deepEqual(transitionsOf(state('RUNNING', 'cannot-be-met', true), state('RUNNING', 'on-time')), [
    'recovered',
  ]);
});

test('a job that its framework refuses fails, and was never launched', () => {
  const job = aJob({ progress: { status: 'LAUNCHING' } });
  const { point } = planRefusal(job, 'Marathon refuses the app.', Date.now());
  assert.deepEqual(point?.transitions, ['failed']);
  assert.equal(point?.ended?.sentence, 'Marathon refuses the app.');
});
