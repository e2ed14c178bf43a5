import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noon } from '../../test/rigs/progress.ts';
import type { Fate } from '../../test/rigs/threshold-engine.ts';
import { toldJob } from '../../test/rigs/told-job.ts';

const jobs = 1_000;
const tickMs = 60_000;
const firstSeed = Number(process.env.SEED ?? 1) * 1_000_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A job that is looked at every minute and after reports, in any phase to the threshold engine's own minutes. */
function story(seed: number) {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  const between = (low: number, high: number) => low + random() * (high - low);
  const clock = { now: noon + Math.floor(between(0, 180_000)) };
  let fate: Fate = 'answered';
  let died = () => {};
  const job = toldJob({
    clock,
    random,
    fateOf: ({ method, url }) => {
      if (fate === 'refused') return fate;
      const isMetric = method === 'POST' && url.endsWith('/metrics');
      if (!isMetric || fate === 'answered' || chance(0.5)) return 'answered';
      if (fate === 'dies') died();
      return fate;
    },
  });
  const firstTick = clock.now + Math.floor(between(0, tickMs));

  /** An evaluation, sometimes two at once, that may die on the way. */
  async function evaluates(probability: number, isTick: boolean): Promise<void> {
    const madePoint = !isTick || chance(0.3);
    job.progresses(probability, madePoint);
    const dies = new Promise<void>((resolve) => {
      died = resolve;
    });
    const evaluation = () => Promise.race([job.tell({ madePoint, isTick }), dies]);
    await Promise.all(chance(0.25) ? [evaluation(), evaluation()] : [evaluation()]);
  }

  return {
    chance,
    between,
    clock,
    job,
    /** Does something while requests meet with a fate. */
    async during(fateNow: Fate, act: () => Promise<unknown>): Promise<void> {
      fate = fateNow;
      await act();
    },
    /** From tick to tick with a report in between now and then; `probabilityAt` is asked at each evaluation. */
    async minute(tick: number, fateNow: Fate, probabilityAt: () => number) {
      const at = firstTick + tick * tickMs;
      fate = fateNow;
      if (chance(0.5)) {
        clock.now = Math.max(clock.now, at - Math.floor(between(0, tickMs / 2)));
        await evaluates(probabilityAt(), false);
      }
      clock.now = Math.max(clock.now, at + Math.floor(between(0, 1_000)));
      await evaluates(probabilityAt(), true);
      job.settle(clock.now + 2_000);
    },
  };
}

/** Whole seconds, each later than the one before. */
function assertLater(times: number[], seed: number): void {
  times.forEach((at, i) => {
    assert.ok(at % 1000 === 0 && at > (times[i - 1] ?? 0), `seed ${seed}: ${at} after ${times[i - 1]}`);
  });
}

const fates: Fate[] = ['answered', 'lost', 'lost', 'refused', 'dies'];

test(`of ${jobs} jobs that are well nobody is told, whatever is lost, sent again, overlaps or comes late`, async () => {
  const wronglyTold: number[] = [];
  for (let seed = firstSeed; seed < firstSeed + jobs; seed++) {
    const { minute, job, between, chance } = story(seed);
    for (let tick = 0; tick < 8; tick++) {
      const fate = fates[Math.floor(between(0, fates.length))] ?? 'answered';
      // What a job fears for a moment while Monasca is away is no news when it is back.
      const isDip = fate === 'refused' && chance(0.5);
      await minute(tick, fate, () => (isDip ? between(0, 0.6) : between(0.6, 1)));
    }
    if (job.told.length > 0) wronglyTold.push(seed);
    assertLater(job.lateTimes(), seed);
  }
  assert.deepEqual(wronglyTold, []);
});

test(`of ${jobs} jobs that will be late somebody is told within two ticks, once, whatever is lost or overlaps`, async () => {
  const untold: { seed: number; told: number[] }[] = [];
  for (let seed = firstSeed; seed < firstSeed + jobs; seed++) {
    const { minute, job, between, chance, clock } = story(seed);
    const fallsBefore = Math.floor(between(0, 4));
    const fateNow = (): Fate => (chance(0.4) ? 'lost' : 'answered');
    for (let tick = 0; tick < fallsBefore; tick++) await minute(tick, fateNow(), () => between(0.6, 1));
    const late = () => between(0, 0.5999);
    for (let tick = 0; tick < 2; tick++) await minute(fallsBefore + tick, fateNow(), late);
    const inTime = job.told.length;
    // More than a turn of the engine's window, in which nobody is to be told again.
    for (let tick = 2; tick < 5; tick++) await minute(fallsBefore + tick, fateNow(), late);
    assertLater(job.lateTimes(), seed);
    assert.ok(job.lateTimes().length >= fallsBefore + 4, `seed ${seed}: not at every tick`);
    if (inTime !== 1 || job.told.length !== 1)
      untold.push({ seed, told: job.told.map(({ at }) => at - clock.now) });
  }
  assert.deepEqual(untold, []);
});

test('nobody is told of a job that ends while an evaluation that saw it late is about to tell', async () => {
  for (let seed = firstSeed; seed < firstSeed + 100; seed++) {
    const { minute, job, clock } = story(seed);
    for (let tick = 0; tick < 2; tick++) await minute(tick, 'answered', () => 0.9);
    clock.now += tickMs;
    job.progresses(0.1, true);
    const telling = job.tell({ madePoint: true, isTick: true });
    job.ends();
    await telling;
    for (let tick = 0; tick < 2; tick++) {
      clock.now += tickMs;
      await job.tell({ madePoint: false, isTick: true });
      job.settle();
    }
    assert.deepEqual(job.told, [], `seed ${seed}`);
  }
});

const ends: [what: string, ends: (job: ReturnType<typeof toldJob>) => void, toldBy: string | null][] = [
  ['fails', (job) => job.ends('FAILED'), 'has ended'],
  [
    'is cancelled by somebody else',
    (job) => job.ends('CANCELLED', { cancelRequestedBy: 'arn:other' }),
    'has ended',
  ],
  ['is done after its deadline', (job) => job.ends('COMPLETED', { deadlineAt: noon - 1 }), 'has ended'],
  ['is cancelled by who launched it', (job) => job.ends('CANCELLED'), null],
  ['is done in time', (job) => job.ends('COMPLETED'), null],
  ['is done in time, which it was to tell,', (job) => job.endsAsWanted(), 'is done'],
];

for (const [what, end, toldBy] of ends) {
  test(`of 60 jobs of which each ${what} somebody is told ${toldBy ? 'once, ' : 'never, '}whatever is lost or overlaps, and no alarm stays`, async () => {
    const wrong: number[] = [];
    for (let seed = firstSeed; seed < firstSeed + 60; seed++) {
      const { job, clock, chance, during } = story(seed);
      const ticks = async (count: number) => {
        for (let tick = 0; tick < count; tick++) {
          clock.now += tickMs;
          await during(chance(0.4) ? 'lost' : 'answered', () => job.tell({ madePoint: false, isTick: true }));
          job.settle(clock.now + 2_000);
        }
      };
      job.progresses(0.9, true);
      await ticks(2);
      end(job);
      await ticks(12);
      const told = job.told.map(({ name }) => name);
      const isRight = told.length === (toldBy ? 1 : 0) && told.every((name) => name.endsWith(` ${toldBy}`));
      if (!isRight || job.definitions().length > 0) wrong.push(seed);
    }
    assert.deepEqual(wrong, []);
  });
}
