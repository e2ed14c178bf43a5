import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, live, liveNow } from '../fixtures/recorded.ts';
import { adviceFor, forecastInShort } from './advice.ts';
import { filterOf, fitting } from './filter.ts';
import type { ShownJob } from './shown.ts';
import { byUrgency, standingOf, standingText, totalsOf } from './standing.ts';
import { commonAxis } from './time-scale.ts';

function job(name: string, more: Partial<ShownJob> = {}): ShownJob {
  return { ...live, name, ...more };
}

const deadlineIn = (seconds: number) => new Date(liveNow + seconds * 1000).toISOString();
const forecastIn = (p10: number, p50: number, p90: number, onTimeProbability: number) => ({
  finishAt: { p10: deadlineIn(p10), p50: deadlineIn(p50), p90: deadlineIn(p90) },
  onTimeProbability,
});

const jobs = [
  job('fine', { outlook: 'on-time', deadlineAt: deadlineIn(600), forecast: forecastIn(100, 120, 140, 0.99) }),
  job('risky', { outlook: 'at-risk', deadlineAt: deadlineIn(60), forecast: forecastIn(50, 61, 80, 0.4) }),
  job('overdue', { outlook: 'cannot-be-met', deadlineAt: deadlineIn(-5), forecast: forecastIn(5, 9, 20, 0) }),
  job('hopeless', {
    outlook: 'cannot-be-met',
    deadlineAt: deadlineIn(30),
    forecast: forecastIn(50, 60, 70, 0),
  }),
  job('paused', { pausedAt: deadlineIn(-60), deadlineAt: deadlineIn(90) }),
];

test('what is late comes first, then what will be, then what may be', () => {
  assert.deepEqual(
    byUrgency(jobs, liveNow).map(({ name }) => name),
    ['overdue', 'hopeless', 'risky', 'paused', 'fine'],
  );
  assert.equal(standingOf(ended, liveNow), 'met');
  assert.equal(standingOf({ ...ended, onTime: false }, liveNow), 'late');
});

test('a word that is not known here is shown as it is, after the jobs that need somebody', () => {
  const odd = job('odd', { outlook: 'blocked' as never, deadlineAt: deadlineIn(600) });
  assert.equal(standingText(standingOf(odd, liveNow)), 'blocked');
  assert.equal(standingText('constructor'), 'constructor');
  assert.equal(byUrgency([odd, ...jobs], liveNow).indexOf(odd), 3);
});

test('totals count jobs, what will be late, what is at risk, and cpus that are held', () => {
  assert.deepEqual(totalsOf(jobs, liveNow), { jobs: 5, cpus: 5, late: 2, atRisk: 1 });
});

test('the common axis keeps the order of instants, and all of them in sight', () => {
  for (const list of [jobs, [...jobs, job('far', { outlook: 'on-time', deadlineAt: deadlineIn(86_400) })]]) {
    const { placeOf, ticks } = commonAxis(list, liveNow);
    const places = [-5, 0, 30, 60, 600, 86_400].map((seconds) => placeOf(liveNow + seconds * 1000));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(places.every((place) => place >= 0 && place <= 1));
    assert.ok(ticks.length >= 2);
  }
  assert.equal(commonAxis(jobs.slice(0, 1), liveNow).isLogarithmic, false);
  assert.equal(
    commonAxis([...jobs, job('far', { deadlineAt: deadlineIn(86_400) })], liveNow).isLogarithmic,
    true,
  );
});

test('a job that is not well is told what would help', () => {
  const [, risky, , hopeless] = jobs.map((each) => each);
  const decision = { ...(live.decision ?? assert.fail()), moreCpusWouldHelp: true };
  const atMost = { ...(hopeless ?? assert.fail()), decision, cpus: 1.5 };
  assert.match(
    adviceFor(atMost, liveNow).join(' '),
    /^Allow it more than 1\.5 cpus\. A deadline of .* 40 s after the present one/,
  );
  const useless = { ...atMost, cpus: 1, decision: { ...decision, moreCpusWouldHelp: false } };
  assert.match(adviceFor(useless, liveNow).join(' '), /^More cpus would not help\. A deadline of /);
  assert.equal(adviceFor(risky ?? assert.fail(), liveNow).length, 2);
  assert.deepEqual(adviceFor(jobs[0] ?? assert.fail(), liveNow), []);
  const silent = { ...(jobs[0] ?? assert.fail()), problem: 'The request to chronos failed: ECONNREFUSED' };
  assert.match(
    adviceFor(silent, liveNow).join(' '),
    /^Bring Chronos back, or the network to it: until it answers/,
  );
  assert.equal(forecastInShort(atMost, liveNow), 'done 30 s after the deadline');
});

test('a filter finds parts of names in any case, and standings', () => {
  const fits = (query: string) =>
    jobs
      .filter((each) => fitting(each, filterOf(new URLSearchParams(query)), liveNow))
      .map(({ name }) => name);
  assert.deepEqual(fits('find=RISK'), ['risky']);
  assert.deepEqual(fits('standing=cannot-be-met'), ['hopeless']);
  assert.equal(fits('').length, 5);
});
