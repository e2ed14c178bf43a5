import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import type { CpuUseReading } from '../job/monitored.ts';
import type { RunContainer } from '../job/progress.ts';
import { averageUse, measureCpuUse } from './measure-cpu-use.ts';

const aContainer = (name: string, seconds: number, cpus: number): RunContainer => ({
  name,
  cpus,
  startedAt: noon / 1000,
  endedAt: noon / 1000 + seconds,
});

test('the average is one over time, not over containers', () => {
  const containers = [aContainer('a', 100, 1), aContainer('b', 300, 0.5)];
  // 90 s + 30 s of CPU in 400 s; 100 + 150 core-seconds held.
  const used = new Map([
    ['a', 90],
    ['b', 30],
  ]);
  assert.deepEqual(averageUse(containers, used), { usedCpus: 0.3, allocatedCpus: 0.625 });
});

test('a container of which nothing is known counts on neither side', () => {
  const containers = [aContainer('a', 100, 1), aContainer('b', 900, 8)];
  assert.deepEqual(averageUse(containers, new Map([['a', 25]])), { usedCpus: 0.25, allocatedCpus: 1 });
  assert.equal(averageUse(containers, new Map()), null);
  assert.equal(averageUse([], new Map()), null);
});

/** A job with containers of one minute and of less; `asked` is what was asked for, `marked` what was kept. */
function rig(answer: () => Promise<Map<string, number> | null>) {
  const asked: string[][] = [];
  const problems: unknown[] = [];
  let now = noon;
  let cpuUse: CpuUseReading | undefined;
  const note = (_: string, fields: Record<string, unknown>) => void problems.push(fields.problem);
  const deps = {
    store: {
      markCpuUse: async (_: string, marked: CpuUseReading) => {
        cpuUse = marked;
      },
    },
    cpuSeconds: async (_: unknown, containers: RunContainer[]) => {
      asked.push(containers.map(({ name }) => name));
      return answer();
    },
    log: { info: note, warn: note, error: note },
    now: () => now,
  };
  return {
    asked,
    problems,
    kept: () => cpuUse,
    async tick(seconds: number, containers = [aContainer('short', 59, 1), aContainer('long', 60, 1)]) {
      now += seconds * 1000;
      return measureCpuUse(deps, aJob({ cpuUse, progress: { containers } }));
    },
    /** A tick of the job whose last point was that of its end, so many seconds after noon. */
    async lastTick(seconds: number, endedAfterSeconds: number, containers = [aContainer('long', 60, 1)]) {
      now += seconds * 1000;
      const lastPointAt = noon + endedAfterSeconds * 1000;
      return measureCpuUse(
        deps,
        aJob({ cpuUse, progress: { status: 'COMPLETED', containers, lastPointAt } }),
      );
    },
  };
}

test('at most once in five minutes it is asked for those containers that ran at least a minute', async () => {
  const { asked, kept, tick } = rig(async () => new Map([['long', 15]]));
  await tick(0);
  await tick(299);
  assert.deepEqual(asked, [['long']]);
  assert.deepEqual(kept(), { askedAt: noon, known: { usedCpus: 0.25, allocatedCpus: 1, at: noon } });
  await tick(1);
  assert.equal(asked.length, 2);
});

test('at the end of the job it is asked for once more, and again when what came last must be stored', async () => {
  const { asked, tick, lastTick } = rig(async () => new Map([['long', 15]]));
  assert.equal(await tick(0), false);
  assert.equal(await lastTick(60, 40), false);
  assert.equal(asked.length, 2);
  assert.equal(await lastTick(24, 40), false);
  assert.equal(asked.length, 2);
  assert.equal(await lastTick(1, 40), true);
  assert.equal(asked.length, 3);
  assert.equal(await lastTick(60, 40), true);
  assert.equal(asked.length, 3);
});

test('a finished job of which nothing can be read is done with', async () => {
  const silent = rig(async () => Promise.reject(new Error('no role')));
  assert.equal(await silent.lastTick(60, 0), true);
  assert.equal(await rig(async () => null).lastTick(0, 0, []), true);
});

test('without such a container nobody is asked', async () => {
  const { asked, kept, tick } = rig(async () => null);
  await tick(0, [aContainer('short', 59, 1)]);
  await tick(0, []);
  assert.deepEqual([asked, kept()], [[], undefined]);
});

test('what was known stays when nothing is known any more, or it cannot be asked for', async () => {
  let answer: () => Promise<Map<string, number> | null> = async () => new Map([['long', 30]]);
  const { kept, problems, tick } = rig(() => answer());
  await tick(0);
  const { known } = kept() ?? {};
  answer = async () => null;
  await tick(300);
  assert.deepEqual(kept(), { askedAt: noon + 300_000, known });
  answer = async () => Promise.reject(new Error('no role'));
  await tick(300);
  await tick(1);
  assert.deepEqual(kept(), { askedAt: noon + 600_000, known });
  assert.deepEqual(problems, ['no role']);
});
