import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetailedJob } from '../../cli/api/answers.ts';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import { toldLines } from './summary.ts';

const jobId = '01KDTEST000000000000000000';
const job = { jobId, name: 'late', deadlineAt: '2030-01-01T12:01:00.000Z' } as DetailedJob;
const at = Date.parse('2030-01-01T12:00:20Z');
const told = { type: 'EMAIL', address: 'operators@example.org', alarmName: jobAlarmName(jobId), at };

test('whoever was told is shown, with when and how long before the deadline', () => {
  assert.deepEqual(toldLines([{ ...told, state: 'ALARM' }], [job]), [
    'Monasca notified operators@example.org (EMAIL) at 2030-01-01T12:00:20.000Z, 40 s before the deadline of late: late will probably be late',
  ]);
});

test('an alarm of no job of these is shown by its name', () => {
  assert.deepEqual(toldLines([{ ...told, alarmName: 'disk', state: 'ALARM' }], [job]), [
    'Monasca notified operators@example.org (EMAIL) at 2030-01-01T12:00:20.000Z: disk is ALARM',
  ]);
});
