import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Contender, firstAgent, goesLast, placements } from './placements.ts';

const choices = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4];
type Named = Contender & { name: string };
const job = (name: string, deadlineAt: number, more: Partial<Contender> = {}): Named => ({
  name,
  isLast: false,
  deadlineAt,
  waitedSeconds: 0,
  cpus: 2,
  choices,
  ...more,
});
const agents = (...cpus: number[]) => cpus.map((each, at) => ({ agent: `a${at}`, cpus: each }));
const placed = (contenders: Named[], ...free: number[]) =>
  placements(contenders, agents(...free)).map(({ contender, agent, cpus }) => [contender.name, agent, cpus]);

test('runs begin in the order of their deadlines, those of late jobs last', () => {
  const jobs = [job('late', 1, { isLast: true }), job('loose', 9), job('tight', 5)];
  assert.deepEqual(placed(jobs, 4), [
    ['tight', 'a0', 2],
    ['loose', 'a0', 2],
  ]);
  assert.deepEqual(placed(jobs, 6).at(-1), ['late', 'a0', 2]);
});

test('a run takes the agent with the least left over, and none where no agent holds it', () => {
  assert.deepEqual(placed([job('a', 1)], 4, 2.5, 3), [['a', 'a1', 2]]);
  assert.deepEqual(
    placements([job('a', 1)], agents(4, 2.5, 3), firstAgent).map(({ agent }) => agent),
    ['a0'],
  );
  assert.deepEqual(placed([job('a', 1, { cpus: 4, choices: [4] })], 3, 3), []);
});

test('only the first that can be on time shrinks, and not below 60 %', () => {
  assert.deepEqual(placed([job('a', 1, { cpus: 4 }), job('b', 2, { cpus: 4 })], 2.7, 3), [['a', 'a1', 3]]);
  assert.deepEqual(placed([job('a', 1, { cpus: 4 })], 2.3), []);
  assert.deepEqual(placed([job('late', 1, { cpus: 4, isLast: true })], 3), []);
  assert.deepEqual(placed([job('late', 0, { isLast: true }), job('b', 2, { cpus: 4 })], 3), [['b', 'a0', 3]]);
});

test('smaller runs pass one that waits, for a minute', () => {
  const small = job('small', 9, { cpus: 1 });
  const big = (waitedSeconds: number) => job('big', 1, { cpus: 4, waitedSeconds });
  assert.deepEqual(placed([small, big(60)], 2), [['small', 'a0', 1]]);
  assert.deepEqual(placed([small, big(61)], 2), []);
});

test('a late job is last until it has had no run for ten of its iterations', () => {
  const rank = { isLate: true, iterationSeconds: 30 };
  assert.equal(goesLast({ ...rank, waitedSeconds: 300 }), true);
  assert.equal(goesLast({ ...rank, waitedSeconds: 301 }), false);
  assert.equal(goesLast({ isLate: false, iterationSeconds: 30, waitedSeconds: 0 }), false);
});
