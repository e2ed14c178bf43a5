import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chronosQueue } from './chronos-queue.ts';
import { timeline } from './timeline.ts';

interface Wanted {
  name: string;
  cpus: number;
  seconds?: number;
  isUrgent?: boolean;
  agent?: number;
}

/** What is launched, in seconds from the beginning, when all of it is asked for at once. */
function launches(agents: number[], wanted: Wanted[]): [name: string, at: number, agent: number][] {
  const time = timeline();
  const queue = chronosQueue(time, agents);
  const seen: [string, number, number][] = [];
  for (const { name, cpus, seconds = 60, isUrgent = false, agent = null } of wanted) {
    queue.push({
      cpus: () => cpus,
      isUrgent: () => isUrgent,
      agent,
      launched(agent) {
        seen.push([name, time.now(), agent]);
        time.at(time.now() + seconds, () => queue.release(agent, cpus));
      },
    });
  }
  time.run();
  return seen;
}

test('what fits is launched with the next offer, on the first agent that holds it', () => {
  assert.deepEqual(
    launches(
      [1, 2],
      [
        { name: 'a', cpus: 2 },
        { name: 'b', cpus: 1 },
      ],
    ),
    [
      ['a', 1, 1],
      ['b', 1, 0],
    ],
  );
});

test('a run that fits nowhere goes to the tail and ends the round, whatever else would have fitted', () => {
  const seen = launches(
    [2],
    [
      { name: 'a', cpus: 1 },
      { name: 'big', cpus: 2 },
      { name: 'b', cpus: 1 },
    ],
  );
  assert.deepEqual(seen, [
    ['a', 1, 0],
    ['b', 6, 0],
    ['big', 66, 0],
  ]);
});

test('a run that may run on one agent only waits for that one', () => {
  const seen = launches(
    [2, 2],
    [
      { name: 'a', cpus: 2 },
      { name: 'b', cpus: 1, agent: 0 },
    ],
  );
  assert.deepEqual(seen, [
    ['a', 1, 0],
    ['b', 61, 0],
  ]);
});

test('urgent runs are taken before all others', () => {
  const seen = launches(
    [1],
    [
      { name: 'a', cpus: 1 },
      { name: 'b', cpus: 1, isUrgent: true },
    ],
  );
  assert.deepEqual(
    seen.map(([name]) => name),
    ['b', 'a'],
  );
});
