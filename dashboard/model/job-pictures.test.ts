import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, live, liveNow } from '../fixtures/recorded.ts';
import { beliefInWords, beliefOf } from './belief.ts';
import { burnDownInWords, burnDownOf } from './burn-down.ts';
import { costOf } from './cost.ts';
import { cpuStepsInWords, cpuStepsOf } from './cpu-steps.ts';
import { decisionAt, decisionsOf, eventsOf } from './decisions.ts';
import { durationsInWords, durationsOf } from './durations.ts';
import { pausesInWords, pausesOf } from './pauses.ts';
import type { DetailedJob } from './shown.ts';

const at = Date.parse;

test('the burn-down goes from all iterations at the launch to those that are left now', () => {
  const { steps, now } = burnDownOf(live, liveNow);
  assert.deepEqual(steps[0], { at: at('2026-11-30T17:28:16.154Z'), left: 30 });
  assert.deepEqual(steps.at(-1), { at: liveNow, left: 16 });
  assert.equal(now, liveNow);
  const completed = steps.map(({ left }) => 30 - left);
  assert.deepEqual(
    [...new Set(completed)],
    Array.from({ length: 15 }, (_, i) => i),
  );
  assert.ok(steps.every((step, i) => i === 0 || step.at >= (steps[i - 1]?.at ?? 0)));
});

test('the deadline and the forecast stand where the API says', () => {
  const { deadlineAt, earlierDeadlines, forecast, range } = burnDownOf(live, liveNow);
  assert.equal(deadlineAt, at('2026-11-30T17:29:56.030Z'));
  assert.deepEqual(earlierDeadlines, []);
  assert.deepEqual(forecast, {
    from: { at: liveNow, left: 16 },
    p10: at('2026-11-30T17:30:36.695Z'),
    p50: at('2026-11-30T17:30:45.495Z'),
    p90: at('2026-11-30T17:30:55.420Z'),
  });
  assert.ok(range.until > at('2026-11-30T17:30:55.420Z'));
  assert.equal(range.isCut, false);
});

test('each change of the cpus is marked once, on the line, with its sentence', () => {
  const { resizes, steps } = burnDownOf(live, liveNow);
  assert.equal(resizes.length, live.resizes);
  assert.deepEqual([resizes[0]?.from, resizes[0]?.to, resizes[0]?.left], [0.5, 0.45, 30]);
  for (const { left, sentence } of resizes) {
    assert.ok(steps.some((step) => step.left === left));
    assert.notEqual(sentence, '');
  }
});

test('what was the deadline before is shown as such', () => {
  const [first, ...rest] = live.points;
  const points = [{ ...(first ?? assert.fail()), deadlineAt: '2026-11-30T17:29:00.000Z' }, ...rest];
  assert.deepEqual(burnDownOf({ ...live, points }, liveNow).earlierDeadlines, [
    at('2026-11-30T17:29:00.000Z'),
  ]);
});

test('a forecast far beyond the deadline is cut, and one that has passed starts now', () => {
  const finishAt = {
    p10: '2026-11-30T17:29:20.000Z',
    p50: '2026-12-05T00:00:00.000Z',
    p90: '2026-12-09T00:00:00.000Z',
  };
  const { forecast, range } = burnDownOf({ ...live, forecast: { finishAt, onTimeProbability: 0 } }, liveNow);
  assert.equal(forecast?.p10, liveNow);
  assert.equal(range.isCut, true);
  assert.ok(range.until < at('2026-11-30T17:40:00.000Z'));
});

test('the last points of a long job begin where they are known', () => {
  const points = live.points.slice(6);
  const { steps, range } = burnDownOf({ ...live, points }, liveNow);
  const [first] = points;
  assert.equal(steps[0]?.left, (first?.remaining ?? 0) + (first?.iterations.length ?? 0) - 1);
  assert.equal(range.from, at(first?.at ?? ''));
});

test('words say what the burn-down shows', () => {
  assert.match(
    burnDownInWords(live, liveNow),
    /^14 of 30 iterations are done\..*49 s after the deadline .*under 1 % probability\. The cpus changed 14 times/,
  );
  assert.match(burnDownInWords(ended, liveNow), /^25 of 25 .* The job ended .* before the deadline\./);
});

