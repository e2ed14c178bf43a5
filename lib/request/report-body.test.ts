import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onOurClock, parseReport } from './report-body.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const epoch = now / 1000;
const report = { run: 'ct:1767225000000:0:a:', exitCode: 0, startedAt: epoch - 10, finishedAt: epoch };

test('a report is taken with and without cpus, hostname and container', () => {
  assert.deepEqual(parseReport(report, now), report);
  const full = { ...report, exitCode: 255, cpus: 0.3, hostname: 'agent-1', container: 'mesos-1_a.B' };
  assert.deepEqual(parseReport(full, now), full);
});

test('a run may take no time at all, and a clock may run five minutes ahead', () => {
  assert.ok(parseReport({ ...report, startedAt: epoch, finishedAt: epoch }, now));
  assert.ok(parseReport({ ...report, finishedAt: epoch + 300 }, now));
});

for (const at of [0, 86_400.5, 4_070_908_800, epoch + 301]) {
  test(`when it is said how long ago the run ended, the container's clock may show ${at}`, () => {
    const sent = { ...report, startedAt: at, finishedAt: at + 34.25, endedSecondsAgo: 7.04 };
    assert.deepEqual(parseReport(sent, now), sent);
    assert.deepEqual(onOurClock(sent, now), {
      ...report,
      startedAt: epoch - 41.29,
      finishedAt: epoch - 7.04,
      clockAheadSeconds: Math.round(at + 34.25 - (epoch - 7.04)),
      order: 1_767_225_000_000,
    });
  });
}

test('on our clock instants are whole milliseconds', () => {
  const sent = { ...report, startedAt: 0.0004, finishedAt: 1, endedSecondsAgo: 0.33333 };
  const { startedAt, finishedAt } = onOurClock(sent, now + 0.4);
  assert.deepEqual([startedAt, finishedAt], [epoch - 1.333, epoch - 0.333]);
});

test('when it is not said how long ago the run ended, its instants stay those of the container', () => {
  const sent = { ...report, startedAt: epoch - 3600.1234, finishedAt: epoch - 3500 };
  assert.deepEqual(onOurClock(sent, now), { ...sent, order: 1_767_225_000_000 });
});

test('the place of a run is that of the container that made it, however late the same report comes', () => {
  const sent = { ...report, run: 'by-hand', endedSecondsAgo: 1 };
  const orders = [now, now + 3_600_000].map((at) => onOurClock(sent, at).order);
  assert.deepEqual(orders, [now - 10_000, now - 10_000]);
});

const exitCode = 'exitCode must be a whole number from 0 to 255';
const run = 'run must be 1 to 200 printable ASCII characters without spaces';
const hostname = 'hostname must be a string of 1 to 255 characters';
const container = 'container must be the name of a container: letters, digits, "_", "." and "-", at most 255';
const ago = 'endedSecondsAgo must be a number of seconds from 0 to 31536000 (a year)';
const wrong: [unknown, string][] = [
  [null, 'body must be an object'],
  [[report], 'body must be an object'],
  [{ ...report, run: '' }, run],
  [{ ...report, run: 'a b' }, run],
  [{ ...report, run: 'ä' }, run],
  [{ ...report, run: 'x'.repeat(201) }, run],
  [{ ...report, run: 5 }, run],
  [{ ...report, exitCode: 300 }, exitCode],
  [{ ...report, exitCode: -1 }, exitCode],
  [{ ...report, exitCode: 0.5 }, exitCode],
  [{ ...report, exitCode: '0' }, exitCode],
  [{ ...report, exitCode: null }, exitCode],
  [{ ...report, startedAt: String(epoch) }, 'startedAt must be epoch seconds, a number'],
  [{ ...report, startedAt: 5 }, 'startedAt must be epoch seconds, a number'],
  [{ ...report, finishedAt: epoch + 301 }, 'finishedAt must not lie in the future (epoch seconds)'],
  [{ ...report, finishedAt: now }, 'finishedAt looks like milliseconds, and must be epoch seconds'],
  [{ ...report, finishedAt: epoch - 11 }, 'finishedAt must not be before startedAt'],
  ...[-0.01, 31_536_000.01, '1', null].map((endedSecondsAgo): [unknown, string] => [
    { ...report, endedSecondsAgo },
    ago,
  ]),
  [{ ...report, finishedAt: epoch - 11, endedSecondsAgo: 1 }, 'finishedAt must not be before startedAt'],
  [{ ...report, startedAt: 0, endedSecondsAgo: 1 }, 'startedAt must be epoch seconds, a number'],
  [{ ...report, cpus: 0 }, 'cpus must be at least 0.001'],
  [{ ...report, cpus: 1e6 }, 'cpus must be at most 1024'],
  [{ ...report, cpus: '1' }, 'cpus must be a number'],
  [{ ...report, hostname: '' }, hostname],
  [{ ...report, hostname: 'h'.repeat(256) }, hostname],
  ...['', '-a', 'a|b', 'a,b', 'a b', 'ä', 'c'.repeat(256), 5].map((name): [unknown, string] => [
    { ...report, container: name },
    container,
  ]),
  [{ ...report, token: 'x' }, 'token is an unknown field'],
];

for (const [body, problem] of wrong) {
  test(`a report is refused because ${problem}: ${JSON.stringify(body).slice(0, 60)}`, () => {
    const message = `Invalid report: ${problem}.`;
    assert.throws(() => parseReport(body, now), { name: 'InvalidRequestError', status: 400, message });
  });
}

test('an empty report is told everything that is missing', () => {
  assert.throws(() => parseReport({}, now), {
    message: `Invalid report: ${[
      run,
      exitCode,
      'startedAt must be epoch seconds, a number',
      'finishedAt must be epoch seconds, a number',
    ].join('; ')}.`,
  });
});
