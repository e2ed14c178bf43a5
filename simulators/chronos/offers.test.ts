import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { never, versions } from '../../test/rigs/chronos-simulator.ts';
import { type VirtualRig, virtualRig } from '../../test/rigs/virtual-chronos.ts';
import { mesosOffers } from './timing.ts';

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

/** Seconds until a condition holds, looked at ten times a second; no more than two minutes. */
function secondsUntil(rig: VirtualRig, isSo: () => boolean): number {
  for (let tenths = 0; tenths < 1200; tenths++) {
    if (isSo()) return tenths / 10;
    rig.clock.advance(100);
  }
  throw new Error('it never was so');
}

const force = (rig: VirtualRig, job: string) => assert.equal(rig.call('PUT', `job/${job}`).status, 204);

for (const version of versions) {
  describe(`with the offers of a real Mesos, ${version}`, () => {
    test('lets a run wait in an empty queue for as long as the last offer is kept back', () => {
      const waits = names(6, 'job').map((name, i) => {
        const rig = virtualRig(version, mesosOffers);
        rig.create([name]);
        rig.clock.advance(9900 + i * 1000);
        force(rig, name);
        return secondsUntil(rig, () => /running/.test(rig.state(name) ?? ''));
      });
      // One round in five seconds, whatever moment the run comes at.
      assert.deepEqual(
        waits.toSorted((a, b) => a - b),
        [1, 1, 2, 3, 4, 5],
      );
    });

    // Offers are declined after 1, 6 and 11 s.
    for (const [ghostCount, othersCount, forcedAtMs, seconds] of [
      [5, 1, 11_300, 29.7],
      [14, 8, 14_000, 72],
    ] as const) {
      test(`lets each of ${ghostCount} jobs that were deleted while queued cost a round: ${seconds} s`, () => {
        const rig = virtualRig(version, mesosOffers);
        const ghosts = names(ghostCount, 'ghost');
        const others = names(othersCount, 'other');
        rig.create([...ghosts, ...others]);
        rig.clock.advance(forcedAtMs - 100);
        for (const ghost of ghosts) force(rig, ghost);
        for (const ghost of ghosts) assert.equal(rig.call('DELETE', `job/${ghost}`).status, 204);
        for (const other of others) force(rig, other);
        const allRun = () => others.every((other) => /running/.test(rig.state(other) ?? ''));
        assert.equal(secondsUntil(rig, allRun), seconds);
      });
    }

    test('lets a disabled job cost a round too, and a queued entry of a running job nothing', () => {
      const rig = virtualRig(version, mesosOffers);
      rig.create(['off'], undefined, { disabled: true });
      rig.create(['busy'], { runsMs: 60_000, ends: 'TASK_FINISHED' });
      rig.create(['next', 'last']);
      force(rig, 'busy');
      secondsUntil(rig, () => /running/.test(rig.state('busy') ?? ''));
      force(rig, 'busy');
      force(rig, 'next');
      assert.ok(secondsUntil(rig, () => /running/.test(rig.state('next') ?? '')) <= 5);
      force(rig, 'off');
      force(rig, 'last');
      const seconds = secondsUntil(rig, () => /running/.test(rig.state('last') ?? ''));
      assert.ok(seconds > 5 && seconds <= 10, `${seconds} s`);
    });

    test('launches behind a job that fits nowhere one round later, and leaves that one queued', () => {
      const rig = virtualRig(version, mesosOffers);
      rig.create(['big'], undefined, { cpus: 1000 });
      rig.create(['small']);
      force(rig, 'big');
      force(rig, 'small');
      const seconds = secondsUntil(rig, () => /running/.test(rig.state('small') ?? ''));
      assert.ok(seconds > 5 && seconds <= 10, `${seconds} s`);
      assert.equal(rig.state('big'), 'queued');
    });
  });
}

