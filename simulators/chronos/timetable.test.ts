import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChronosVersion } from './dialect.ts';
import { dialects } from './dialects.ts';
import { type ChronosJob, isScheduled, type ScheduledJob } from './job.ts';
import { parseJob } from './parse-job.ts';

const now = Date.UTC(2026, 0, 1, 12);
const minute = 60_000;

function rig(version: ChronosVersion) {
  const jobs = new Map<string, ChronosJob>();
  const timetable = dialects[version].timetable({ jobs, scheduleHorizonMs: minute });
  const put = (schedule: string, at = now, occasion: 'created' | 'updated' | 'failed' = 'created') => {
    const job = parseJob({ name: 'j', command: 'true', schedule }, dialects[version], at);
    assert.ok(isScheduled(job));
    jobs.set('j', timetable.accept(job, occasion, at));
  };
  const job = (): ScheduledJob => {
    const found = jobs.get('j');
    assert.ok(found && isScheduled(found));
    return found;
  };
  const due = (at: number) => timetable.due(at).map(({ dueAt }) => dueAt - now);
  const launch = (at: number) => jobs.set('j', timetable.launched(job(), at));
  return { put, due, launch, schedule: () => job().schedule };
}

test('3.x runs an empty start at once and writes it down only at the launch', () => {
  const { put, due, launch, schedule } = rig('3.0.2');
  put('R2//PT1M');
  assert.equal(schedule(), 'R2//PT1M');
  assert.equal(due(now).length, 1);
  launch(now);
  assert.equal(schedule(), 'R1/2026-01-01T12:00:59.000Z/PT1M');
  assert.equal(due(now + 1).length, 0);
  assert.equal(due(now + minute).length, 1);
});

test('3.x runs a past start once, however long ago, and subtracts no missed slots', () => {
  const { put, due, launch, schedule } = rig('3.0.2');
  put('R5/2026-01-01T11:00:30Z/PT1M');
  assert.equal(due(now).length, 1);
  launch(now);
  assert.equal(schedule(), 'R4/2026-01-01T12:00:30.000Z/PT1M');
});

test('3.x never runs R0, and a forced launch makes it infinite', () => {
  const { put, due, launch, schedule } = rig('3.0.2');
  put('R0//PT1M');
  assert.deepEqual(due(now), []);
  launch(now);
  assert.match(schedule(), /^R\/2026/);
});

test('3.x leaves a far infinite start where it is', () => {
  const { put, launch, schedule } = rig('3.0.2');
  put('R/2099-01-01T00:00:00Z/PT24H');
  launch(now);
  assert.equal(schedule(), 'R/2099-01-01T00:00:00.000Z/PT24H');
});

test('2.x counts down when it plans, up to a minute ahead', () => {
  const { put, due, launch, schedule } = rig('2.5.1');
  put('R3//PT30S');
  assert.equal(schedule(), 'R0/2026-01-01T12:01:30.000Z/PT30S');
  assert.deepEqual(due(now), [0]);
  launch(now);
  assert.equal(schedule(), 'R0/2026-01-01T12:01:30.000Z/PT30S');
  assert.deepEqual(due(now + minute), [30_000, 60_000]);
  assert.deepEqual(due(now + 10 * minute), []);
});

test('2.x runs only the latest missed slot, and only within epsilon', () => {
  const beyond = rig('2.5.1');
  beyond.put('R/2026-01-01T09:58:30Z/PT1H');
  assert.deepEqual(beyond.due(now), []);
  const within = rig('2.5.1');
  within.put('R/2026-01-01T09:59:30Z/PT1H');
  assert.deepEqual(within.due(now), [-30_000]);
});

test('2.x subtracts missed slots, so that too few repetitions never run', () => {
  const { put, due } = rig('2.5.1');
  put('R3/2026-01-01T11:00:30Z/PT1M');
  assert.deepEqual(due(now + 100 * minute), []);
});

test('2.x stores the text of an update as it was posted, runs it, and runs what was planned before too', () => {
  const { put, due, schedule } = rig('2.5.1');
  put('R1/2026-01-01T12:00:10Z/PT1M');
  put('R1//PT1M', now, 'updated');
  assert.equal(schedule(), 'R1//PT1M');
  assert.deepEqual(
    due(now + minute).toSorted((a, b) => a - b),
    [0, 10_000],
  );
});

test('2.x keeps the old stream when the starts of an update are all past', () => {
  const { put, due } = rig('2.5.1');
  put('R/2026-01-01T12:05:00Z/PT1H');
  put('R2/2026-01-01T10:00:00Z/PT1M', now, 'updated');
  assert.deepEqual(due(now + 5 * minute), [5 * minute]);
});

test('a period of nothing does not make 2.x spin', () => {
  const { put, due } = rig('2.5.1');
  put('R//PT0S');
  assert.deepEqual(due(now + minute), [0]);
});
