import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { versions } from '../../test/rigs/chronos-simulator.ts';
import { type VirtualRig, virtualRig } from '../../test/rigs/virtual-chronos.ts';

const noVertex = /no such vertex in graph: doomed/;
const force = (rig: VirtualRig, job: string) => assert.equal(rig.call('PUT', `job/${job}`).status, 204);

/** Deletes the job so long after its run of a second has ended. */
function deletedAfterEnd(rig: VirtualRig, ms: number): void {
  rig.create(['doomed', 'other']);
  force(rig, 'doomed');
  rig.clock.advance(900);
  assert.match(rig.state('doomed') ?? '', /running/);
  rig.clock.advance(1000 + ms);
  assert.equal(rig.state('doomed'), 'idle');
  assert.equal(rig.call('DELETE', 'job/doomed').status, 204);
}

function assertDriverIsDead(rig: VirtualRig): void {
  force(rig, 'other');
  rig.clock.advance(600_000);
  assert.equal(rig.state('other'), 'queued');
  rig.create(['new']);
  assert.equal(rig.state('new'), 'idle', 'the API goes on');
}

for (const version of versions) {
  const isOld = version === '2.5.1';
  describe(`a DELETE that races a run, ${version}`, () => {
    test('kills the driver within the window after a success, and leaves a job that is neither there nor gone', () => {
      const rig = virtualRig(version, { races: { deleteAfterEndMs: 500 } });
      deletedAfterEnd(rig, 100);
      assertDriverIsDead(rig);
      assertZombie(rig, isOld);
      rig.restart();
      rig.clock.advance(2000);
      assert.equal(rig.state('doomed'), 'idle', 'an ordinary job again');
      force(rig, 'other');
      rig.clock.advance(1000);
      assert.match(rig.state('other') ?? '', /running/);
      assert.equal(rig.call('DELETE', 'job/doomed').status, 204);
    });

    test('does no harm after the window, nor without one', () => {
      for (const races of [{ deleteAfterEndMs: 500 }, {}]) {
        const rig = virtualRig(version, { races });
        deletedAfterEnd(rig, 'deleteAfterEndMs' in races ? 600 : 100);
        assert.equal(rig.state('doomed'), undefined);
        force(rig, 'other');
        rig.clock.advance(1500);
        assert.match(rig.state('other') ?? '', /running/);
      }
    });

    test('spares the driver after a failure, from which no graph is walked', () => {
      const rig = virtualRig(version, { races: { deleteAfterEndMs: 500 } });
      rig.create(['doomed'], { runsMs: 1000, ends: 'TASK_FAILED' });
      rig.create(['other']);
      force(rig, 'doomed');
      rig.clock.advance(2000);
      assert.equal(rig.call('DELETE', 'job/doomed').status, 204);
      force(rig, 'other');
      rig.clock.advance(1000);
      assert.match(rig.state('other') ?? '', /running/);
      assertZombie(rig, isOld);
    });

    test('at the same time as another is refused in the words for a zombie, but the job is gone', () => {
      const rig = virtualRig(version, { races: { secondDeleteMs: 50 } });
      rig.create(['doomed']);
      assert.equal(rig.call('DELETE', 'job/doomed').status, 204);
      const second = rig.call('DELETE', 'job/doomed');
      assert.equal(second.status, 400);
      assert.match(second.body, noVertex);
      if (!isOld) assert.equal(rig.call('GET', 'job/doomed').status, 400);
      rig.clock.advance(100);
      assert.match(rig.call('DELETE', 'job/doomed').body, /not found/);
    });
  });
}

test('a DELETE while a queued run is launched leaves a zombie, whose success kills the driver of 3.0.2', () => {
  const rig = virtualRig('3.0.2', { races: { deleteAfterLaunchMs: 500 } });
  rig.create(['doomed', 'other']);
  force(rig, 'doomed');
  rig.clock.advance(900);
  assert.equal(rig.call('DELETE', 'job/doomed').status, 204);
  assertZombie(rig, false);
  assert.equal(rig.runs('doomed').active, 1, 'the launch is not undone');
  rig.clock.advance(1000);
  assertDriverIsDead(rig);
});

/** Reads find it by its name alone, and it can only be looked at. */
function assertZombie(rig: VirtualRig, isOld: boolean): void {
  for (const list of ['jobs', 'jobs/search', 'graph/csv', 'graph/dot', ...(isOld ? [] : ['jobs/summary'])]) {
    assert.doesNotMatch(rig.call('GET', list).body, /doomed/, list);
  }
  if (!isOld) assert.equal(rig.call('GET', 'job/doomed').status, 200);
  assert.equal(rig.call('GET', 'job/stat/doomed').status, 200);
  for (let i = 0; i < 2; i++) {
    const { status, body } = rig.call('DELETE', 'job/doomed');
    assert.equal(status, 400);
    assert.match(body, noVertex);
  }
}