test('three runs, one every 3 s, take three offers in 3.x; 2.5.1 disables the job after the first success', () => {
  const starts = { '3.0.2': 3, '2.5.1': 1 };
  for (const version of versions) {
    const rig = virtualRig(version, mesosOffers);
    rig.create(['often'], { runsMs: 100, ends: 'TASK_FINISHED' }, { schedule: 'R3//PT3S' });
    rig.clock.advance(60_000);
    assert.equal(rig.runs('often').launched, starts[version]);
    assert.match(rig.call('GET', 'jobs').body, /"disabled":true,.*"schedule":"R0\//);
  }
});

test('a run of high priority whose job is gone lets one of the others through', () => {
  const rig = virtualRig('3.0.2', mesosOffers);
  rig.create(['ghost'], undefined, { highPriority: true });
  rig.create(['plain']);
  force(rig, 'plain');
  force(rig, 'ghost');
  rig.call('DELETE', 'job/ghost');
  assert.ok(secondsUntil(rig, () => /running/.test(rig.state('plain') ?? '')) <= 5);
});

test('TASK_STARTING makes 3.0.2 forget a task until it runs, and its end is counted once', () => {
  for (const [version, killed] of [
    ['3.0.2', 1],
    ['2.5.1', 1],
  ] as const) {
    const rig = virtualRig(version, { startingMs: 1500 });
    rig.create(['job'], { runsMs: 5000, ends: 'TASK_FINISHED' });
    force(rig, 'job');
    rig.clock.advance(1100);
    assert.equal(rig.state('job'), 'queued');
    rig.call('DELETE', 'task/kill/job');
    assert.equal(rig.runs('job').active, killed);
    rig.clock.advance(1500);
    assert.match(rig.state('job') ?? '', /running/);
    rig.clock.advance(5000);
    assert.match(rig.call('GET', 'jobs').body, /"successCount":1,/);
    assert.equal(rig.runs('job').launched, 1);
  }
});

/** Which of two queued runs is launched first, when both had found no room and one got this priority meanwhile. */
function launchedFirst(version: (typeof versions)[number], highPriority: boolean): string {
  const rig = virtualRig(version, mesosOffers);
  const allCpus = { cpus: 8 };
  rig.create(['busy', 'other', 'moved'], { runsMs: 55_000, ends: 'TASK_FINISHED' }, allCpus);
  force(rig, 'busy');
  secondsUntil(rig, () => /running/.test(rig.state('busy') ?? ''));
  force(rig, 'other');
  force(rig, 'moved');
  const job = { ...allCpus, command: 'true', schedule: never, retries: 0, highPriority };
  rig.call('POST', 'iso8601', { name: 'moved', ...job });
  const launched = () => ['other', 'moved'].find((name) => rig.runs(name).launched > 0);
  secondsUntil(rig, () => launched() !== undefined);
  return launched() ?? '';
}

for (const version of versions) {
  test(`a queued run that finds no room goes behind those of the priority that its job has by then, ${version}`, () => {
    assert.deepEqual(
      [false, true].map((isHigh) => launchedFirst(version, isHigh)),
      ['other', 'moved'],
    );
  });
}

for (const version of versions) {
  test(`while a run of high priority finds no room, none of the others is looked at, ${version}`, () => {
    const rig = virtualRig(version, mesosOffers);
    const busy = { runsMs: 600_000, ends: 'TASK_FINISHED' } as const;
    rig.create(['busy'], busy, { cpus: 5 });
    rig.create(['big'], undefined, { cpus: 8, highPriority: true });
    rig.create(['small'], undefined, { cpus: 1 });
    force(rig, 'busy');
    secondsUntil(rig, () => /running/.test(rig.state('busy') ?? ''));
    force(rig, 'big');
    force(rig, 'small');
    rig.clock.advance(300_000);
    assert.deepEqual(
      ['busy', 'big', 'small'].map((name) => rig.runs(name).launched),
      [1, 0, 0],
    );
  });
}
