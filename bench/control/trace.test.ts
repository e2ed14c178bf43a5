import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from './random.ts';
import { interpolated, parseNoise, parseTrace, type Replay, TraceError, traceScenario } from './trace.ts';

const CSV = 'cpus,seconds,deploy_seconds\n1,20,4\n0.5,30,6\n0.5,50,5\n';

const replay: Replay = {
  iterations: 10,
  deadlineCpus: null,
  deadlineFactor: 1,
  declaredSeconds: null,
  initialCpus: null,
  restartSeconds: 0,
  target: 0.985,
};

test('a trace is read into levels, ascending, with the mean deployment time', () => {
  const { levels, deploySeconds } = parseTrace(CSV, 'job.csv');
  assert.deepEqual(levels, [
    { cpus: 0.5, seconds: [30, 50] },
    { cpus: 1, seconds: [20] },
  ]);
  assert.equal(deploySeconds, 5);
});

test('columns may come in any order, and others are ignored', () => {
  const { levels } = parseTrace('host,seconds,cpus\na,20,1\n', 'job.csv');
  assert.deepEqual(levels, [{ cpus: 1, seconds: [20] }]);
});

test('what cannot be used is named with its line', () => {
  assert.throws(() => parseTrace('cpus,secs\n1,2\n', 'job.csv'), TraceError);
  assert.throws(
    () => parseTrace('cpus,seconds\n1,2\n1,fast\n', 'job.csv'),
    /job\.csv:3: "fast" is no seconds/,
  );
  assert.throws(() => parseTrace('cpus,seconds\n0,2\n', 'job.csv'), /"0" is no cpus/);
  assert.throws(() => parseTrace('cpus,seconds\n', 'job.csv'), /no measurement/);
  assert.throws(() => parseNoise('factor\n-1\n', 'noise.csv'), /noise\.csv:2/);
});

test('between two levels the time is interpolated, outside it stays', () => {
  const { levels } = parseTrace('cpus,seconds\n0.5,40\n2,10\n', 'job.csv');
  const at = (cpus: number) => interpolated(levels, cpus, ({ seconds }) => seconds[0] ?? 0);
  // 40 s at 0.5 and 10 s at 2 is 20 s at 1 when the product of both is constant.
  assert.ok(Math.abs(at(1) - 20) < 1e-9);
  assert.equal(at(0.1), 40);
  assert.equal(at(4), 10);
});

test('the deadline is the mean total at the given cpus times the factor', () => {
  const trace = parseTrace(CSV, 'job.csv');
  const { plan } = traceScenario(trace, [], { ...replay, deadlineCpus: 0.5, deadlineFactor: 1.1 });
  assert.equal(plan.deadlineAt, 1000 * 1.1 * 10 * (40 + 5));
});

test('the factors of a noise file follow one another from a drawn beginning', () => {
  const trace = parseTrace('cpus,seconds\n1,10\n', 'job.csv');
  const scenario = traceScenario(trace, [1, 2, 3], replay);
  const trial = scenario.draw(seededRandom(3));
  const factors = [0, 1, 2, 3].map((iteration) => trial.duration(iteration, 0, 1) / 10);
  assert.deepEqual(factors.slice(0, 3).toSorted(), [1, 2, 3]);
  assert.equal(factors[3], factors[0]);
});

test('every policy meets the same draws', () => {
  const scenario = traceScenario(parseTrace(CSV, 'job.csv'), [], replay);
  const [one, other] = [scenario.draw(seededRandom(9)), scenario.draw(seededRandom(9))];
  assert.equal(one.duration(4, 0, 0.7), other.duration(4, 0, 0.7));
});
