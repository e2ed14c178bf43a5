import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { Cell } from '../../bench/control/metrics.ts';
import { emptyReplayForm, replayOrderOf } from '../model/replay-order.ts';
import { replayed } from './replay.ts';

const text = 'cpus,seconds,deploy_seconds\n0.25,130,4\n0.25,121,5\n0.5,62,4\n0.5,66,4\n1,31,4\n1,33,\n';
const files = { measured: { name: 'my-job.csv', text }, noise: null };
const form = {
  ...emptyReplayForm,
  trials: '4',
  iterations: '6',
  deadlineFactor: '1.1',
  restartSeconds: '20',
};

/** How long a decision took is no part of the answer. */
const withoutTimes = (cells: Cell[]) => cells.map(({ decisionMicros, ...cell }) => cell);

test('the page says what the command line says of the same file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pacer-replay-'));
  const file = join(folder, 'my-job.csv');
  writeFileSync(file, text);
  const bench = join(import.meta.dirname, '..', '..', 'bench', 'control.ts');
  const options = ['--trials', '4', '--iterations', '6', '--deadline-factor', '1.1', '--restart', '20'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    bench,
    '--trace',
    file,
    '--json',
    ...options,
  ]);
  const { order } = replayOrderOf(form, files);
  assert.ok(order);
  const shares: number[] = [];
  const { cells, sentence } = replayed(order, (share) => shares.push(share));
  const told = JSON.parse(JSON.stringify(withoutTimes(cells)));
  assert.deepEqual(told, withoutTimes(JSON.parse(stdout).cells));
  assert.equal(cells.length, 11);
  assert.match(sentence, /^To know the job/);
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
  );
  assert.equal(shares.at(-1), 1);
});

for (const [field, value] of [
  ['iterations', '2.5'],
  ['iterations', '2001'],
  ['target', '1'],
  ['trials', '0'],
  ['deadlineCpus', 'all'],
] as const)
  test(`${field} "${value}" is refused by its label`, () => {
    const { order, problem } = replayOrderOf({ ...emptyReplayForm, [field]: value }, files);
    assert.equal(order, null);
    assert.match(problem, new RegExp(`“${value}” is no (whole )?number from`));
  });

test('an empty form leaves to the measurements what they know', () => {
  const { order } = replayOrderOf(emptyReplayForm, files);
  const { trials, replay } = order ?? assert.fail();
  assert.deepEqual([trials, replay.iterations, replay.target], [400, 20, 0.985]);
  assert.deepEqual([replay.deadlineCpus, replay.declaredSeconds, replay.initialCpus], [null, null, null]);
});