test('the cpus are steps that begin with the initial ones and reach to now, or to the end', () => {
  const { steps, bounds } = cpuStepsOf(live, liveNow);
  assert.deepEqual(
    steps.slice(0, 3).map(({ cpus }) => cpus),
    [0.5, 0.45, 1.45],
  );
  assert.deepEqual(steps.at(-1), { at: liveNow, cpus: 1.25 });
  assert.deepEqual(bounds, { min: 0.1, max: 1.5 });
  assert.equal(cpuStepsOf(ended, liveNow).steps.at(-1)?.at, at(ended.finishedAt ?? ''));
  assert.match(
    cpuStepsInWords(live, liveNow),
    /^It has 1\.25 cpus, between its bounds 0\.1 and 1\.5 cpus\. 14 changes/,
  );
});

test('each iteration is a dot with its cpus, and the run that failed last a line', () => {
  const { iterations, cpus, failed } = durationsOf(live, liveNow);
  assert.equal(iterations.length, 14);
  assert.deepEqual(iterations[0], {
    endedAt: at(live.points[2]?.iterations[0]?.endedAt ?? ''),
    seconds: live.points[2]?.iterations[0]?.durationSeconds,
    cpus: live.points[2]?.iterations[0]?.cpus,
  });
  assert.deepEqual(cpus, { least: 0.45, most: 1.5 });
  assert.equal(failed, null);
  const lastFailure = { run: 'r', exitCode: 7, endedAt: '2026-11-30T17:29:00.000Z' };
  const job: DetailedJob = { ...live, lastFailure, failures: 2 };
  assert.deepEqual(durationsOf(job, liveNow).failed, { at: at('2026-11-30T17:29:00.000Z'), exitCode: 7 });
  assert.match(durationsInWords(job, liveNow), /2 runs failed, the last with exit code 7\.$/);
});

test('the belief has a band around its median for each of the cpus, from bound to bound', () => {
  const { curve, chosen, iterations } = beliefOf(live);
  assert.deepEqual([curve[0]?.cpus, curve.at(-1)?.cpus, chosen], [0.1, 1.5, 1.25]);
  assert.ok(curve.every(({ p10, p50, p90 }) => 0 < p10 && p10 < p50 && p50 < p90));
  assert.equal(iterations.length, 14);
  assert.match(
    beliefInWords(live),
    /^The law expects of an iteration: with 0\.1 cpus .*14 iterations measured\.$/,
  );
  const { belief: _, ...without } = live;
  assert.match(beliefInWords({ ...without, law: 'step' }), /^The law "step" learns no durations\./);
});

test('a decision is in force from its instant to the next one', () => {
  const decisions = decisionsOf(live);
  const [first, second] = decisions;
  assert.equal(decisionAt(decisions, (second?.at ?? 0) - 1), first);
  assert.equal(decisionAt(decisions, second?.at ?? 0), second);
  assert.deepEqual([first?.from, first?.cpus], [0.5, 0.45]);
  assert.equal(eventsOf(live)[0]?.name, 'launched');
});

test('the cost is compared with the most cpus, and after the end with the cheapest that would have done', () => {
  const { held, atMost, cheapest } = costOf(ended);
  assert.equal(held, ended.coreSeconds);
  assert.ok((atMost?.coreSeconds ?? 0) > held);
  assert.equal(cheapest?.cpus, 0.1);
  assert.equal(costOf(live).cheapest, null);
});

test('pauses go from where the job was paused to where it went on, to now, or to the end', () => {
  const [first, second, third] = ['17:28:30', '17:28:50', '17:29:20'].map(
    (time) => `2026-11-30T${time}.000Z`,
  );
  const pointOf = (pausedAt?: string) => (seenAt: string) => {
    const { pausedAt: _, ...point } = live.points[0] ?? assert.fail();
    return { ...point, at: seenAt, ...(pausedAt ? { pausedAt } : {}) };
  };
  const since = '2026-11-30T17:28:29.000Z';
  const points = [...[first, second].map((each) => pointOf(since)(each ?? '')), pointOf()(third ?? '')];
  const over = { from: at(since), until: at(third ?? '') };
  assert.deepEqual(pausesOf({ ...live, points }, liveNow), [over]);
  const again = '2026-11-30T17:29:24.000Z';
  const paused = { ...live, points, pausedAt: again };
  assert.deepEqual(pausesOf(paused, liveNow), [over, { from: at(again), until: liveNow }]);
  assert.equal(pausesInWords(pausesOf(paused, liveNow)), ' It was paused 2 times, for 53 s in all.');
  const finishedAt = '2026-11-30T17:29:30.000Z';
  const cancelled = { ...live, points: points.slice(0, 2), finishedAt };
  assert.deepEqual(pausesOf(cancelled, liveNow), [{ from: at(since), until: at(finishedAt) }]);
  assert.deepEqual(pausesOf(live, liveNow), []);
});
