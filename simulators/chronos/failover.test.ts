import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualRig } from '../../test/rigs/virtual-chronos.ts';
import { seenFailover } from './lead.ts';

const minute = 60_000;

/** A rig whose leader dies 12 s into a run. */
function failedOver(runsMs: number) {
  const rig = virtualRig('3.0.2');
  rig.create(['job'], { runsMs, ends: 'TASK_FINISHED' });
  rig.call('PUT', 'job/job');
  rig.clock.advance(12_900);
  assert.equal(rig.state('job'), '1 running');
  rig.failOver(seenFailover);
  return rig;
}

test('for 11 s after the death of a leader everything is a page of 500', () => {
  const rig = failedOver(minute);
  for (const path of ['jobs/summary', 'job/job', 'leader']) {
    const { status, contentType, body } = rig.call('GET', path);
    assert.deepEqual([status, contentType], [500, 'text/html;charset=ISO-8859-1']);
    assert.match(body, /Error proxying request to leader/);
  }
  rig.clock.advance(10_900);
  assert.equal(rig.call('PUT', 'job/job').status, 500);
});

test('then for 0.9 s there is no job at all, and after that every job is idle', () => {
  const rig = failedOver(minute);
  rig.clock.advance(11_000);
  assert.equal(rig.call('GET', 'jobs/summary').body, '{"jobs":[]}');
  const { status, body } = rig.call('GET', 'job/job');
  assert.equal(status, 400);
  assert.match(body, /Job 'job' not found/);
  rig.clock.advance(900);
  assert.equal(rig.call('GET', 'job/job').status, 200);
  assert.equal(rig.state('job'), 'idle');
  assert.equal(rig.runs('job').active, 1, 'its task goes on');
});

test('kill and DELETE stop nothing until the first reconciliation, 20 min after the start', () => {
  const rig = failedOver(60 * minute);
  rig.clock.advance(12_000);
  assert.equal(rig.call('DELETE', 'task/kill/job').status, 204);
  rig.clock.advance(19 * minute);
  assert.deepEqual([rig.runs('job').active, rig.state('job')], [1, 'idle']);
  rig.clock.advance(minute);
  assert.equal(rig.state('job'), '1 running');
  assert.equal(rig.call('DELETE', 'task/kill/job').status, 204);
  assert.equal(rig.runs('job').active, 0);
});

test('a start is a second run beside the first, and both are counted', () => {
  const rig = failedOver(minute);
  rig.clock.advance(12_000);
  rig.call('PUT', 'job/job');
  rig.clock.advance(1000);
  assert.equal(rig.runs('job').active, 2);
  rig.clock.advance(2 * minute);
  assert.match(rig.call('GET', 'job/job').body, /"successCount":2,"errorCount":0,/);
});

test('what a task said while nobody led is said again, and counted', () => {
  const rig = failedOver(14_000);
  rig.clock.advance(12_000);
  assert.match(rig.call('GET', 'job/job').body, /"successCount":1,"errorCount":0,/);
});

test('a job that is posted while the world is empty is there afterwards, with the others', () => {
  const rig = failedOver(minute);
  rig.clock.advance(11_100);
  rig.create(['new']);
  rig.clock.advance(1000);
  assert.deepEqual([rig.state('new'), rig.state('job')], ['idle', 'idle']);
});

test('a plain restart of a node shows every job at once', () => {
  const rig = virtualRig('3.0.2');
  rig.create(['job'], { runsMs: minute, ends: 'TASK_FINISHED' });
  rig.call('PUT', 'job/job');
  rig.clock.advance(2000);
  rig.restart();
  assert.deepEqual([rig.call('GET', 'job/job').status, rig.state('job')], [200, 'idle']);
});
