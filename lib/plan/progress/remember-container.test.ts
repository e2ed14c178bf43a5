import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aReport } from '../../../test/rigs/builders.ts';
import { noon } from '../../../test/rigs/progress.ts';
import type { RunContainer } from '../../job/progress.ts';
import { rememberContainer } from './remember-container.ts';

const at = (seconds: number) => noon / 1000 + seconds;
const aContainer = (name: string, from: number, to: number, cpus = 1): RunContainer => ({
  name,
  cpus,
  startedAt: at(from),
  endedAt: at(to),
});

test('the container of a run is remembered with its time and its cpus', () => {
  const report = aReport(60, { container: 'mesos-1' });
  assert.deepEqual(rememberContainer([], report, 0.5), [aContainer('mesos-1', 0, 60, 0.5)]);
});

test('a container is remembered by the clock of its host, as its use is measured by it', () => {
  const report = aReport(60, { container: 'mesos-1', clockAheadSeconds: -120 });
  assert.deepEqual(rememberContainer([], report, 1), [aContainer('mesos-1', -120, -60)]);
});

test('a report that names no container changes nothing', () => {
  const known = [aContainer('mesos-1', 0, 60)];
  assert.equal(rememberContainer(known, aReport(130), 1), known);
});

test('a container that makes one run after the other lasts from its first to its last, whatever order they come in', () => {
  const report = (end: number) => aReport(end, { container: 'mesos-1' });
  let known: RunContainer[] = [];
  for (const end of [130, 60, 200]) known = rememberContainer(known, report(end), 1);
  assert.deepEqual(known, [aContainer('mesos-1', 0, 200)]);
});

test('containers that were over within a minute are forgotten when another one comes', () => {
  const known = [aContainer('long', 0, 60), aContainer('short', 61, 100)];
  const next = rememberContainer(known, aReport(200, { container: 'next' }), 1);
  assert.deepEqual(
    next.map(({ name }) => name),
    ['long', 'next'],
  );
});

test('the last eight are remembered', () => {
  let known: RunContainer[] = [];
  for (let i = 1; i <= 20; i++) known = rememberContainer(known, aReport(70 * i, { container: `c${i}` }), 1);
  assert.deepEqual(
    known.map(({ name }) => name),
    ['c13', 'c14', 'c15', 'c16', 'c17', 'c18', 'c19', 'c20'],
  );
});
