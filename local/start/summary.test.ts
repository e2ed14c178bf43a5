import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetailedJob } from '../../cli/api/answers.ts';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import { shownJob } from '../../test/rigs/cli.ts';
import type { RuledEvent } from '../events/event-bus.ts';
import { eventLines, summary, toldLines } from './summary.ts';

const jobId = '01KDTEST000000000000000000';
const job = { jobId, name: 'late', deadlineAt: '2030-01-01T12:01:00.000Z' } as DetailedJob;
const at = Date.parse('2030-01-01T12:00:20Z');
const told = { type: 'EMAIL', address: 'operators@example.org', alarmName: jobAlarmName(jobId), at };

test('whoever was told is shown, with when and how long before the deadline', () => {
  assert.deepEqual(toldLines([{ ...told, state: 'ALARM' }], [job]), [
    'Monasca notified operators@example.org (EMAIL) at 2030-01-01T12:00:20.000Z, 40 s before the deadline of late: late will probably be late',
  ]);
});

test('of failed runs the last is shown, with where its output is and how that ends', () => {
  const [, failed, last, line] = summary(shownJob());
  assert.equal(failed, '  failed runs: 1; the last:');
  assert.match(
    last ?? '',
    /^ {4}ct:1:0:linpack:: exit code 7, .*, on agent-1, sandbox \/sandboxes\/linpack$/,
  );
  assert.equal(line, '    cannot open "ä"');
});

test('an alarm of no job of these is shown by its name', () => {
  assert.deepEqual(toldLines([{ ...told, alarmName: 'disk', state: 'ALARM' }], [job]), [
    'Monasca notified operators@example.org (EMAIL) at 2030-01-01T12:00:20.000Z: disk is ALARM',
  ]);
});

test('what became of a job is shown as events told it, each once', () => {
  const event = (id: string, transition: string, { minute = 0, of = jobId } = {}) =>
    ({
      detail: { jobId: of, id, transition, at: `2030-01-01T12:0${minute}:00.000Z` },
    }) as unknown as RuledEvent;
  const events = [
    event('b', 'late', { minute: 1 }),
    event('a', 'launched'),
    event('a', 'launched'),
    event('c', 'failed', { of: 'other' }),
  ];
  assert.deepEqual(eventLines(events, [job]), ['EventBridge was told of late: launched, late']);
});

test('a late job is shown with what its runs got of their cpus, and one on time is not', () => {
  const got = { usedCpus: 0.17, heldCpus: 1.705, machineBusy: 0.9 };
  const late = { ...shownJob(), onTime: false };
  assert.match(
    summary(late, got)[1] ?? '',
    /^ {2}its runs got 0\.17 of 1\.71 cpus; this machine, with .* busy$/,
  );
  assert.doesNotMatch(summary({ ...late, onTime: true }, got).join(), /its runs got/);
  assert.doesNotMatch(summary(late).join(), /its runs got/);
});
