import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpRequest, NoAnswerError } from '../http/http.ts';
import { httpUntil } from './http-until.ts';

/** A server that never answers, on a clock that only waiting for it moves; `timeouts` are those that it was asked with. */
function silence(untilMs: number) {
  let now = 0;
  const timeouts: number[] = [];
  const http = httpUntil(untilMs, {
    now: () => now,
    httpOf: (seconds) => async (request) => {
      timeouts.push(seconds);
      now += seconds * 1000 * (request.method === 'GET' ? 2 : 1) + (request.method === 'GET' ? 200 : 0);
      throw new NoAnswerError('none');
    },
  });
  const ask = (method: HttpRequest['method']) =>
    http({ method, url: 'http://user:secret@127.0.0.1:1/v2.0/metrics?secret=1' });
  return { ask, timeouts, now: () => now };
}

for (const [method, timeouts, endMs] of [
  ['POST', [5, 5], 10_000],
  ['GET', [4], 8200],
] as const) {
  test(`a ${method} waits for five seconds at most, and no longer than until the end`, async () => {
    const rig = silence(10_000);
    for (let i = 0; i < 4; i++) await assert.rejects(rig.ask(method), { name: 'NoAnswerError' });
    assert.deepEqual([rig.timeouts, rig.now()], [timeouts, endMs]);
  });
}

test('what is left is used up to the last second, and what is not begun says so', async () => {
  const rig = silence(7400);
  await assert.rejects(rig.ask('POST'));
  await assert.rejects(rig.ask('POST'));
  assert.deepEqual([rig.timeouts, rig.now()], [[5, 2], 7000]);
  await assert.rejects(rig.ask('POST'), {
    name: 'NoAnswerError',
    message:
      '[POST] http://127.0.0.1:1/v2.0/metrics: not called, because the time limit for Monasca is used up. The next evaluation continues.',
  });
});
