import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aReport, jobId } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import type { Report } from '../job/report.ts';
import { runKey, tokenHash } from '../job/token.ts';
import { recordIteration } from './record-iteration.ts';

const token = 'a-token-of-more-than-20-letters';
const epoch = noon / 1000;
const body = aReport(0, { run: 'task.1' });
/** As it is kept when it comes at noon. */
const kept = { ...body, order: noon - 60_000, receivedAt: noon };

/** A store of one job's reports, and what became of what was asked of it. */
function door() {
  const inbox = new Map<string, Report>();
  const woken: string[] = [];
  const warnings: string[] = [];
  const log = { info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  let now = noon;
  let counted = false;
  const store = {
    async askNext(id: string, hash: string) {
      assert.deepEqual([id, hash], [jobId, tokenHash(token)]);
      return 'stop' as const;
    },
    async recordReport(id: string, hash: string, key: string, report: Report) {
      assert.deepEqual([id, hash], [jobId, tokenHash(token)]);
      const waitsSince = counted ? null : (inbox.get(key)?.receivedAt ?? now);
      if (inbox.has(key)) return { status: 'duplicate', next: 'continue', waitsSince } as const;
      inbox.set(key, report);
      return { status: 'recorded', next: 'continue', waitsSince } as const;
    },
  };
  const wake = async (id: string, cause: string) => void woken.push(`${id} ${cause}`);
  const deps = { store, wake, log, now: () => now };
  return {
    deps,
    inbox,
    woken,
    warnings,
    counts: () => (counted = true),
    passes: (seconds: number) => (now += seconds * 1000),
    sends: (sent: unknown, authorization = `Bearer ${token}`) =>
      recordIteration(deps, { jobId, authorization, body: sent }),
  };
}

test('a report is kept as it came, and wakes an evaluation', async () => {
  const { sends, inbox, woken } = door();
  assert.deepEqual(await sends(body), { status: 'recorded', next: 'continue' });
  assert.deepEqual([...inbox], [[runKey('task.1'), kept]]);
  assert.deepEqual(woken, [`${jobId} iteration`]);
});

test('the end of an output is kept as lines, without the token of the job', async () => {
  const { sends, inbox } = door();
  const stderrHex = Buffer.from(`cannot open "é"\nBearer ${token}\n`).toString('hex');
  await sends({ ...body, exitCode: 7, sandbox: '/sandboxes/1', stderrHex });
  const failed = { ...kept, exitCode: 7, sandbox: '/sandboxes/1' };
  const lastLines = ['cannot open "é"', 'Bearer [secret]'];
  assert.deepEqual([...inbox.values()], [{ ...failed, lastLines }]);
});

test('a run that comes again before it is counted wakes nobody more, unless it has waited for so long that perhaps nobody woke', async () => {
  const { sends, woken, passes } = door();
  await Promise.all(Array.from({ length: 100 }, () => sends(body)));
  assert.equal(woken.length, 1);
  passes(5);
  assert.deepEqual(await sends(body), { status: 'duplicate', next: 'continue' });
  assert.equal(woken.length, 2);
});

test('the same run again changes nothing and wakes nobody', async () => {
  const { sends, inbox, woken, passes, counts } = door();
  await sends({ ...body, endedSecondsAgo: 0 });
  counts();
  passes(3600);
  assert.equal((await sends({ ...body, endedSecondsAgo: 3600.2 })).status, 'duplicate');
  assert.deepEqual([...inbox.values()], [kept]);
  assert.equal(woken.length, 1);
});

for (const year of ['1970', '2029', '2031', '2099']) {
  test(`a run of a container in ${year} is kept by our clock`, async () => {
    const { sends, inbox } = door();
    const finishedAt = Date.parse(`${year}-06-01T00:00:00Z`) / 1000;
    await sends({ ...body, startedAt: finishedAt - 60, finishedAt, endedSecondsAgo: 12.34 });
    assert.partialDeepStrictEqual(
      [...inbox.values()],
      [{ ...body, startedAt: epoch - 72.34, finishedAt: epoch - 12.34 }],
    );
  });
}

test('a report that gets through only after an hour has the instants that it would have had at once', async () => {
  const { sends, inbox, passes } = door();
  passes(3600);
  await sends({ ...body, startedAt: 0, finishedAt: 60, endedSecondsAgo: 3600 });
  assert.partialDeepStrictEqual([...inbox.values()], [body]);
});

test('without the seconds since the end, a clock far ahead is refused', async () => {
  const { sends, inbox } = door();
  const ahead = { ...body, finishedAt: epoch + 3600 };
  await assert.rejects(sends(ahead), { code: 'invalid-request', message: /finishedAt must not lie in the/ });
  assert.equal(inbox.size, 0);
});

for (const authorization of ['', token, `Basic ${token}`, 'Bearer short']) {
  test(`"${authorization}" opens nothing`, async () => {
    const { sends, inbox } = door();
    await assert.rejects(sends(body, authorization), { code: 'wrong-token' });
    assert.equal(inbox.size, 0);
  });
}

test('a report is taken though nobody can be woken', async () => {
  const { deps, warnings, inbox } = door();
  const wake = () => Promise.reject(new Error('throttled'));
  const call = { jobId, authorization: `Bearer ${token}`, body };
  assert.equal((await recordIteration({ ...deps, wake }, call)).status, 'recorded');
  assert.deepEqual([inbox.size, warnings.length], [1, 1]);
});

test('a container that asks is answered, and nobody is woken', async () => {
  const { sends, inbox, woken } = door();
  assert.deepEqual(await sends({ ask: 'next' }), { status: 'asked', next: 'stop' });
  assert.deepEqual([inbox.size, woken], [0, []]);
});
